import type { Database } from '../storage/database.ts';
import type { ItemKind } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import { remove, update } from '../storage/item-writes.ts';
import { keyOf, type Item, type ItemKey } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Write, WriteOptions } from '../storage/transact.ts';
import { feedbackNoticeKind, feedbackNoticeOf, type FeedbackNotice } from './feedback-notice-item.ts';
import { inboxKey, noSuchEntry, outOfInbox, type InboxOwner } from './inbox.ts';
import { reminderKind, reminderOf } from './reminder-item.ts';
import type { Reminder } from './reminder.ts';
import { taskKind, taskOf } from './task-item.ts';
import type { Task } from './task.ts';

/** What came up: a task or a reminder as it is now, or that something was said on a feedback. */
type CameUp = { readonly task: Task } | { readonly reminder: Reminder } | { readonly feedback: FeedbackNotice };

/** Something that came up before somebody. */
export type InboxEntry = { readonly id: string } & CameUp;

export interface PagedEntries {
  readonly items: InboxEntry[];
  /** Id after which the next page begins. */
  readonly next?: string | undefined;
}

export interface InboxTable {
  /** Newest first; lags a little. */
  entries(owner: InboxOwner, limit: number, after?: string): Promise<PagedEntries>;
  /** Takes an entry out of somebody's inbox; what it is of stays as it is. @throws DomainError `not-found/no-such-entry`, also for one of somebody else's */
  clear(owner: InboxOwner, entryId: string): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const inboxNeeds: NeedsOf<InboxTable> = {
  entries: ['queries tasks inbox'],
  clear: ['queries tasks inbox', 'updates tasks', 'deletes tasks'],
};

interface Sort {
  readonly shown: (item: Item) => CameUp;
  /** Takes it out. */
  readonly out: (key: ItemKey, options: WriteOptions) => Write;
}

const stays =
  (kind: ItemKind): Sort['out'] =>
  (key, options) =>
    update(kind, key, { remove: outOfInbox }, options);

/** What may lie in an inbox, by the name of its kind. What says nothing but that it lies there goes with being taken out. */
const sorts: Readonly<Record<string, Sort>> = {
  [taskKind.kind]: { shown: (item) => ({ task: taskOf(item) }), out: stays(taskKind) },
  [reminderKind.kind]: { shown: (item) => ({ reminder: reminderOf(item) }), out: stays(reminderKind) },
  [feedbackNoticeKind.kind]: {
    shown: (item) => ({ feedback: feedbackNoticeOf(item) }),
    out: (key, options) => remove(feedbackNoticeKind, key, options),
  },
};

/** @throws Error for an item that cannot lie in an inbox: it must not be passed over. */
function sortOf({ kind }: Item): Sort {
  const sort = sorts[String(kind)];
  if (!sort) throw new Error('An item of a kind that has no place there lies in an inbox');
  return sort;
}

export function inboxTable(db: Database): InboxTable {
  return {
    async entries(owner, limit, after) {
      const { items, next } = await db.page({
        table: 'tasks',
        index: 'inbox',
        pk: inboxKey(owner),
        newestFirst: true,
        limit,
        ...(after !== undefined && { below: after }),
      });
      const shown = items.filter((item) => !isHidden(item)).map((item) => ({ id: String(item.inboxSk), ...sortOf(item).shown(item) }));
      return { items: shown, next: next && String(next.inboxSk) };
    },

    async clear(owner, entryId) {
      const pk = inboxKey(owner);
      const { items } = await db.page({ table: 'tasks', index: 'inbox', pk, prefix: entryId, limit: 1 });
      const [item] = items;
      if (!item) throw noSuchEntry();
      const stillThere = { if: { equals: { inboxPk: pk, inboxSk: entryId } }, refusal: noSuchEntry };
      await db.commit({ writes: [sortOf(item).out(keyOf(item), stillThere)] });
    },
  };
}
