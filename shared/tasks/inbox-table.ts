import type { Database } from '../storage/database.ts';
import type { ItemKind } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import { update } from '../storage/item-writes.ts';
import { keyOf, type Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import { inboxKey, noSuchEntry, outOfInbox, type InboxOwner } from './inbox.ts';
import { reminderKind, reminderOf } from './reminder-item.ts';
import type { Reminder } from './reminder.ts';
import { taskKind, taskOf } from './task-item.ts';
import type { Task } from './task.ts';

/** Something that came up before somebody, as it is now. */
export type InboxEntry = { readonly id: string } & ({ readonly task: Task } | { readonly reminder: Reminder });

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
  clear: ['queries tasks inbox', 'updates tasks'],
};

/** What may lie in an inbox, by the name of its kind. */
const sorts: Readonly<Record<string, { readonly kind: ItemKind; readonly shown: (item: Item) => { readonly task: Task } | { readonly reminder: Reminder } }>> =
  {
    [taskKind.kind]: { kind: taskKind, shown: (item) => ({ task: taskOf(item) }) },
    [reminderKind.kind]: { kind: reminderKind, shown: (item) => ({ reminder: reminderOf(item) }) },
  };

/** @throws Error for an item that cannot lie in an inbox: it must not be passed over. */
function sortOf({ kind }: Item): (typeof sorts)[string] {
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
      await db.commit({ writes: [update(sortOf(item).kind, keyOf(item), { remove: outOfInbox }, stillThere)] });
    },
  };
}
