import { addCustomerTask } from './add-customer-task.ts';
import { addTask } from './add-task.ts';
import { changeCustomerTask } from './change-customer-task.ts';
import { changeTask } from './change-task.ts';
import { clearEntry } from './clear-entry.ts';
import { listCustomerTasks } from './list-customer-tasks.ts';
import { listReminders } from './list-reminders.ts';
import { listTasks } from './list-tasks.ts';
import { readInbox } from './read-inbox.ts';
import { removeReminder } from './remove-reminder.ts';
import { setReminder } from './set-reminder.ts';

/** Everything that can be asked of tasks, reminders and inboxes. */
export const taskEndpoints = [
  addTask,
  listTasks,
  changeTask,
  addCustomerTask,
  listCustomerTasks,
  changeCustomerTask,
  setReminder,
  listReminders,
  removeReminder,
  readInbox,
  clearEntry,
];
