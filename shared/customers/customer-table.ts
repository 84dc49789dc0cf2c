import { DomainError } from '../domain-error.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { endOf, type DeletionRules } from '../personal-data/deletion-rules.ts';
import { headEnding, parseItem } from '../storage/item-kind.ts';
import type { Database } from '../storage/database.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { dueKeys } from '../storage/due-index.ts';
import type { Condition } from '../storage/expression.ts';
import type { Once } from '../storage/idempotency.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { checkRelationshipEnd, noSuchCustomer, type Customer } from './customer.ts';
import {
  customerKey,
  customerKind,
  loginKey,
  loginKind,
  loginLookupKind,
  lookupKeyOf,
  lookupKind,
  sinceRelationship,
  visibleCustomer,
  type CustomerItem,
  type CustomerItemKind,
} from './customer-item.ts';

/** The keyed hashes by which a customer must be the only one. */
export interface Lookups {
  readonly insuranceNumber: string;
  readonly loginEmail: string;
}

export interface CustomerTable {
  /** Customer, login and the two lookups, once. @throws DomainError `conflict/customer-exists`, `conflict/login-email-taken` */
  register(customer: Customer, lookups: Lookups, once: Omit<Once, 'now'>, now: Date): Promise<Committed>;
  /** Strongly consistent. `undefined` for somebody unknown, gone, being erased, or kept for the law only. */
  own(customerId: string): Promise<Customer | undefined>;
  /** Writes how the customer wishes to be told, and nothing else. @throws DomainError `stale/profile-changed`, `not-found/no-such-customer` */
  setPreferences(changed: Customer): Promise<void>;
  /**
   * Dates everything of the customer that ends so long after the relationship. Ended on the same day already: nothing changes.
   * @throws DomainError `not-found/no-such-customer`, `invalid/invalid-body`, `conflict/relationship-ended-already`
   */
  endRelationship(customerId: string, endedOn: string, once: Omit<Once, 'now'>, now: Date): Promise<Committed>;
}

export interface CustomerTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
}

export function customerTable({ db, rules }: CustomerTableParts): CustomerTable {
  /** The due attributes of one of a customer's items, by the class of its kind. */
  const dueOf = (kind: CustomerItemKind, customerId: string, item: Pick<CustomerItem, 'createdAt' | 'relationshipEndedOn'>, now: Date) => {
    const { class: cls } = headEnding(kind as typeof lookupKind)!;
    return dueKeys(customerId, endOf(rules[cls], sinceRelationship(item), dayOf(now)).on);
  };

  const written = (
    kind: CustomerItemKind,
    customerId: string,
    key: ItemKey,
    item: Item & { createdAt: string },
    now: Date,
    refusal?: Write['refusal'],
  ): Write => ({
    table: 'customers',
    put: kind.schema.parse({ ...key, kind: kind.kind, ...item, ...dueOf(kind, customerId, item, now) }),
    ...(refusal && { refusal }),
  });

  const stored = async (customerId: string): Promise<CustomerItem> => {
    const item = await db.get('customers', customerKey(customerId));
    const read = item && parseItem(customerKind, item);
    if (!read || !visibleCustomer(read)) throw noSuchCustomer();
    return read;
  };

  /** The items that end with the relationship, each with its kind, the customer's own first. */
  const endingWithRelationship = async (customer: CustomerItem): Promise<[CustomerItemKind, Item][]> => {
    const login = await db.get('customers', loginKey(customer.pk));
    const lookups = await Promise.all(
      [customer.lookupKey, login && parseItem(loginKind, login).lookupKey].map(async (key) => (key ? db.get('customers', lookupKeyOf(key)) : undefined)),
    );
    const kinds = [customerKind, loginKind, lookupKind, loginLookupKind];
    return [customer, login, ...lookups].flatMap((item, index) => (item ? [[kinds[index]!, item] as [CustomerItemKind, Item]] : []));
  };

  return {
    register(customer, { insuranceNumber, loginEmail }, once, now) {
      const { id, ...data } = customer;
      const { createdAt } = customer;
      const found = { gsi1pk: id, gsi1sk: 'lookup', createdAt };
      return db.commit({
        once: { ...once, now },
        writes: [
          written(
            lookupKind,
            id,
            lookupKeyOf(insuranceNumber),
            found,
            now,
            (current) => new DomainError('conflict', current?.kind === 'tombstone' ? 'customer-erased' : 'customer-exists'),
          ),
          written(loginLookupKind, id, lookupKeyOf(loginEmail), found, now, () => new DomainError('conflict', 'login-email-taken')),
          written(customerKind, id, customerKey(id), { ...data, lookupKey: insuranceNumber }, now),
          written(loginKind, id, loginKey(id), { username: id, lookupKey: loginEmail, createdAt }, now),
        ],
      });
    },

    async own(customerId) {
      const item = await db.get('customers', customerKey(customerId));
      return item && visibleCustomer(parseItem(customerKind, item));
    },

    async setPreferences({ id, notifyBy, version }) {
      await db.commit({
        writes: [
          {
            table: 'customers',
            update: customerKey(id),
            changes: { set: { notifyBy, version } },
            if: { equals: { version: version - 1, status: 'active' }, absent: ['retainedSince'] },
            refusal: (current) => (isVisible(current) ? new DomainError('stale', 'profile-changed') : noSuchCustomer()),
          },
        ],
      });
    },

    async endRelationship(customerId, endedOn, once, now) {
      const customer = await stored(customerId);
      checkRelationshipEnd(customer, endedOn);
      // Whether it has ended is judged by the write, behind the marker: a key used again with another day must be told so first.
      const alreadyEnded: Write = {
        table: 'customers',
        check: customerKey(customerId),
        if: { equals: { relationshipEndedOn: endedOn, status: 'active' }, absent: ['retainedSince'] },
        refusal: (current) => (isVisible(current) ? new DomainError('conflict', 'relationship-ended-already') : noSuchCustomer()),
      };
      const end = async (): Promise<Write[]> =>
        (await endingWithRelationship(customer)).map(([kind, item]) => {
          const { pk, sk } = item as Item & ItemKey;
          const { dueOn, ...index } = dueOf(kind, customerId, { createdAt: String(item.createdAt), relationshipEndedOn: endedOn }, now);
          // Held and restricted items have left the due index; they get their new day, and come back when they are released.
          const dueSoon = { dueOn, ...(isProtected(item) ? {} : index) };
          return {
            table: 'customers',
            update: { pk, sk },
            changes: { set: { relationshipEndedOn: endedOn, ...dueSoon, ...(kind === customerKind && { version: customer.version + 1 }) } },
            if: { exists: true, ...unchanged(item, kind === customerKind ? ['version', 'status'] : []) },
            refusal: (current) => (kind === customerKind && !isVisible(current) ? noSuchCustomer() : new DomainError('conflict', 'changed-meanwhile')),
          };
        });
      return db.commit({ once: { ...once, now }, writes: customer.relationshipEndedOn ? [alreadyEnded] : await end() });
    },
  };
}

/** Of a stored customer, whole or as a refused write saw them. */
const isVisible = (item: Item | undefined): boolean => item?.status === 'active' && item.retainedSince === undefined;

const isProtected = (item: Item): boolean => item.heldSince !== undefined || item.restrictedSince !== undefined;

/** The condition that an item is still in the states (and has the values) in which it was read. */
function unchanged(item: Item, values: readonly string[]): Condition {
  const states = ['heldSince', 'restrictedSince', 'retainedSince', 'deletingSince', 'relationshipEndedOn'];
  const equals = [...states, ...values].filter((name) => item[name] !== undefined).map((name) => [name, item[name] as string | number]);
  return { equals: Object.fromEntries(equals), absent: states.filter((name) => item[name] === undefined) };
}
