import { fileMerged } from '../../functions/tickets/file-merged.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { filingTable } from '../../shared/tickets/filing-table.ts';
import { joinedBy, merged } from '../../shared/tickets/merge.ts';
import type { Storage } from '../storage/harness.ts';
import { note, now, once, ticketWorld } from '../storage/ticket-world.ts';

/** What one case of two asks of AWS: the request, and what files the steps of the one under the other. */
export interface MergeCost {
  readonly request: Readonly<Record<string, number>>;
  readonly filing: Readonly<Record<string, number>>;
}

/** Merges two cases with so many interactions each. */
export async function mergeCost({ db, put, counted }: Pick<Storage, 'db' | 'put' | 'counted'>, interactions: number): Promise<MergeCost> {
  // The fixtures ask for the whole harness, and use these parts of it.
  const world = ticketWorld({ db, put } as Storage);
  const customerId = await world.customer();
  const [ticket, other] = [await world.opened(customerId), await world.opened(customerId)];
  for (const one of [ticket, other]) {
    for (let count = 1; count < interactions; count++) {
      const step = world.step(one, note, { minutesSpent: 5 });
      await world.interactions.append(one, step, once(step.id), now);
    }
  }
  const { tickets, merges } = world;
  const step = world.step(other, { type: 'merge', otherId: ticket.id });
  const after = { ticket: merged(ticket, other, now), other: joinedBy(other, ticket) };
  const request = await counted(() => merges.merge(after, { ticket, other }, [step], once(other.id, { status: 200 }), now));
  const filing = filingTable({ db, registry: storedItems });
  const filed = await counted(() => fileMerged({ aggregateId: ticket.id }, { tickets, filing }));
  const { items } = await world.interactions.interactions(other, 2 * interactions + 1);
  if (items.length !== 2 * interactions + 1) throw new Error(`Of ${2 * interactions + 1} steps ${items.length} are on the case that goes on`);
  return { request: request.byCommand, filing: filed.byCommand };
}
