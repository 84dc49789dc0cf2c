import { relationshipChanged } from '../../events/relationship-changed.ts';
import { derivedId } from '../id.ts';
import { alreadyDone, changedMeanwhile, isRefusal } from '../domain-error.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { isOpen } from '../storage/customer-guard.ts';
import type { Once } from '../storage/idempotency.ts';
import { parseItem } from '../storage/item-kind.ts';
import { both, isHidden, isOnItsWayOut, notHidden, sameStates } from '../storage/item-states.ts';
import { check, dueOf, putHead, remove, update, type Dating } from '../storage/item-writes.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { together, type NeedsOf } from '../storage/needs.ts';
import { countNeeds } from '../storage/request-count.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { invitationCount, invitationNeeds, invitationTable, type InvitationTable } from '../logins/invitation-table.ts';
import { checkRelationshipEnd, noLogin, noSuchCustomer, profileChanged, runsOn, settlesOn, type Customer } from './customer.ts';
import type { Correction } from './correction.ts';
import { correctionWrites, invites } from './correction-writes.ts';
import { loginWrites, lookupAttributes, lookupWrites, type Lookups } from './customer-lookups.ts';
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
  type KnownEnd,
} from './customer-item.ts';
import { changed, isRecorded, relationshipEndedAlready, relationshipOf, type Relationship, type RelationshipChange } from './relationship.ts';
import { relationshipStepKey, relationshipStepKind } from './relationship-step-item.ts';

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
   * Writes corrected master data, moves what the customer is found by and logs in by, notes who did it and which fields, and keeps an e-mail
   * address that is theirs no longer as long as something outside may still know it. @param lookups of the corrected data
   * @throws DomainError `not-found/no-such-customer`, `stale/profile-changed`, `conflict/changed-meanwhile`, and what `register` throws
   */
  correct(correction: Correction, lookups: Lookups, step: { readonly id: string; readonly by: string }, now: Date): Promise<void>;
  /** Whether something is stored of a login of theirs, whatever the customer's own entry says. */
  hasLogin(customerId: string): Promise<boolean>;
  /** Forgets a login that was taken from somebody, and is gone. @returns whether it was: not of who has one again by now */
  forgetLogin(customerId: string): Promise<boolean>;
  /**
   * Dates everything of the customer that ends so long after the relationship. Ended on the same day already: nothing changes.
   * @throws DomainError `not-found/no-such-customer`, `invalid/invalid-body`, `conflict/relationship-ended-already`
   */
  endRelationship(customerId: string, endedOn: string, once: Once, now: Date): Promise<Committed>;
  /**
   * Corrects, takes back or voids what is recorded of the relationship, or begins it anew, and dates everything by that. What of a
   * login has ended meanwhile is there again if the relationship runs. Notes who did it, tells it by an event, gives the customer. What is recorded
   * already is given as it is, whatever version was seen: an answer may have been lost.
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
  correct: together(['gets customers', 'updates customers', 'puts customers', 'deletes customers'], countNeeds),
  hasLogin: ['gets customers'],
  forgetLogin: ['checks customers', 'deletes customers'],
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

  /** An end that was recorded already settles when it did. */
  const relationshipAttributes = (item: KnownEnd, { endedOn }: Pick<Relationship, 'endedOn'>, now: Date) => ({
    relationshipEndedOn: endedOn,
    relationshipEndSettlesOn:
      endedOn === undefined ? undefined : endedOn === item.relationshipEndedOn ? item.relationshipEndSettlesOn : settlesOn(endedOn, dayOf(now)),
  });

  /** Dates these items by a relationship: each as it was read, or none of them. */
  const dated = (items: readonly [CustomerItemKind, Item][], { startedOn, firstStartedOn, voided, ...end }: Partial<Relationship>, now: Date): Write[] =>
    items.map(([kind, item]) => {
      // A run is taking it, perhaps with what lies outside: whoever dates it anew would keep half of it.
      if (isOnItsWayOut(item)) throw changedMeanwhile();
      const { pk, sk } = item as Item & ItemKey;
      const own = kind === customerKind;
      const after = { ...relationshipAttributes(item, end, now), ...(own && { relationshipVoided: voided }) };
      const gone = (['relationshipEndedOn', 'relationshipEndSettlesOn', 'relationshipVoided'] as const).filter(
        (name) => after[name] === undefined && item[name] !== undefined,
      );
      const set = {
        ...after,
        ...dueOf(kind as typeof lookupKind, { ...item, ...after } as never, datingAt(now)),
        ...(own && { version: Number(item.version) + 1, relationshipStartedOn: startedOn, firstStartedOn }),
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
    const made = { createdAt: customer.createdAt, ...relationshipAttributes(customer, after, now) };
    return loginWrites({ id: customer.pk, login: customer.login, made, dating: datingAt(now) }, customer.emailLookupKey)
      .filter(({ kind }) => !there.includes(kind))
      .map(({ write }) => write);
  };

  return {
    ...invitationTable({ db, kind: loginKind, keyOf: loginKey, refused: (login) => (login && !isHidden(login) ? undefined : noLogin()) }),

    register(customer, lookups, once, now) {
      const { id, ...data } = customer;
      const dating = datingAt(now);
      const whose = { id, login: customer.login, made: { createdAt: customer.createdAt }, dating };
      return db.commit({
        once: { ...once, now },
        writes: [
          ...[...lookupWrites(whose, lookups), ...loginWrites(whose, lookups.email)].map(({ write }) => write),
          putHead(customerKind, { ...customerKey(id), ...data, ...lookupAttributes(lookups) }, dating),
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

    async correct(correction, lookups, step, now) {
      const { customer } = correction;
      const before = await stored(customer.id);
      if (before.version !== customer.version - 1) throw profileChanged();
      const theirs = await endingWithRelationship(before);
      // A run is taking one of them, perhaps with what lies outside.
      if (theirs.some(([, item]) => isOnItsWayOut(item))) throw changedMeanwhile();
      const correcting = { before, theirs, ...correction, lookups, step, dating: datingAt(now), now };
      await db.commit({ writes: [...(invites(correcting) ? [invitationCount(customer.id, now)] : []), ...correctionWrites(correcting)] });
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

    async hasLogin(customerId) {
      return (await db.get('customers', loginKey(customerId))) !== undefined;
    },

    async forgetLogin(customerId) {
      const hasNone = { if: { equals: { login: 'none' } }, refusal: alreadyDone };
      try {
        await db.commit({ writes: [remove(loginKind, loginKey(customerId), { if: {} }), check(customerKind, customerKey(customerId), hasNone)] });
        return true;
      } catch (error) {
        if (!isRefusal(error, alreadyDone())) throw error;
        return false;
      }
    },

    async endRelationship(customerId, endedOn, once, now) {
      const customer = await stored(customerId);
      checkRelationshipEnd(customer, endedOn);
      // Whether it has ended is judged by the write, behind the marker: a key used again with another day must be told so first.
      const alreadyEnded = check(customerKind, customerKey(customerId), {
        if: both({ equals: { relationshipEndedOn: endedOn, status: 'active' } }, notHidden),
        refusal: (current) => (isOpen(current) ? relationshipEndedAlready() : noSuchCustomer()),
      });
      return db.commit({
        once: { ...once, now },
        writes: customer.relationshipEndedOn ? [alreadyEnded] : dated(await endingWithRelationship(customer), { endedOn }, now),
      });
    },

    async changeRelationship(customerId, change, { id, by, ifMatch }, now) {
      const customer = await stored(customerId);
      const before = relationshipOf(customerOf(customer));
      if (isRecorded(before, change)) return customerOf(customer);
      if (customer.version !== ifMatch) throw profileChanged();
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
        parseItem(customerKind, {
          ...customer,
          ...relationshipAttributes(customer, after, now),
          relationshipStartedOn: after.startedOn,
          firstStartedOn: after.firstStartedOn,
          relationshipVoided: after.voided,
          version: ifMatch + 1,
        }),
      );
    },
  };
}

const keyUnder = (mac: string | undefined, key: (mac: string) => ItemKey): ItemKey | undefined => (mac === undefined ? undefined : key(mac));

/** The condition that an item has the values with which it was read. */
const unchanged = (item: Item, names: readonly string[]) => ({
  equals: Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name] as string | number])),
  absent: names.filter((name) => item[name] === undefined),
});
