import type { DomainEvent } from '../../events/event.ts';

/**
 * A message so close before the telling may still be under way when that goes out, written by a function with another clock: it is told of by the
 * next. Never more than half of the time for which is gathered.
 */
const closeMs = 30_000;

/**
 * When the customer is to be told of something of which more may follow, or `undefined` where a telling to come, or one that came
 * later, has it in. `toldAt`: when the customer is told, or was, of everything until then.
 */
export function gatheredUntil(event: Pick<DomainEvent, 'at'>, toldAt: string | undefined, now: Date, gatherMs: number): Date | undefined {
  const at = Date.parse(event.at);
  if (toldAt !== undefined && at <= Date.parse(toldAt) - Math.min(closeMs, gatherMs / 2)) return undefined;
  return new Date(Math.max(at + gatherMs, now.getTime()));
}
