import * as z from 'zod';
import { Matter } from '../../shared/tickets/ticket.ts';
import { TicketNumber } from '../../shared/tickets/ticket-number.ts';
import { InteractionId } from '../../shared/tickets/interaction.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { TaskId } from '../../shared/tasks/task.ts';
import { Activity } from '../../shared/time/activity.ts';
import { TimeEntryId, type TimeEntry } from '../../shared/time/time-entry.ts';

const frame = {
  id: TimeEntryId,
  ticketId: TicketId,
  ticketNumber: TicketNumber,
  on: z.iso.date().describe('The day on which it was spent'),
  minutes: z.int(),
  activity: Activity,
  unconfirmed: z.literal(true).optional().describe('Nobody has said that it took so long, and until then it counts nowhere: correct it (PUT), or take it away'),
  version: z.int(),
};

/** Time on a ticket, for those who work on it. Whose it is only they themselves learn. */
export const TimeEntryView = z
  .object({
    ...frame,
    note: z.string().optional(),
    interactionId: InteractionId.optional().describe('Of your own only, as the task'),
    taskId: TaskId.optional(),
    mine: z.boolean().describe('Whether you entered it, and can correct it. Whose the others are is not told'),
  })
  .meta({ id: 'TimeEntry' });

/** The same in a list of one's own: no word of what was written. */
export const OwnTimeView = z.object(frame).meta({ id: 'OwnTime' });

export const TimeSumView = z
  .object({
    minutes: z.int().describe('In all'),
    byActivity: z.array(z.object({ activity: Activity, minutes: z.int() })),
  })
  .meta({ id: 'TimeSum' });

/** What teams spent in a period. */
export const EffortView = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    lines: z.array(
      z.object({
        team: z.string().optional().describe('Absent: teams of which fewer than three people worked on a day, all of them together'),
        kind: Matter,
        activity: Activity,
        minutes: z.int(),
      }),
    ),
    withheldDays: z.int().describe('On so many days something is left out, since fewer than three people worked in what it would have been told of'),
  })
  .meta({ id: 'Effort' });

/** An entry as one clerk sees it. */
export function entryFor(agentId: string, { by, ...entry }: TimeEntry): z.input<typeof TimeEntryView> {
  if (by === agentId) return { ...entry, mine: true };
  // A step or a task says who did it, and so whose time it was.
  const { interactionId: _, taskId: __, ...others } = entry;
  return { ...others, mine: false };
}

/** A stopwatch that runs. */
export const StopwatchView = z
  .object({
    ticketId: TicketId,
    ticketNumber: TicketNumber,
    activity: Activity,
    interactionId: InteractionId.optional().describe('Of your own only, as the task'),
    taskId: TaskId.optional(),
    startedAt: z.iso.datetime(),
  })
  .meta({ id: 'Stopwatch' });
