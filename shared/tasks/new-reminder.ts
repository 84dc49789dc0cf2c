import { putHead, type Dating } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { inInbox, type InboxOwner } from './inbox.ts';
import { reminderAttributes, reminderKind } from './reminder-item.ts';
import type { Reminder } from './reminder.ts';

/** Part of a change of a case by which something comes up before somebody at once: it sleeps no more, and once it is there no repeat makes another. */
export function cameUp(reminder: Reminder, owner: InboxOwner, entryId: string, dating: Dating): Write {
  const { wakeAt: _, wakePk: __, wakeSk: ___, ...awake } = reminderAttributes(reminder);
  return putHead(reminderKind, { ...awake, ...inInbox(owner, entryId) }, dating);
}
