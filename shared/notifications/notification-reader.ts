import { parseItem } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import type { Database } from '../storage/database.ts';
import type { Item } from '../storage/item.ts';
import { notificationKey, notificationKind, notificationOf } from './notification-item.ts';
import type { Notification } from './notification.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** What other concepts may read of notifications. */
export interface NotificationReader {
  /**
   * The notification by its id, as the index has it, which lags a little: one just planned may be `undefined`, and its state is that of a
   * moment ago. Who changes it makes that a condition. `undefined` also for one that is kept for the law only, or on its way out.
   */
  notification(notificationId: string): Promise<Notification | undefined>;
  /** The same as it is now, strongly consistent. */
  current(found: Pick<Notification, 'customerId' | 'id'>): Promise<Notification | undefined>;
}

/** What each of its methods asks of the tables. */
export const notificationReaderNeeds: NeedsOf<NotificationReader> = {
  notification: ['queries notifications by-id'],
  current: ['gets notifications'],
};

export function notificationReader(db: Database): NotificationReader {
  return {
    async notification(notificationId) {
      const { items } = await db.page({ table: 'notifications', index: 'by-id', pk: notificationId, limit: 1 });
      return visible(items[0]);
    },
    async current({ customerId, id }) {
      return visible(await db.get('notifications', notificationKey(customerId, id)));
    },
  };
}

const visible = (item: Item | undefined): Notification | undefined => (item && !isHidden(item) ? notificationOf(parseItem(notificationKind, item)) : undefined);
