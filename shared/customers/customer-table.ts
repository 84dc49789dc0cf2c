import { relationshipChanged } from '../../events/relationship-changed.ts';
import { derivedId } from '../id.ts';
import { changedMeanwhile, customerErased, DomainError } from '../domain-error.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { isOpen } from '../storage/customer-guard.ts';
import type { Once } from '../storage/idempotency.ts';
import { parseItem } from '../storage/item-kind.ts';
import { both, isHidden, isOnItsWayOut, notHidden, sameStates } from '../storage/item-states.ts';
import { check, dueOf, putHead, update, type Dating } from '../storage/item-writes.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { loginEmailTaken } from '../logins/logins.ts';
import { invitationNeeds, invitationTable, type InvitationTable } from '../logins/invitation-table.ts';
import { checkRelationshipEnd, noLogin, noSuchCustomer, runsOn, settlesOn, type Customer } from './customer.ts';
import { lookupKeyOf, lookupPartition } from '../personal-data/lookup-partition.ts';
import {
  customerKey,
  customerKind,
  customerOf,
  emailLookupKeyOf,
  emailLookupKind,
  loginKey,
  loginKind,
  loginLookupKind,
  lookupKind,
  phoneLookupKeyOf,
  phoneLookupKind,
  visibleCustomer,
  type CustomerItem,
  type CustomerItemKind,
} from './customer-item.ts';
import { changed, relationshipOf, type Relationship, type RelationshipChange } from './relationship.ts';
import { relationshipStepKey, relationshipStepKind } from './relationship-step-item.ts';
import type { LoginName } from './login-name.ts';

/** The keyed hashes under which a customer is found: by the first they must be the only one. */
export interface Lookups {
  readonly insuranceNumber: string;
  /** Of the e-mail address, if they have one; others may have the same, but only one logs in by it. */
  readonly email?: string | undefined;
  /** Of the number for SMS, if they have one; others may have the same. */
  readonly phone?: string | undefined;
}

/** More than that share no number and no address: it is a company's, or a slip. */
const mostOfOneNumber = 25;

export interface CustomerTable extends InvitationTable {
  /** Customer, login if they have one, and their lookups, once. @throws DomainError `conflict/customer-exists`, `conflict/login-email-taken` */
  register(customer: Customer, lookups: Lookups, once: Once, now: Date): Promise<Committed>;
  /** Strongly consistent. `undefined` for somebody unknown, gone, being erased, or kept for the law only. */
  own(customerId: string): Promise<Customer | undefined>;
  /** Who is found under a keyed hash, as `own` would show them; 25 at most, and whether there are more. */
  foundBy(lookupKey: string): Promise<{ readonly items: Customer[]; readonly more?: true }>;
  /** Writes how the customer wishes to be told, and nothing else. @throws DomainError `stale/profile-changed`, `not-found/no-such-customer` */
  setPreferences(changed: Customer): Promise<void>;
  /**
   * Dates everything of the customer that ends so long after the relationship. Ended on the same day already: nothing changes.
   * @throws DomainError `not-found/no-such-customer`, `invalid/invalid-body`, `conflict/relationship-ended-already`
   */
  endRelationship(customerId: string, endedOn: string, once: Once, now: Date): Promise<Committed>;
  /**
   * Corrects, takes back or voids what is recorded of the relationship, or begins it anew, and dates everything by that. What of a
   * login has ended meanwhile is there again if the relationship runs. Notes who did it, tells it by an event, gives the customer.
   * @throws DomainError `not-found/no-such-customer`, `stale/profile-changed`, `conflict/login-email-taken`, and what `changed` throws
   */
  changeRelationship(customerId: string, change: RelationshipChange, by: ChangedBy, now: Date): Promise<Customer>;
}

/** What each of its methods asks of the tables. */
export const customerNeeds: NeedsOf<CustomerTable> = {
  register: ['puts customers', 'puts idempotency'],
  own: ['gets customers'],
  foundBy: ['queries customers', 'gets customers'],
  setPreferences: ['updates customers'],
  endRelationship: ['gets customers', 'updates customers', 'checks customers', 'puts idempotency'],
  changeRelationship: ['gets customers', 'updates customers', 'puts customers', 'puts events'],
  ...invitationNeeds('customers'),
};

/** Who changes a relationship, and what must be so for it. */
export interface ChangedBy {
  /** `rel_…`, of this change; its event has the same ULID. */
  readonly id: string;
  readonly by: string;
  /** The version that they saw. */
  readonly ifMatch: number;
}

export interface CustomerTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
}

export function customerTable({ db, rules }: CustomerTableParts): CustomerTable {
  const datingAt = (now: Date): Dating => ({ rules, today: dayOf(now) });

  const stored = async (customerId: string): Promise<CustomerItem> => {
    const item = await db.get('customers', customerKey(customerId));
    const read = item && parseItem(customerKind, item);
    if (!read || !visibleCustomer(read)) throw noSuchCustomer();
    return read;
  };

  /** The items that end with the relationship, each with its kind, the customer's own first. */
  const endingWithRelationship = async (customer: CustomerItem): Promise<[CustomerItemKind, Item][]> => {
    const login = await db.get('customers', loginKey(customer.pk));
    const loginLookup = login && parseItem(loginKind, login).lookupKey;
    const lookups: [CustomerItemKind, ItemKey | undefined][] = [
      [lookupKind, lookupKeyOf(customer.lookupKey)],
      [loginLookupKind, keyUnder(loginLookup, lookupKeyOf)],
      [phoneLookupKind, keyUnder(customer.phoneLookupKey, (mac) => phoneLookupKeyOf(mac, customer.pk))],
      [emailLookupKind, keyUnder(customer.emailLookupKey, (mac) => emailLookupKeyOf(mac, customer.pk))],
    ];
    const found = await Promise.all(
      lookups.map(async ([kind, key]): Promise<[CustomerItemKind, Item | undefined]> => [kind, key && (await db.get('customers', key))]),
    );
    const all: [CustomerItemKind, Item | undefined][] = [[customerKind, customer], [loginKind, login], ...found];
    // Where a login's address was free for a moment, somebody else may have it.
    const isTheirs = (item: Item): boolean => (item.gsi1pk ?? item.pk) === customer.pk;
    return all.flatMap(([kind, item]): [CustomerItemKind, Item][] => (item && isTheirs(item) ? [[kind, item]] : []));
  };

  const relationshipAttributes = ({ endedOn }: Pick<Relationship, 'endedOn'>, now: Date) => ({
    relationshipEndedOn: endedOn,
    relationshipEndSettlesOn: endedOn === undefined ? undefined : settlesOn(endedOn, dayOf(now)),
  });

  /** Dates these items by a relationship: each as it was read, or none of them. */
  const dated = (items: readonly [CustomerItemKind, Item][], { startedOn, ...end }: Partial<Relationship>, now: Date): Write[] =>
    items.map(([kind, item]) => {
      // A run is taking it, perhaps with what lies outside: whoever dates it anew would keep half of it.
      if (isOnItsWayOut(item)) throw changedMeanwhile();
      const { pk, sk } = item as Item & ItemKey;
      const own = kind === customerKind;
      const after = relationshipAttributes(end, now);
      const gone = (['relationshipEndedOn', 'relationshipEndSettlesOn'] as const).filter((name) => after[name] === undefined && item[name] !== undefined);
      const set = {
        ...after,
        ...dueOf(kind as typeof lookupKind, { ...item, ...after } as never, datingAt(now)),
        ...(own && { version: Number(item.version) + 1, relationshipStartedOn: startedOn }),
      };
      return update(
        kind as typeof customerKind,
        { pk, sk },
        { set, ...(gone.length > 0 && { remove: gone }) },
        {
          if: both({ exists: true, ...unchanged(item, own ? ['version', 'status', 'relationshipEndedOn'] : ['relationshipEndedOn']) }, sameStates(item)),
          refusal: (current) => (own && !isOpen(current) ? noSuchCustomer() : changedMeanwhile()),
        },
      );
    });

  /** A login and its lookup, as far as they have ended: somebody may have the address by now. */
  const loginAgain = (customer: CustomerItem, items: readonly [CustomerItemKind, Item][], after: Relationship, now: Date): Write[] => {
    const there = items.map(([kind]) => kind);
    const made = { createdAt: customer.createdAt, ...relationshipAttributes(after, now) };
    return loginWrites(customer.pk, customer.login, customer.emailLookupKey, made, datingAt(now))
      .filter(({ kind }) => !there.includes(kind))
      .map(({ write }) => write);
  };

  return {
    ...invitationTable({ db, kind: loginKind, keyOf: loginKey, refused: (login) => (login && !isHidden(login) ? undefined : noLogin()) }),

    register(customer, { insuranceNumber, email, phone }, once, now) {
      const { id, ...data } = customer;
      const { createdAt } = customer;
      const dating = datingAt(now);
      const found = { gsi1pk: id, gsi1sk: 'lookup', createdAt };
      return db.commit({
        once: { ...once, now },
        writes: [
          putHead(lookupKind, { ...lookupKeyOf(insuranceNumber), ...found }, dating, {
            refusal: (current) => (current?.kind === 'tombstone' ? customerErased() : customerExists()),
          }),
          ...loginWrites(id, customer.login, email, { createdAt }, dating).map(({ write }) => write),
          ...(email === undefined ? [] : [putHead(emailLookupKind, { ...emailLookupKeyOf(email, id), ...found }, dating)]),
          ...(phone === undefined ? [] : [putHead(phoneLookupKind, { ...phoneLookupKeyOf(phone, id), ...found }, dating)]),
          putHead(customerKind, { ...customerKey(id), ...data, lookupKey: insuranceNumber, emailLookupKey: email, phoneLookupKey: phone }, dating),
        ],
      });
    },

    async own(customerId) {
      const item = await db.get('customers', customerKey(customerId));
      return item && visibleCustomer(parseItem(customerKind, item));
    },

    async foundBy(lookupKey) {
      const { items: all } = await db.page({ table: 'customers', pk: lookupPartition(lookupKey), limit: mostOfOneNumber + 1 });
      const items = all.slice(0, mostOfOneNumber);
      // A tombstone is nobody's.
      const ids = items.flatMap(({ gsi1pk }) => (typeof gsi1pk === 'string' ? [gsi1pk] : []));
      const found = await db.getAll('customers', ids.map(customerKey));
      return { items: found.flatMap((item) => visibleCustomer(parseItem(customerKind, item)) ?? []), ...(all.length > items.length && { more: true }) };
    },

    async setPreferences({ id, notifyBy, version }) {
      await db.commit({
        writes: [
          update(
            customerKind,
            customerKey(id),
            { set: { notifyBy, version } },
            {
              if: both({ equals: { version: version - 1, status: 'active' } }, notHidden),
              refusal: (current) => (isOpen(current) ? profileChanged() : noSuchCustomer()),
            },
          ),
        ],
      });
    },

    async endRelationship(customerId, endedOn, once, now) {
      const customer = await stored(customerId);
      checkRelationshipEnd(customer, endedOn);
      // Whether it has ended is judged by the write, behind the marker: a key used again with another day must be told so first.
      const alreadyEnded = check(customerKind, customerKey(customerId), {
        if: both({ equals: { relationshipEndedOn: endedOn, status: 'active' } }, notHidden),
        refusal: (current) => (isOpen(current) ? new DomainError('conflict', 'relationship-ended-already') : noSuchCustomer()),
      });
      return db.commit({
        once: { ...once, now },
        writes: customer.relationshipEndedOn ? [alreadyEnded] : dated(await endingWithRelationship(customer), { endedOn }, now),
      });
    },

    async changeRelationship(customerId, change, { id, by, ifMatch }, now) {
      const customer = await stored(customerId);
      if (customer.version !== ifMatch) throw profileChanged();
      const before = relationshipOf(customerOf(customer));
      const after = changed(before, change, dayOf(now));
      const ending = await endingWithRelationship(customer);
      const step = { id, at: now.toISOString(), byId: by, change: change.change, reason: change.reason };
      await db.commit({
        writes: [
          ...dated(ending, after, now),
          ...(runsOn({ relationshipEndedOn: after.endedOn }, dayOf(now)) ? loginAgain(customer, ending, after, now) : []),
          putHead(
            relationshipStepKind,
            { ...relationshipStepKey(customerId, id), ...step, startedBefore: before.startedOn, endedBefore: before.endedOn },
            datingAt(now),
          ),
        ],
        events: [relationshipChanged.make({ id: derivedId('evt', id), aggregateId: id, at: now, data: { change: change.change, reason: change.reason } })],
      });
      return customerOf(
        parseItem(customerKind, { ...customer, ...relationshipAttributes(after, now), relationshipStartedOn: after.startedOn, version: ifMatch + 1 }),
      );
    },
  };
}

/** Of a customer's address: what whoever takes them in can do. It says that somebody has it, and not who. */
export const addressTaken = (): DomainError =>
  loginEmailTaken([
    { field: 'body.login', problem: "the e-mail address is somebody else's login: 'by-id' makes one that is named by the customer's id, 'none' makes none" },
  ]);

const keyUnder = (mac: string | undefined, key: (mac: string) => ItemKey): ItemKey | undefined => (mac === undefined ? undefined : key(mac));

/** When a login was made, and what is known of the end of the relationship that it goes with. */
interface MadeLogin {
  readonly createdAt: string;
  readonly relationshipEndedOn?: string | undefined;
  readonly relationshipEndSettlesOn?: string | undefined;
}

/** The items of a login, each with its kind: for who logs in by e-mail, that the address (by its keyed hash) is theirs; none for who has no login. */
function loginWrites(
  id: string,
  login: LoginName,
  mac: string | undefined,
  made: MadeLogin,
  dating: Dating,
): { readonly kind: CustomerItemKind; readonly write: Write }[] {
  if (login === 'none') return [];
  const lookupKey = login === 'by-email' ? mac : undefined;
  const write = putHead(loginKind, { ...loginKey(id), username: id, lookupKey, ...made }, dating);
  if (lookupKey === undefined) return [{ kind: loginKind, write }];
  const taken = putHead(loginLookupKind, { ...lookupKeyOf(lookupKey), gsi1pk: id, gsi1sk: 'lookup', ...made }, dating, { refusal: addressTaken });
  return [
    { kind: loginLookupKind, write: taken },
    { kind: loginKind, write },
  ];
}

const customerExists = (): DomainError =>
  new DomainError('conflict', 'customer-exists', [
    { field: 'body.insuranceNumber', problem: "is a customer's already: GET /v1/customers?insuranceNumber=… finds them" },
  ]);

const profileChanged = (): DomainError => new DomainError('stale', 'profile-changed');

/** The condition that an item has the values with which it was read. */
const unchanged = (item: Item, names: readonly string[]) => ({
  equals: Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name] as string | number])),
  absent: names.filter((name) => item[name] === undefined),
});
