import type { NewId } from '../id.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { inboxTable, type InboxTable } from './inbox-table.ts';
import { reminderTable, type ReminderTable } from './reminder-table.ts';
import { taskTable, type TaskTable } from './task-table.ts';

/** Everything that is stored of what is to be done: for the API, and for whoever tries it. */
export interface TaskTables {
  readonly tasks: TaskTable;
  readonly reminders: ReminderTable;
  readonly inbox: InboxTable;
}

export const taskTables = (parts: { readonly db: Database; readonly rules: DeletionRules; readonly newId: NewId }): TaskTables => ({
  tasks: taskTable(parts),
  reminders: reminderTable(parts),
  inbox: inboxTable(parts.db),
});
