import { DomainError } from '../../domain-error.ts';
import { dayOf, type Day } from '../../personal-data/calendar.ts';
import type { InForce, LetterModule } from './letter-module.ts';

/** When a version counts: all that is needed to know from which one letters are written on a day. */
export interface Period extends InForce {
  readonly version: number;
  /** The day on which it was withdrawn: from that day on nothing is written from it. */
  readonly withdrawnOn?: Day | undefined;
}

/** Of a version that is approved, or was. */
export const periodOf = ({ version, inForce, withdrawnAt }: LetterModule): Period => ({
  ...inForce!,
  version,
  ...(withdrawnAt !== undefined && { withdrawnOn: dayOf(new Date(withdrawnAt)) }),
});

/**
 * The version from which letters are written on a day: the one whose turn came last. One that ended or was withdrawn leaves its place empty: what was
 * replaced by it does not come back by itself. One that was withdrawn before its first day never had a turn.
 */
export function versionInForce(periods: readonly Period[], on: Day): number | undefined {
  const last = turnOn(periods, on);
  if (!last || (last.to !== undefined && last.to < on) || (last.withdrawnOn !== undefined && last.withdrawnOn <= on)) return undefined;
  return last.version;
}

const turnOn = (periods: readonly Period[], on: Day): Period | undefined =>
  periods
    .filter((period) => hadTurn(period) && period.from <= on)
    .toSorted(byTurn)
    .at(-1);

const hadTurn = ({ from, withdrawnOn }: Period): boolean => withdrawnOn === undefined || withdrawnOn >= from;

/** Of two that begin on the same day the later version counts. */
const byTurn = (one: Period, other: Period): number => (one.from === other.from ? one.version - other.version : one.from < other.from ? -1 : 1);

/** So many versions may be ahead of today; more would be a plan that nobody keeps in mind. */
export const mostAhead = 20;

/** The periods with another, or with what became of one. Those that no day from today on can depend on are left out. @throws DomainError `conflict/too-many-ahead` */
export function withPeriod(periods: readonly Period[], period: Period, today: Day): Period[] {
  const all = [...periods.filter(({ version }) => version !== period.version), period];
  const now = turnOn(all, today);
  const kept = all.filter((one) => one === now || (hadTurn(one) && one.from > today)).toSorted(byTurn);
  if (kept.length > mostAhead + 1) throw new DomainError('conflict', 'too-many-ahead');
  return kept;
}

/** The last day on which anything is written from the module, by what is approved; `undefined` where no end is known. */
export function lastDay(periods: readonly Period[]): Day | undefined {
  const ends = periods.toSorted(byTurn).map(({ to, withdrawnOn }) => (withdrawnOn !== undefined && (to === undefined || withdrawnOn < to) ? withdrawnOn : to));
  return ends.at(-1);
}
