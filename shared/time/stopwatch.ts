import * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { Activity } from './activity.ts';
import { oneOfBoth, spentOn, TimeMinutes, TimeNote, timeSpent, type OfCase, type SpentTime, type Spender, type TimeEntry } from './time-entry.ts';

/** A stopwatch that has run so long was forgotten: nobody works on one thing longer (ArbZG § 3: eight hours a day). */
export const longestMinutes = 8 * 60;

/** What somebody begins to do. */
export const Begun = oneOfBoth(z.strictObject({ activity: Activity, ...spentOn }));
export type Begun = Pick<SpentTime, 'activity' | 'interactionId' | 'taskId'>;

/** What they say when they stop. */
export const Stopped = z.strictObject({
  minutes: TimeMinutes.optional().describe('How long it really took, where that is not how long it ran: you were called away, or forgot to stop'),
  note: TimeNote.optional().describe('For those who work on the ticket'),
});
export type Stopped = z.infer<typeof Stopped>;

/** The stopwatch of a clerk that runs for a case: they have one [Stoppuhr]. */
export interface Stopwatch extends Begun {
  /** What the entry will be called that comes of it. */
  readonly entryId: string;
  readonly agentId: string;
  readonly customerId: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly startedAt: string;
}

export function stopwatchStarted(
  entryId: string,
  of: Pick<OfCase, 'customerId' | 'ticketId' | 'ticketNumber'>,
  begun: Begun,
  agentId: string,
  now: Date,
): Stopwatch {
  const { customerId, ticketId, ticketNumber } = of;
  const { activity, interactionId, taskId } = begun;
  const on = { ...(interactionId !== undefined && { interactionId }), ...(taskId !== undefined && { taskId }) };
  return { entryId, agentId, customerId, ticketId, ticketNumber, activity, ...on, startedAt: now.toISOString() };
}

/** So many minutes it has run, of which one that has begun counts. */
export const minutesRun = ({ startedAt }: Pick<Stopwatch, 'startedAt'>, now: Date): number =>
  Math.max(1, Math.ceil((now.getTime() - Date.parse(startedAt)) / 60_000));

/** When it has run as long as one may. */
export const endsAt = ({ startedAt }: Pick<Stopwatch, 'startedAt'>): Date => new Date(Date.parse(startedAt) + longestMinutes * 60_000);

/**
 * What comes of a stopwatch that is stopped, for the day on which it was started. `of`: the case, or the one of which that has become part.
 * @throws DomainError `conflict/stopwatch-forgotten` where it ran too long for anybody to believe it, and nobody says how long it was
 */
export function stopped(stopwatch: Stopwatch, of: OfCase, { minutes, note }: Stopped, by: Spender, now: Date): TimeEntry {
  const run = minutesRun(stopwatch, now);
  if (minutes === undefined && run > longestMinutes) throw forgotten();
  return timeSpent(stopwatch.entryId, of, { ...said(stopwatch), minutes: minutes ?? run, note }, by, now);
}

/** What comes of one that was forgotten: as long as it ran, which counts nowhere until its clerk says how long it was. */
export const ranOut = (stopwatch: Stopwatch, of: OfCase, by: Spender, now: Date): TimeEntry => ({
  ...timeSpent(stopwatch.entryId, of, { ...said(stopwatch), minutes: longestMinutes }, by, now),
  unconfirmed: true,
});

const said = ({ activity, interactionId, taskId, startedAt }: Stopwatch) => ({ activity, interactionId, taskId, on: dayOf(new Date(startedAt)) });

/** One runs already. It is not stopped by the way: whoever starts another would enter time that they have not looked at. */
export const stopwatchRunning = (): DomainError =>
  new DomainError('conflict', 'stopwatch-running', [
    {
      field: 'body',
      problem: 'would start a second one: stop yours first (GET /v1/stopwatch says where it runs; POST …/stopwatch/stop), or discard it (DELETE …/stopwatch)',
    },
  ]);

export const noStopwatch = (): DomainError =>
  new DomainError('conflict', 'no-stopwatch', [
    {
      field: 'path.ticketId',
      problem:
        'is no ticket for which your stopwatch runs: it was stopped, or runs for another (GET /v1/stopwatch); what came of it stands in GET /v1/time-entries',
    },
  ]);

const forgotten = (): DomainError =>
  new DomainError('conflict', 'stopwatch-forgotten', [
    { field: 'body.minutes', problem: 'is needed: it ran for more than eight hours, so say how long it was' },
  ]);
