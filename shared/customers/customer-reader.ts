import { parseItem } from '../storage/item-kind.ts';
import type { Database } from '../storage/database.ts';
import type { Customer } from './customer.ts';
import { customerKey, customerKind, visibleCustomer } from './customer-item.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** What other concepts may read of customers. Strongly consistent. */
export interface CustomerReader {
  /** `undefined` for somebody unknown, gone, being erased, or kept for the law only. */
  customer(id: string): Promise<Customer | undefined>;
}

/** What each of its methods asks of the tables. */
export const customerReaderNeeds: NeedsOf<CustomerReader> = {
  customer: ['gets customers'],
};

export function customerReader(db: Database): CustomerReader {
  return {
    async customer(id) {
      const item = await db.get('customers', customerKey(id));
      return item && visibleCustomer(parseItem(customerKind, item));
    },
  };
}
