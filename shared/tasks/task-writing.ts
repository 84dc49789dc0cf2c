import type { Writing } from '../tickets/redaction.ts';
import { reminderKey, reminderKind } from './reminder-item.ts';
import { noSuchReminder } from './reminder.ts';
import { taskKey, taskKind } from './task-item.ts';
import { noSuchTask } from './task.ts';

/** Tasks of a case, with what they say is to be done. */
export const taskWriting: Writing = { kinds: [taskKind], keyOn: taskKey, missing: noSuchTask, named: 'path.taskId' };

/** Reminders of a case, with what they remind of. */
export const reminderWriting: Writing = {
  kinds: [reminderKind],
  keyOn: reminderKey,
  missing: noSuchReminder,
  named: 'path.reminderId',
};
