import { parseItem } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import type { Database } from '../storage/database.ts';
import { notificationKey, notificationKind, notificationOf } from './notification-item.ts';
import type { Notification } from './notification.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** What other concepts may read of notifications. */
export interface NotificationReader {
  /**
   * The notification by its id: found by the index (which lags a little, so one just planned may be `undefined`), read from the
   * table (so what is returned is current). `undefined` also for one that is kept for the law only, or
   * on its way out.
   */
  notification(notificationId: string): Promise<Notification | undefined>;
}

/** What each of its methods asks of the tables. */
export const notificationReaderNeeds: NeedsOf<NotificationReader> = {
  notification: ['queries notifications by-id', 'gets notifications'],
};

export function notificationReader(db: Database): NotificationReader {
  return {
    async notification(notificationId) {
      const { items } = await db.page({ table: 'notifications', index: 'by-id', pk: notificationId, limit: 1 });
      const customerId = items[0]?.pk;
      const item = typeof customerId === 'string' ? await db.get('notifications', notificationKey(customerId, notificationId)) : undefined;
      return item && !isHidden(item) ? notificationOf(parseItem(notificationKind, item)) : undefined;
    },
  };
}
