import * as z from 'zod';
import { DomainError, invalidField } from '../domain-error.ts';
import { idOf } from '../id.ts';
import { addDays, dayOf, startOf, type Day } from '../personal-data/calendar.ts';
import { PlausibleDay, requireNear } from '../personal-data/plausible-days.ts';

export const AbsenceId = idOf('abs');

/** From the first day to the last, both included. Never why: an illness is health data, and work goes to others whatever the reason. */
export const NewAbsence = z.strictObject({
  from: PlausibleDay.describe('The first day'),
  to: PlausibleDay.describe('The last day: today or later'),
});
export type NewAbsence = z.infer<typeof NewAbsence>;

export interface Absence extends NewAbsence {
  readonly id: string;
}

/** So many at a time. Those that are over are not kept. */
export const mostAbsences = 50;

/** An absence of so many days is waited out; of a longer one, open tickets go to others as it begins. Another rule is another number. */
export const waitedOutDays = 2;

/** Whether somebody is absent on a day. */
export const isAbsent = (absences: readonly NewAbsence[], day: Day): boolean => absences.some(({ from, to }) => from <= day && day <= to);

/** Those that are not over. Nobody needs to know who was away when. */
export const stillAhead = <A extends NewAbsence>(absences: readonly A[], now: Date): A[] => absences.filter(({ to }) => to >= dayOf(now));

/** Whether what lies with the absent would wait for too long. */
const isLong = ({ from, to }: NewAbsence): boolean => addDays(from, waitedOutDays) <= to;

/** Whether open tickets of somebody with these absences go to others now. */
export const handsOver = (absences: readonly NewAbsence[], now: Date): boolean => isAbsent(absences.filter(isLong), dayOf(now));

/** When that is to be looked at: at the first moment of a long absence; of one that has begun, at once. `undefined` where there is none. */
export function nextHandOver(absences: readonly NewAbsence[], now: Date): Date | undefined {
  const moments = stillAhead(absences, now)
    .filter(isLong)
    .map(({ from }) => Math.max(startOf(from).getTime(), now.getTime()));
  return moments.length === 0 ? undefined : new Date(Math.min(...moments));
}

/** The same of those that have not begun. */
export const nextHandOverAfter = (absences: readonly NewAbsence[], now: Date): Date | undefined =>
  nextHandOver(
    absences.filter(({ from }) => startOf(from) > now),
    now,
  );

/**
 * Those that are ahead, with another.
 * @throws DomainError `invalid/invalid-body`, `conflict/absence-overlaps`, `conflict/too-many-absences`
 */
export function withAbsence(absences: readonly Absence[], added: Absence, now: Date): Absence[] {
  requireNear('body.from', added.from, now, { yearsBack: 1, yearsAhead: 3 });
  requireNear('body.to', added.to, now, { yearsBack: 1, yearsAhead: 3 });
  if (added.to < added.from) throw invalidField('body.to', 'lies before the first day');
  if (added.to < dayOf(now)) throw invalidField('body.to', 'lies in the past: an absence that is over is not kept');
  const ahead = stillAhead(absences, now);
  if (ahead.some(({ from, to }) => from <= added.to && added.from <= to)) throw absenceOverlaps();
  if (ahead.length >= mostAbsences) throw tooManyAbsences();
  return [...ahead, added].toSorted((one, other) => (one.from < other.from ? -1 : 1));
}

/** Those that are ahead, without one. @throws DomainError `not-found/no-such-absence` */
export function withoutAbsence(absences: readonly Absence[], absenceId: string, now: Date): Absence[] {
  const ahead = stillAhead(absences, now);
  if (!ahead.some(({ id }) => id === absenceId)) throw new DomainError('not-found', 'no-such-absence');
  return ahead.filter(({ id }) => id !== absenceId);
}

const absenceOverlaps = (): DomainError =>
  new DomainError('conflict', 'absence-overlaps', [
    { field: 'body.from', problem: 'or a day after it is one of another absence: take that one away first (DELETE), or name other days' },
  ]);

const tooManyAbsences = (): DomainError =>
  new DomainError('conflict', 'too-many-absences', [{ field: 'body', problem: `would be one too many: ${mostAbsences} at a time` }]);
