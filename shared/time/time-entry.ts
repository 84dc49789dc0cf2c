import * as z from 'zod';
import { DomainError, invalidField } from '../domain-error.ts';
import { idOf } from '../id.ts';
import { addDays, dayOf, type Day } from '../personal-data/calendar.ts';
import { PlausibleDay, requirePastDay } from '../personal-data/plausible-days.ts';
import { severalLines } from '../personal-data/several-lines.ts';
import { TaskId } from '../tasks/task.ts';
import { InteractionId } from '../tickets/interaction.ts';
import type { Matter } from '../tickets/ticket.ts';
import { Activity } from './activity.ts';
import { minutesOfDay } from './full-day.ts';

export const TimeEntryId = idOf('tim');

/** So many days back time can be entered, corrected and taken away; what is older stands, and has been evaluated. */
export const openDays = 31;

export const TimeMinutes = z.int().min(1).max(minutesOfDay);
export const TimeNote = severalLines(500);

/** Whose time it is of: of a step, or of a task, or of the ticket as a whole. */
export const spentOn = {
  interactionId: InteractionId.optional().describe('The interaction on which it was spent'),
  taskId: TaskId.optional().describe('Or the task'),
};

/** That a step and a task are not both named, in a schema and for the reference. */
export const oneOfBoth = <S extends z.ZodType<{ readonly interactionId?: string | undefined; readonly taskId?: string | undefined }>>(schema: S) =>
  schema
    .superRefine(({ interactionId, taskId }, context) => {
      if (interactionId !== undefined && taskId !== undefined)
        context.addIssue({ code: 'custom', path: ['taskId'], message: 'does not go with interactionId' });
    })
    .meta({ not: { properties: { interactionId: {}, taskId: {} }, required: ['interactionId', 'taskId'] } });

/** Time that somebody spent on a ticket, as they say it. */
export const SpentTime = oneOfBoth(
  z.strictObject({
    minutes: TimeMinutes,
    activity: Activity,
    on: PlausibleDay.describe(`The day on which it was spent, as it is in Berlin: today, or up to ${openDays} days ago`),
    note: TimeNote.optional().describe('For those who work on the ticket'),
    ...spentOn,
  }),
);
export interface SpentTime {
  readonly minutes: number;
  readonly activity: Activity;
  readonly on: Day;
  readonly note?: string | undefined;
  readonly interactionId?: string | undefined;
  readonly taskId?: string | undefined;
}

/** Time that a clerk spent on a case [Zeiteintrag]. */
export interface TimeEntry extends SpentTime {
  readonly id: string;
  readonly customerId: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  /** Of a ticket that tells of somebody's health: for agents with the skill. */
  readonly special?: 'health' | undefined;
  /** What the ticket is about, and in which team its clerk worked then: under these the figures count it, also when it is put right later. */
  readonly matter: Matter;
  readonly team: string;
  readonly by: string;
  readonly at: string;
  /** Nobody has said yet that it took so long: a clock was forgotten. Until its clerk does, it counts nowhere. */
  readonly unconfirmed?: true | undefined;
  readonly version: number;
}

/** The case of an entry, as far as the entry keeps it. */
export type OfCase = Pick<TimeEntry, 'customerId' | 'ticketId' | 'ticketNumber' | 'special' | 'matter'>;

/** Who spent it, and in which team they are. */
export interface Spender {
  readonly id: string;
  readonly team: string;
}

/** A new entry. @throws DomainError `invalid/invalid-body` for a day to come, or one too long ago */
export function timeSpent(id: string, of: OfCase, spent: SpentTime, by: Spender, now: Date): TimeEntry {
  checkDay(spent.on, now);
  return { id, ...of, ...contentOf(spent), team: by.team, by: by.id, at: now.toISOString(), version: 1 };
}

/**
 * An entry put right, all of it, by whose it is; one that waited for their word has it with that.
 * @throws DomainError `forbidden/not-your-time`, `conflict/time-settled`, `invalid/invalid-body`
 */
export function timeCorrected(entry: TimeEntry, spent: SpentTime, by: string, now: Date): TimeEntry {
  checkOpen(entry, by, now);
  if (spent.on !== entry.on) checkDay(spent.on, now);
  const { interactionId: _, taskId: __, note: ___, unconfirmed: ____, ...rest } = entry;
  return { ...rest, ...contentOf(spent), version: entry.version + 1 };
}

/** That somebody may still change an entry. @throws DomainError `forbidden/not-your-time`, `conflict/time-settled` */
export function checkOpen(entry: Pick<TimeEntry, 'by' | 'on'>, by: string, now: Date): void {
  if (entry.by !== by) throw notYourTime();
  if (entry.on < firstOpenDay(now)) throw timeSettled();
}

/** Whether an entry says all this. Whoever asks again after a lost answer is told so, whatever version they saw. */
export const saysAlready = (entry: TimeEntry, spent: SpentTime): boolean =>
  entry.unconfirmed === undefined && (['minutes', 'activity', 'on', 'note', 'interactionId', 'taskId'] as const).every((name) => entry[name] === spent[name]);

/** The first day for which time can be entered today. */
export const firstOpenDay = (now: Date): Day => addDays(dayOf(now), -openDays);

function checkDay(on: Day, now: Date): void {
  requirePastDay('body.on', on, now);
  if (on < firstOpenDay(now)) throw invalidField('body.on', `lies more than ${openDays} days back: time that long ago is not entered any more`);
}

const contentOf = ({ minutes, activity, on, note, interactionId, taskId }: SpentTime): SpentTime => ({
  minutes,
  activity,
  on,
  ...(note !== undefined && { note }),
  ...(interactionId !== undefined && { interactionId }),
  ...(taskId !== undefined && { taskId }),
});

export const noSuchTimeEntry = (): DomainError => new DomainError('not-found', 'no-such-time-entry');

/** It was changed since it was seen. */
export const timeEntryChanged = (): DomainError => new DomainError('stale', 'time-entry-changed');

const notYourTime = (): DomainError =>
  new DomainError('forbidden', 'not-your-time', [{ field: 'path.timeEntryId', problem: 'was entered by somebody else: ask them to put it right' }]);

const timeSettled = (): DomainError =>
  new DomainError('conflict', 'time-settled', [{ field: 'path.timeEntryId', problem: `is of a day more than ${openDays} days ago, and stands` }]);

/** Who enters time is in a team, under which it counts. */
export const inNoTeam = (): DomainError => new DomainError('forbidden', 'no-such-agent');
