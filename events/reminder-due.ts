import * as z from 'zod';
import { eventType, idWith } from './event.ts';

/** The time for which somebody wanted to be reminded of a case has come; or the mail that says so is tried again. */
export const reminderDue = eventType({
  type: 'reminder.due',
  summary: 'The time of a reminder has come.',
  aggregate: idWith('rem'),
  data: z.object({}),
});
