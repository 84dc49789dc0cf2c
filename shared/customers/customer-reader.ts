import { isStopped } from '../storage/item-states.ts';
import { parseItem } from '../storage/item-kind.ts';
import type { Database } from '../storage/database.ts';
import type { Customer } from './customer.ts';
import { lookupKeyOf } from '../personal-data/lookup-partition.ts';
import { customerKey, customerKind, lookupKind, tombstoneKind, visibleCustomer } from './customer-item.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** What other concepts may read of customers. Strongly consistent. */
export interface CustomerReader {
  /** `undefined` for somebody unknown, gone, being erased, or kept for the law only. */
  customer(id: string): Promise<Customer | undefined>;
  /** The same, for whoever would work with it: not of somebody whose data is only to be stored (Art. 18 GDPR). */
  atWork(id: string): Promise<Customer | 'restricted' | undefined>;
  /** The same, and of who is not: whether nobody is known by the id, or somebody was who is erased, or kept for the law only. */
  whoIs(id: string): Promise<Customer | Absence>;
  /** Likewise who has an insurance number, by its keyed hash. */
  whoHas(lookupKey: string): Promise<Customer | Absence>;
}

/** Why somebody is not found. Of who is erased an id leads nowhere in the end; a number does, so that they are not taken in anew. */
export type Absence = 'unknown' | 'erased';

/** What each of its methods asks of the tables. */
export const customerReaderNeeds: NeedsOf<CustomerReader> = {
  customer: ['gets customers'],
  atWork: ['gets customers'],
  whoIs: ['gets customers'],
  whoHas: ['gets customers'],
};

export function customerReader(db: Database): CustomerReader {
  const whoIs = async (id: string): Promise<Customer | Absence> => {
    const item = await db.get('customers', customerKey(id));
    return item ? (visibleCustomer(parseItem(customerKind, item)) ?? 'erased') : 'unknown';
  };

  return {
    whoIs,

    async whoHas(lookupKey) {
      const found = await db.get('customers', lookupKeyOf(lookupKey));
      if (!found) return 'unknown';
      return found.kind === tombstoneKind.kind ? 'erased' : whoIs(parseItem(lookupKind, found).gsi1pk);
    },

    async customer(id) {
      const who = await whoIs(id);
      return typeof who === 'string' ? undefined : who;
    },

    async atWork(id) {
      const item = await db.get('customers', customerKey(id));
      const customer = item && visibleCustomer(parseItem(customerKind, item));
      return customer && isStopped(item) ? 'restricted' : customer;
    },
  };
}
