import { beforeEach, describe, expect, it } from '@jest/globals';
import { correctRelationshipEnd } from '../../functions/customers/correct-relationship-end.ts';
import { endRelationship } from '../../functions/customers/end-relationship.ts';
import { findCustomers } from '../../functions/customers/find-customers.ts';
import { getMe } from '../../functions/customers/get-me.ts';
import { inviteCustomer } from '../../functions/customers/invite-customer.ts';
import { registerCustomer } from '../../functions/customers/register-customer.ts';
import { reopenRelationship } from '../../functions/customers/reopen-relationship.ts';
import { setPreferences } from '../../functions/customers/set-preferences.ts';
import { openTicket } from '../../functions/tickets/open-ticket.ts';
import {
  customerKey,
  customerKind,
  emailLookupKind,
  loginKey,
  loginKind,
  loginLookupKind,
  lookupKind,
  phoneLookupKind,
  phoneLookupKeyOf,
} from '../../shared/customers/customer-item.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { customerTable } from '../../shared/customers/customer-table.ts';
import { registered } from '../../shared/customers/customer.ts';
import type { RelationshipChange } from '../../shared/customers/relationship.ts';
import type { NewCustomer } from '../../shared/customers/new-customer.ts';
import type { DomainError } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { lookupKeyOf } from '../../shared/personal-data/lookup-partition.ts';
import { cognitoLogins } from '../../shared/logins/logins.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import type { Database } from '../../shared/storage/database.ts';
import { keyOf, type Item } from '../../shared/storage/item.ts';
import { dueShard, dueShards } from '../../shared/storage/due-index.ts';
import { email, paula, sms } from '../unit/customers/people.ts';
import { customerItem } from './customer-item.ts';
import { describeStorage } from './harness.ts';
import { lookupKeys, membershipWorld, request } from './membership-world.ts';
import { report, ticketTables } from './ticket-world.ts';

const now = new Date('2026-03-15T10:00:00Z');
const neighbour: NewCustomer = {
  ...paula,
  givenName: 'Ayşe',
  insuranceNumber: 'K-2026-000002',
  contactPoints: [email('ayse@example.org'), sms('+4915112345679')],
};
const lookupsOf = ({ insuranceNumber, contactPoints }: NewCustomer) => ({
  insuranceNumber: `mac-of-${insuranceNumber}`,
  email: contactPoints.filter(({ channel }) => channel === 'email').map(({ address }) => `mac-of-${address}`)[0],
  phone: contactPoints.filter(({ channel }) => channel === 'sms').map(({ address }) => `mac-of-${address}`)[0],
});

describeStorage('customer table', (storage) => {
  const customers = customerTable({ db: storage.db, rules: deletionRules('insurer') });
  beforeEach(() => storage.clear());

  const register = (data: NewCustomer, key = newId('acc')) => {
    const customer = registered(newId('cus'), data, now);
    const once = { request: request(key, data), status: 201, madeId: customer.id, subjectId: customer.id };
    return customers.register(customer, lookupsOf(data), once, now).then((committed) => ({ customer, ...committed }));
  };
  const end = (customerId: string, endedOn: string, key = newId('acc')) =>
    customers.endRelationship(customerId, endedOn, { request: request(key, { endedOn }), status: 200, madeId: customerId, subjectId: customerId }, now);
  const mark = async (key: { pk: string; sk: string }, change: Item) => {
    const item = await storage.db.get('customers', key);
    await storage.put('customers', { ...item, ...change });
  };
  const itemOf = async (kind: string) => (await storage.items('customers')).find((item) => item.kind === kind)!;
  const inDueIndex = async () => {
    const shards = Array.from({ length: dueShards }, (_, shard) => storage.db.page({ table: 'customers', index: 'due', pk: dueShard(shard), limit: 100 }));
    return (await Promise.all(shards)).flatMap(({ items }) => items.map(({ kind }) => kind)).sort();
  };

  describe('register', () => {
    it('writes customer, login and the lookups, each due by its own class, in one round trip', async () => {
      const { result, byCommand, total } = await storage.counted(() => register(paula));
      expect([total, byCommand]).toEqual([1, { TransactWriteItems: 1 }]);
      const kinds = {
        customer: customerKind,
        login: loginKind,
        'customer-lookup': lookupKind,
        'login-lookup': loginLookupKind,
        'phone-lookup': phoneLookupKind,
        'email-lookup': emailLookupKind,
      };
      const items = await storage.items('customers');
      expect(items.map(({ kind }) => kind).sort()).toEqual(Object.keys(kinds).sort());
      for (const item of items) expect(kinds[item.kind as keyof typeof kinds].schema.strict().parse(item)).toEqual(item);
      expect(Object.fromEntries(items.map(({ kind, dueOn }) => [kind, dueOn]))).toEqual({
        customer: '2030-04-01',
        'customer-lookup': '2030-04-01',
        'phone-lookup': '2030-04-01',
        'email-lookup': '2030-04-01',
        login: '2026-09-16',
        'login-lookup': '2026-09-16',
      });
      expect(await customers.own(result.customer.id)).toEqual(result.customer);
    });

    it('writes no lookup of a number for who has none, and dates the others', async () => {
      const { customer } = await register({ ...paula, contactPoints: [email('paula.sommer@example.org')], notifyBy: 'email' });
      await end(customer.id, '2026-12-31');
      const items = await storage.items('customers');
      expect(items.map(({ kind }) => kind).sort()).toEqual(['customer', 'customer-lookup', 'email-lookup', 'login', 'login-lookup']);
      expect(items.filter(({ relationshipEndedOn }) => relationshipEndedOn !== '2026-12-31')).toEqual([]);
    });

    it('lets the lookups be found by the customer', async () => {
      const { customer } = await register(paula);
      const { items } = await storage.db.page({ table: 'customers', index: 'by-subject', pk: customer.id, limit: 10 });
      expect(items.map(({ pk }) => pk).sort()).toEqual([
        'lku#mac-of-+4915112345678',
        'lku#mac-of-K-2026-000001',
        'lku#mac-of-Paula.Sommer@example.org',
        'lku#mac-of-Paula.Sommer@example.org',
      ]);
    });

    it('refuses a second customer of the same number, and another login of the same address', async () => {
      await register(paula);
      const before = await storage.dump();
      await expect(register({ ...neighbour, insuranceNumber: paula.insuranceNumber })).rejects.toMatchObject({
        kind: 'conflict',
        code: 'customer-exists',
        fields: [{ field: 'body.insuranceNumber' }],
      });
      await expect(register({ ...neighbour, contactPoints: paula.contactPoints })).rejects.toMatchObject({ kind: 'conflict', code: 'login-email-taken' });
      await expect(register(paula)).rejects.toMatchObject({ code: 'customer-exists' });
      expect(await storage.dump()).toEqual(before);
    });

    it('has one effect per key', async () => {
      const first = await register(paula, 'key-1');
      const before = await storage.dump();
      expect((await register(paula, 'key-1')).earlier).toEqual({ id: first.customer.id, status: 201 });
      await expect(register(neighbour, 'key-1')).rejects.toMatchObject({ kind: 'unprocessable', code: 'idempotency-key-reused' });
      expect(await storage.dump()).toEqual(before);
    });

    it('lets one of many at once win', async () => {
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => register(paula)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await storage.items('customers')).toHaveLength(6);
    });

    it('can be told after a crash whether it was done', async () => {
      storage.inject(({ number }) => (number === 1 ? 'crash-after' : undefined));
      await expect(register(paula, 'key-1')).rejects.toThrow();
      storage.inject(undefined);
      const { earlier } = await register(paula, 'key-1');
      expect(await customers.own(earlier!.id)).toMatchObject({ insuranceNumber: paula.insuranceNumber });
      expect(await storage.items('customers')).toHaveLength(6);
    });
  });

  describe('foundBy', () => {
    const found = async (lookupKey: string) => (await customers.foundBy(lookupKey)).items.map(({ id }) => id);

    it('finds the one of a card and of an address, and each of a family who share a number', async () => {
      const { customer } = await register(paula);
      const { customer: other } = await register({ ...neighbour, contactPoints: [email('ayse@example.org'), sms('+4915112345678')] });
      expect(await found('mac-of-K-2026-000001')).toEqual([customer.id]);
      expect(await found('mac-of-ayse@example.org')).toEqual([other.id]);
      expect((await found('mac-of-+4915112345678')).sort()).toEqual([customer.id, other.id].sort());
      expect(await found('mac-of-nobody')).toEqual([]);
    });

    it.each([
      ['who is being erased', { status: 'erasing' }],
      ['who is kept for the law only', { retainedSince: now.toISOString() }],
    ])('does not find somebody %s', async (_who, change) => {
      const { customer } = await register(paula);
      await mark(customerKey(customer.id), change);
      expect(await found('mac-of-K-2026-000001')).toEqual([]);
    });

    it('shows 25 of those who share a number, and says that there are more', async () => {
      const sharing = (count: number) =>
        storage.put(
          'customers',
          ...Array.from({ length: count }, () => newId('cus')).flatMap((id) => [
            { ...customerItem(id) },
            { ...phoneLookupKeyOf('mac-of-a-firm', id), kind: 'phone-lookup', gsi1pk: id, gsi1sk: 'lookup' },
          ]),
        );
      await sharing(25);
      const all = await customers.foundBy('mac-of-a-firm');
      expect([all.items.length, all.more]).toEqual([25, undefined]);
      await sharing(1);
      const { items, more } = await customers.foundBy('mac-of-a-firm');
      expect([items.length, more]).toEqual([25, true]);
    });

    it('finds nobody at what an erasure left of a card', async () => {
      await storage.put('customers', { ...lookupKeyOf('mac-of-K-2026-000001'), kind: 'tombstone', erasedOn: '2026-03-01' });
      expect(await found('mac-of-K-2026-000001')).toEqual([]);
    });
  });

  describe('own, and the reader of other concepts', () => {
    const reader = customerReader(storage.db);

    it.each([
      ['who is being erased', { status: 'erasing' }],
      ['who is kept for the law only', { retainedSince: now.toISOString() }],
    ])('do not know somebody %s', async (_who, change) => {
      const { customer } = await register(paula);
      expect(await reader.customer(customer.id)).toEqual(customer);
      await mark(customerKey(customer.id), change);
      expect([await customers.own(customer.id), await reader.customer(customer.id)]).toEqual([undefined, undefined]);
    });

    it('know nobody by another id', async () => {
      expect([await customers.own('cus_nobody'), await reader.customer('cus_nobody')]).toEqual([undefined, undefined]);
    });
  });

  describe('setPreferences', () => {
    it('changes the channel and the version, and nothing else', async () => {
      const { customer } = await register(paula);
      const before = await itemOf('customer');
      await customers.setPreferences({ ...customer, familyName: 'Winter', notifyBy: 'email', version: 2 });
      expect(await itemOf('customer')).toEqual({ ...before, notifyBy: 'email', version: 2 });
    });

    it('refuses what was made of another version', async () => {
      const { customer } = await register(paula);
      await customers.setPreferences({ ...customer, notifyBy: 'email', version: 2 });
      await expect(customers.setPreferences({ ...customer, notifyBy: 'sms', version: 2 })).rejects.toMatchObject({ kind: 'stale', code: 'profile-changed' });
    });

    it.each([{ status: 'erasing' }, { retainedSince: now.toISOString() }])('changes nobody who is going: %j', async (change) => {
      const { customer } = await register(paula);
      await mark(customerKey(customer.id), change);
      const before = await storage.dump();
      await expect(customers.setPreferences({ ...customer, notifyBy: 'email', version: 2 })).rejects.toMatchObject({
        kind: 'not-found',
        code: 'no-such-customer',
      });
      await expect(customers.setPreferences({ ...customer, id: 'cus_nobody', version: 2 })).rejects.toMatchObject({ code: 'no-such-customer' });
      expect(await storage.dump()).toEqual(before);
    });

    it('leaves a hold in force', async () => {
      const { customer } = await register(paula);
      const { duePk: _pk, dueSk: _sk, ...held } = { ...(await itemOf('customer')), heldSince: now.toISOString() } as Item;
      await storage.put('customers', held);
      await customers.setPreferences({ ...customer, notifyBy: 'email', version: 2 });
      expect(await itemOf('customer')).toEqual({ ...held, notifyBy: 'email', version: 2 });
    });
  });

  describe('endRelationship', () => {
    it('dates everything that ends so long after it', async () => {
      const { customer } = await register(paula);
      const other = await register(neighbour);
      await end(customer.id, '2026-12-31');
      const items = (await storage.items('customers')).filter((item) => [item.pk, item.gsi1pk].includes(customer.id));
      expect(
        Object.fromEntries(items.map(({ kind, dueOn, dueSk, relationshipEndedOn, version }) => [kind, [dueOn, dueSk, relationshipEndedOn, version]])),
      ).toEqual({
        customer: ['2030-04-01', `2030-04-01#${customer.id}`, '2026-12-31', 2],
        'customer-lookup': ['2030-04-01', `2030-04-01#${customer.id}`, '2026-12-31', undefined],
        login: ['2027-07-01', `2027-07-01#${customer.id}`, '2026-12-31', undefined],
        'login-lookup': ['2027-07-01', `2027-07-01#${customer.id}`, '2026-12-31', undefined],
        'phone-lookup': ['2030-04-01', `2030-04-01#${customer.id}`, '2026-12-31', undefined],
        'email-lookup': ['2030-04-01', `2030-04-01#${customer.id}`, '2026-12-31', undefined],
      });
      expect(await customers.own(customer.id)).toEqual({ ...customer, relationshipEndedOn: '2026-12-31', version: 2 });
      expect(await customers.own(other.customer.id)).toEqual(other.customer);
    });

    it('lets nothing go at once because of an end recorded long in arrears', async () => {
      const { customer } = await register({ ...paula, relationshipStartedOn: '2015-01-01' });
      await end(customer.id, '2020-12-31');
      const items = await storage.items('customers');
      expect(Object.fromEntries(items.map(({ kind, dueOn, dueSk }) => [kind, [dueOn, dueSk]]))).toEqual(
        Object.fromEntries(
          ['customer', 'customer-lookup', 'email-lookup', 'login', 'login-lookup', 'phone-lookup'].map((kind) => [
            kind,
            ['2026-03-29', `2026-03-29#${customer.id}`],
          ]),
        ),
      );
      expect(await customers.own(customer.id)).toMatchObject({ relationshipEndedOn: '2020-12-31', relationshipEndSettlesOn: '2026-03-29' });
    });

    it('changes nothing the second time, whatever the key', async () => {
      const { customer } = await register(paula);
      await end(customer.id, '2026-12-31', 'key-1');
      const before = await storage.items('customers');
      expect(await end(customer.id, '2026-12-31', 'key-1')).toEqual({ earlier: { id: customer.id, status: 200 } });
      expect(await end(customer.id, '2026-12-31', 'key-2')).toEqual({});
      expect(await storage.items('customers')).toEqual(before);
    });

    it('refuses another day, and tells a key used again first', async () => {
      const { customer } = await register(paula);
      await end(customer.id, '2026-12-31', 'key-1');
      await expect(end(customer.id, '2027-01-31', 'key-1')).rejects.toMatchObject({ kind: 'unprocessable', code: 'idempotency-key-reused' });
      await expect(end(customer.id, '2027-01-31')).rejects.toMatchObject({ kind: 'conflict', code: 'relationship-ended-already' });
    });

    it('refuses a day before the start', async () => {
      const { customer } = await register(paula);
      await expect(end(customer.id, '2026-02-28')).rejects.toMatchObject({ kind: 'invalid', fields: [{ field: 'body.endedOn' }] });
    });

    it.each([{ status: 'erasing' }, { retainedSince: now.toISOString() }])('knows nobody who is going: %j', async (change) => {
      const { customer } = await register(paula);
      await mark(customerKey(customer.id), change);
      const before = await storage.dump();
      await expect(end(customer.id, '2026-12-31')).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-customer' });
      await expect(end('cus_nobody', '2026-12-31')).rejects.toMatchObject({ code: 'no-such-customer' });
      expect(await storage.dump()).toEqual(before);
    });

    it.each(['heldSince', 'restrictedSince'])('gives an item its day, and leaves it out of the due index: %s', async (state) => {
      const { customer } = await register(paula);
      const keys = (await storage.items('customers')).filter(({ kind }) => kind === 'login' || kind === 'customer-lookup');
      for (const { duePk: _pk, dueSk: _sk, ...item } of keys) await storage.put('customers', { ...item, [state]: now.toISOString() });
      await end(customer.id, '2026-12-31');
      expect(await itemOf('login')).toMatchObject({ dueOn: '2027-07-01', relationshipEndedOn: '2026-12-31', [state]: now.toISOString() });
      expect(await itemOf('customer-lookup')).toMatchObject({ dueOn: '2030-04-01', relationshipEndedOn: '2026-12-31' });
      expect(await inDueIndex()).toEqual(['customer', 'email-lookup', 'login-lookup', 'phone-lookup']);
    });

    it.each([
      ['customer', 'heldSince'],
      ['login', 'restrictedSince'],
      ['customer-lookup', 'heldSince'],
      ['login-lookup', 'restrictedSince'],
    ])('does not undo a protection that comes meanwhile: %s, %s', async (kind, state) => {
      const { customer } = await register(paula);
      const { duePk: _pk, dueSk: _sk, ...item } = await itemOf(kind);
      const protectedItem = { ...item, [state]: now.toISOString() };
      const meddled: Database = {
        ...storage.db,
        async commit(change) {
          await storage.put('customers', protectedItem);
          return storage.db.commit(change);
        },
      };
      const late = customerTable({ db: meddled, rules: deletionRules('insurer') });
      const once = { request: request('key-1'), status: 200, madeId: customer.id, subjectId: customer.id };
      await expect(late.endRelationship(customer.id, '2026-12-31', once, now)).rejects.toMatchObject({ kind: 'conflict', code: 'changed-meanwhile' });
      expect(await itemOf(kind)).toEqual(protectedItem);
    });

    it('reads what is dated and writes once', async () => {
      const { customer } = await register(paula);
      const { byCommand } = await storage.counted(() => end(customer.id, '2026-12-31'));
      expect(byCommand).toEqual({ GetItem: 6, TransactWriteItems: 1 });
    });

    it('happens once when many ask at once', async () => {
      const { customer } = await register(paula);
      const results = await Promise.allSettled(['2026-12-31', '2027-12-31', '2028-12-31'].map((day) => end(customer.id, day)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const days = new Set((await storage.items('customers')).map(({ relationshipEndedOn }) => relationshipEndedOn));
      expect(days.size).toBe(1);
    });
  });

  describe('changeRelationship', () => {
    const change = (customerId: string, what: RelationshipChange, ifMatch: number, at = now) =>
      customers.changeRelationship(customerId, what, { id: newId('rel'), by: 'agt_01', ifMatch }, at);
    const corrected = (endedOn: string): RelationshipChange => ({ change: 'corrected', reason: 'mistyped', endedOn });
    const reopened: RelationshipChange = { change: 'reopened', reason: 'cancellation-withdrawn' };
    const datesOf = async (): Promise<Record<string, [unknown, unknown]>> =>
      Object.fromEntries(
        (await storage.items('customers'))
          .filter(({ kind }) => kind !== 'relationship-step')
          .map(({ kind, dueOn, relationshipEndedOn }) => [kind, [dueOn, relationshipEndedOn]]),
      );

    it('dates everything by a corrected end, and notes who did it and what was there before', async () => {
      const { customer } = await register({ ...paula, relationshipStartedOn: '2020-01-01' });
      await end(customer.id, '2022-12-31');
      expect((await datesOf())['customer']).toEqual(['2026-04-01', '2022-12-31']);
      const answer = await change(customer.id, corrected('2026-12-31'), 2);
      expect(answer).toEqual(await customers.own(customer.id));
      expect(answer).toEqual({ ...customer, relationshipEndedOn: '2026-12-31', version: 3 });
      expect(await datesOf()).toEqual({
        customer: ['2030-04-01', '2026-12-31'],
        'customer-lookup': ['2030-04-01', '2026-12-31'],
        login: ['2027-07-01', '2026-12-31'],
        'login-lookup': ['2027-07-01', '2026-12-31'],
        'phone-lookup': ['2030-04-01', '2026-12-31'],
        'email-lookup': ['2030-04-01', '2026-12-31'],
      });
      const step = await itemOf('relationship-step');
      expect(step).toMatchObject({ change: 'corrected', reason: 'mistyped', byId: 'agt_01', startedBefore: '2020-01-01', endedBefore: '2022-12-31' });
      expect(await storage.items('events')).toMatchObject([{ pk: step.id, type: 'relationship.changed', data: { change: 'corrected', reason: 'mistyped' } }]);
      expect(JSON.stringify(await storage.items('events'))).not.toContain(customer.id);
    });

    it('puts right when it began, dates nothing by that, and takes what happened since for plausible', async () => {
      const { customer } = await register({ ...paula, relationshipStartedOn: '2020-01-01' });
      // Long past, and recorded in time then: it settles no more.
      await end(customer.id, '2025-12-31');
      const item = await storage.db.get('customers', customerKey(customer.id));
      for (const one of await storage.items('customers'))
        await storage.put('customers', Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'relationshipEndSettlesOn')));
      expect(item).toHaveProperty('relationshipEndSettlesOn');
      const before = await datesOf();
      const began: RelationshipChange = { change: 'start-corrected', reason: 'start-mistyped', startedOn: '2019-03-01' };
      expect(await change(customer.id, began, 2)).toMatchObject({ relationshipStartedOn: '2019-03-01', firstStartedOn: '2019-03-01', version: 3 });
      expect(await datesOf()).toEqual(before);
      expect(await itemOf('customer')).not.toHaveProperty('relationshipEndSettlesOn');
      expect(await itemOf('relationship-step')).toMatchObject({ change: 'start-corrected', startedBefore: '2020-01-01', endedBefore: '2025-12-31' });
    });

    it('takes an end back: everything is as if none had been recorded', async () => {
      const { customer } = await register(paula);
      const before = await datesOf();
      await end(customer.id, '2026-03-31');
      expect(await change(customer.id, reopened, 2)).toEqual({ ...customer, version: 3 });
      expect(await datesOf()).toEqual(before);
      await end(customer.id, '2027-03-31');
      expect(await customers.own(customer.id)).toMatchObject({ relationshipEndedOn: '2027-03-31', version: 4 });
    });

    it('lets a customer return whose login has ended, if nobody else has the address by now', async () => {
      const { customer } = await register(paula);
      await end(customer.id, '2026-03-31');
      const gone = (await storage.items('customers')).filter(({ kind }) => kind === 'login' || kind === 'login-lookup');
      await storage.db.deleteAll('customers', gone.map(keyOf));
      const later = new Date('2027-01-10T10:00:00Z');
      const anew: RelationshipChange = { change: 'begun-anew', reason: 'returned', startedOn: '2027-02-01' };
      const { relationshipStartedOn, relationshipEndedOn } = await change(customer.id, anew, 2, later);
      expect([relationshipStartedOn, relationshipEndedOn]).toEqual(['2027-02-01', undefined]);
      expect(Object.keys(await datesOf()).sort()).toEqual(['customer', 'customer-lookup', 'email-lookup', 'login', 'login-lookup', 'phone-lookup']);

      await end(customer.id, '2027-03-31');
      await storage.db.deleteAll('customers', gone.map(keyOf));
      await register({ ...neighbour, contactPoints: paula.contactPoints });
      const before = await storage.dump();
      await expect(change(customer.id, { ...anew, startedOn: '2027-04-01' }, 4, later)).rejects.toMatchObject({ code: 'login-email-taken' });
      expect(await storage.dump()).toEqual(before);
    });

    it('ends what never began from today on', async () => {
      const { customer } = await register({ ...paula, relationshipStartedOn: '2026-06-01' });
      const void_: RelationshipChange = { change: 'voided', reason: 'never-began' };
      const answer = await change(customer.id, void_, 1);
      expect(answer).toMatchObject({ relationshipEndedOn: '2026-03-15', relationshipVoided: true, version: 2 });
      expect([await change(customer.id, void_, 1), await change(customer.id, void_, 2)]).toEqual([answer, answer]);
      expect(await customers.own(customer.id)).toEqual(answer);
      expect((await datesOf())['customer']).toEqual(['2030-04-01', '2026-03-15']);
    });

    it('lets one of many at once win', async () => {
      const { customer } = await register(paula);
      await end(customer.id, '2026-03-31');
      const all = [corrected('2026-04-30'), corrected('2026-05-31'), reopened, corrected('2026-06-30')];
      const results = await Promise.allSettled(all.map((one) => change(customer.id, one, 2)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const dates = new Set(Object.values(await datesOf()).map(([, endedOn]) => endedOn));
      expect([dates.size, (await storage.items('events')).length]).toEqual([1, 1]);
    });

    it('waits until a run has taken the login that it has begun to take', async () => {
      const { customer } = await register(paula);
      await end(customer.id, '2026-03-31');
      await mark(loginKey(customer.id), { deletingSince: now.toISOString() });
      const before = await storage.dump();
      await expect(change(customer.id, reopened, 2)).rejects.toMatchObject({ kind: 'conflict', code: 'changed-meanwhile' });
      expect(await storage.dump()).toEqual(before);
    });

    it('is answered as it is to whoever asks again, since their answer was lost', async () => {
      const { customer } = await register(paula);
      await end(customer.id, '2026-12-31');
      const answer = await change(customer.id, corrected('2026-11-30'), 2);
      const before = await storage.dump();
      expect(await change(customer.id, corrected('2026-11-30'), 2)).toEqual(answer);
      await expect(change(customer.id, corrected('2026-10-31'), 2)).rejects.toMatchObject({ kind: 'stale', code: 'profile-changed' });
      expect(await storage.dump()).toEqual(before);
    });

    it('refuses what was made of another version, and knows nobody who is going', async () => {
      const { customer } = await register(paula);
      await end(customer.id, '2026-03-31');
      await expect(change(customer.id, corrected('2026-10-31'), 1)).rejects.toMatchObject({ kind: 'stale', code: 'profile-changed' });
      await mark(customerKey(customer.id), { status: 'erasing' });
      await expect(change(customer.id, reopened, 2)).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-customer' });
    });
  });

  describe('endpoints', () => {
    let world = membershipWorld(storage.db, now);
    let { pool, agent } = world;
    beforeEach(() => {
      world = membershipWorld(storage.db, now);
      ({ pool, agent } = world);
    });
    const deps = () => world.deps;
    const post = (body: NewCustomer, key?: string) => world.register(body, key);
    const takeInStaff = (address: string) => world.takeInStaff(address);
    const as = (id: string): Caller => ({ id, roles: ['customer'] });
    const put = (id: string, notifyBy: 'sms' | 'email') =>
      setPreferences.handle({ params: undefined, query: undefined, body: { notifyBy }, caller: as(id), once: undefined, ifMatch: undefined }, deps());
    const me = (id: string) =>
      getMe.handle({ params: undefined, query: undefined, body: undefined, caller: as(id), once: undefined, ifMatch: undefined }, deps());

    it('take in nobody whom no message reaches, and store nothing of them', async () => {
      const body: NewCustomer = { ...paula, contactPoints: [sms('+38598123456')], notifyBy: 'sms' };
      await expect(post(body)).rejects.toMatchObject({ kind: 'invalid', fields: [{ field: 'body.contactPoints' }] });
      const found = findCustomers.handle(
        { params: undefined, query: { phone: '+385 98 123456' }, body: undefined, caller: agent, once: undefined, ifMatch: undefined },
        deps(),
      );
      expect(await found).toMatchObject({ items: [] });
    });

    it('take in a customer with their login, and say no more than the id', async () => {
      const { id, ...more } = await post(paula);
      expect(more).toEqual({});
      expect(pool.users.get(id)).toMatchObject({ email: 'paula.sommer@example.org', verified: true, invitations: 1 });
      expect([...pool.users.get(id)!.groups]).toEqual(['customer']);
      expect(await me(id)).toMatchObject({ id, iban: paula.iban, version: 1 });
    });

    describe('find', () => {
      const find = (query: Record<string, string>) =>
        findCustomers.handle(
          { params: undefined, query: findCustomers.query!.parse(query), body: undefined, caller: agent, once: undefined, ifMatch: undefined },
          deps(),
        );

      it.each<Record<string, string>>([
        { insuranceNumber: 'k 2026/000001' },
        { email: ' Paula.Sommer@EXAMPLE.org' },
        { phone: '+4915112345678' },
        { phone: ' 4915112345678' },
        { phone: '0049 (151) 123-45678' },
        { phone: '+49 (0) 151 12345678' },
      ])('somebody by what they say of themselves, however it is written: %j', async (query) => {
        const { id } = await post({ ...paula, insuranceNumber: 'K-2026-000001' });
        const { givenName, familyName, insuranceNumber } = paula;
        // As it is answered: no more of them than says whether it is them.
        const answer = findCustomers.returns.parse(await find(query));
        expect(answer).toEqual({ items: [{ id, givenName, familyName, insuranceNumber, version: 1 }] });
      });

      const numbered = async (id: string) => {
        const opening = { ...ticketTables(storage.db), newId, newNumber: newTicketNumber, now: () => now };
        return openTicket.handle(
          { params: undefined, query: undefined, body: report, caller: as(id), once: request(newId('acc')), ifMatch: undefined },
          opening,
        );
      };

      it('somebody by the number of their case, however it is said', async () => {
        const { id } = await post(paula);
        const { number } = await numbered(id);
        for (const ticketNumber of [number, number.toLowerCase().replaceAll('-', ' ')])
          expect((await find({ ticketNumber })).items).toMatchObject([{ id, version: 1 }]);
      });

      it('nobody by a number that no case has, nor who is being erased, and a wrong character is refused without saying it', async () => {
        const { id } = await post(paula);
        const { number } = await numbered(id);
        expect(await find({ ticketNumber: newTicketNumber(now) })).toEqual({ items: [] });
        await mark(customerKey(id), { status: 'erasing' });
        expect(await find({ ticketNumber: number })).toEqual({ items: [] });
        const wrong = `${number.slice(0, -1)}${number.endsWith('7') ? '8' : '7'}`;
        const { error } = findCustomers.query!.safeParse({ ticketNumber: wrong });
        expect(error!.issues).toMatchObject([{ path: ['ticketNumber'] }]);
        expect(JSON.stringify(error!.issues)).not.toContain(wrong);
      });

      it.each([{}, { email: 'paula.sommer@example.org', phone: '+4915112345678' }])('nobody without exactly one thing to seek by: %j', async (query) => {
        await expect(find(query as Record<string, string>)).rejects.toMatchObject({ kind: 'invalid', code: 'invalid-query' });
      });

      it.each([{ insuranceNumber: '- / 12' }, { email: 'paula' }, { phone: '0151 12345678' }, { name: 'Sommer' }])(
        'and what cannot be such a thing is refused: %j',
        (query) => {
          expect(findCustomers.query!.safeParse(query).success).toBe(false);
        },
      );
    });

    it.each<[string, Partial<NewCustomer>]>([
      [
        'one name, in Zagreb',
        { givenName: undefined, familyName: 'Sukarno', address: { street: 'Ilica 1', postalCode: '10000', city: 'Zagreb', country: 'HR' } },
      ],
      [
        'everything that there may be',
        {
          salutation: 'frau',
          title: 'Dr.',
          familyName: '阮',
          latinName: { givenName: 'Minh Khai', familyName: 'Nguyễn' },
          organisation: 'Café Nø',
          address: { careOf: 'Familie Meier', street: '11 Main St', addition: 'Apt 4', postalCode: '78701', city: 'Austin', region: 'TX', country: 'US' },
        },
      ],
    ])('keep and show %s', async (_what, more) => {
      const body = { ...paula, ...more };
      const { id } = await post(body);
      // What is absent is absent in the answer, too.
      const shown = JSON.parse(JSON.stringify(getMe.returns.parse(await me(id)))) as object;
      expect(shown).toEqual({ ...(JSON.parse(JSON.stringify(body)) as object), id, login: 'by-email', version: 1 });
    });

    it.each(['AdminGetUser', 'AdminCreateUser', 'AdminAddUserToGroup'])('mend by the retry what a crash before %s has left', async (step) => {
      pool.crashBefore = step;
      await expect(post(paula, 'key-1')).rejects.toThrow();
      pool.crashBefore = undefined;
      const { id } = await post(paula, 'key-1');
      expect([...pool.users.keys()]).toEqual([id]);
      expect([...pool.users.get(id)!.groups]).toEqual(['customer']);
      expect((await storage.items('customers')).filter(({ kind }) => kind === 'customer').map(({ pk }) => pk)).toEqual([id]);
    });

    describe('put a relationship right', () => {
      const reopen = (customerId: string, ifMatch: number) =>
        reopenRelationship.handle(
          { params: { customerId }, query: { reason: 'recorded-by-mistake' }, body: undefined, caller: agent, once: undefined, ifMatch },
          deps(),
        );
      let lost: Item[] = [];
      /** Whose relationship has ended, and the login with it. */
      const loggedOut = async () => {
        const { id } = await post(paula);
        await end(id, '2026-03-10');
        const gone = (await storage.items('customers')).filter(({ kind }) => kind === 'login' || kind === 'login-lookup');
        await storage.db.deleteAll('customers', gone.map(keyOf));
        lost = gone;
        pool.users.delete(id);
        return id;
      };

      it.each(['AdminCreateUser', 'AdminAddUserToGroup'])('and the login comes with the repeat where a crash before %s has left it out', async (step) => {
        const id = await loggedOut();
        pool.crashBefore = step;
        await expect(reopen(id, 2)).rejects.toThrow('The process ended here');
        pool.crashBefore = undefined;
        expect(await reopen(id, 2)).toMatchObject({ version: 3 });
        expect([...pool.users.get(id)!.groups]).toEqual(['customer']);
        expect((await storage.items('customers')).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['login', 'login-lookup']));
      });

      it('and change nothing where staff log in with the address by now', async () => {
        const id = await loggedOut();
        await takeInStaff('paula.sommer@example.org');
        const before = await storage.dump();
        await expect(reopen(id, 2)).rejects.toMatchObject({ kind: 'conflict', code: 'login-email-taken' });
        expect(await storage.dump()).toEqual(before);
      });

      it('and date nothing of who has the address by now, whose the login was', async () => {
        const id = await loggedOut();
        await storage.put('customers', { ...loginKey(id), ...lost.find(({ kind }) => kind === 'login') });
        await takeInStaff('paula.sommer@example.org');
        const theirs = await itemOf('staff-login-lookup');
        await expect(reopen(id, 2)).rejects.toMatchObject({ kind: 'conflict', code: 'login-email-taken' });
        expect(await itemOf('staff-login-lookup')).toEqual(theirs);
      });

      it('and bring the login back where the end is one to come, dated by that', async () => {
        const id = await loggedOut();
        const body = { reason: 'mistyped' as const, endedOn: '2026-12-31' };
        await correctRelationshipEnd.handle({ params: { customerId: id }, query: undefined, body, caller: agent, once: undefined, ifMatch: 2 }, deps());
        expect(await itemOf('login')).toMatchObject({ relationshipEndedOn: '2026-12-31', dueOn: '2027-07-01' });
        expect([...pool.users.keys()]).toEqual([id]);
      });

      it('and leave it away where the end is past', async () => {
        const id = await loggedOut();
        const body = { reason: 'mistyped' as const, endedOn: '2026-03-11' };
        await correctRelationshipEnd.handle({ params: { customerId: id }, query: undefined, body, caller: agent, once: undefined, ifMatch: 2 }, deps());
        expect([(await storage.items('customers')).some(({ kind }) => kind === 'login'), pool.users.size]).toEqual([false, 0]);
      });
    });

    it.each<[string, string, object]>([
      ['in the year before the contract', '2025-03-02T12:00:00Z', {}],
      ['long before', '2024-02-01T12:00:00Z', { refused: [{ field: 'body.incident.at', problem: 'lies more than a year before the start of the contract' }] }],
      ['long before, under a profile that has changed', '2024-02-01T12:00:00Z', { version: 2, refused: [] }],
    ])('take a report of what happened %s, or say what is wrong', async (_when, at, more) => {
      const { version = 1, refused } = more as { version?: number; refused?: object[] };
      const { id } = await post(paula);
      const opening = { ...ticketTables(storage.db), newId, newNumber: newTicketNumber, now: () => now };
      const body = { ...report, incident: { ...report.incident!, at }, confirmedProfileVersion: version };
      const before = await storage.dump();
      const opened = openTicket.handle({ params: undefined, query: undefined, body, caller: as(id), once: request(newId('acc')), ifMatch: undefined }, opening);
      if (!refused) {
        await expect(opened).resolves.toMatchObject({ status: 'open' });
        return;
      }
      await expect(opened).rejects.toMatchObject({ code: version === 1 ? 'invalid-body' : 'profile-changed', fields: refused });
      expect(await storage.dump()).toEqual(before);
    });

    it('make no login and no customer of an address that staff log in with, but one that is named by the id', async () => {
      await takeInStaff('paula.sommer@example.org');
      const before = await storage.dump();
      const refused = await post(paula).catch((error: unknown) => error);
      expect(refused).toMatchObject({ kind: 'conflict', code: 'login-email-taken', fields: [{ field: 'body.login' }] });
      expect((refused as DomainError).fields[0]!.problem).toMatch(/'by-id'.*'none'/);
      expect(await storage.dump()).toEqual(before);
      const { id } = await post({ ...paula, login: 'by-id' });
      expect(pool.users.get(id)).toMatchObject({ email: 'paula.sommer@example.org', verified: false, invitations: 1 });
    });

    it('make neither of the address of somebody whom no item tells of: the first administrators', async () => {
      await deps().logins.ensure({ username: newId('adm'), email: 'paula.sommer@example.org', byEmail: true, group: 'agent' });
      await expect(post(paula)).rejects.toMatchObject({ code: 'login-email-taken', fields: [{ field: 'body.login' }] });
      expect(await storage.dump()).toEqual({});
    });

    describe('people who share an address, or have none', () => {
      const partner: NewCustomer = { ...neighbour, contactPoints: [email('PAULA.sommer@example.org')], notifyBy: 'email', login: 'by-id' };
      const without: NewCustomer = { ...neighbour, contactPoints: [sms('+4915112345679')] };
      const found = async (address: string) =>
        (
          await findCustomers.handle(
            { params: undefined, query: { email: address }, body: undefined, caller: agent, once: undefined, ifMatch: undefined },
            deps(),
          )
        ).items.map(({ id }) => id);

      it.each([
        ['the address first', [paula, partner]],
        ['the id first', [partner, paula]],
      ])('each have a login and are found by it: %s', async (_order, couple) => {
        const ids: string[] = [];
        for (const one of couple) ids.push((await post(one)).id);
        expect([...pool.users.keys()]).toEqual(ids);
        expect([...pool.users.values()].map(({ verified }) => verified).sort()).toEqual([false, true]);
        expect((await found('paula.sommer@example.org')).sort()).toEqual(ids.toSorted());
        for (const id of ids) expect((await me(id)).login).toBe(id === ids[couple.indexOf(partner)] ? 'by-id' : 'by-email');
      });

      it('are found by the address also where neither logs in by it', async () => {
        const ids = [(await post({ ...paula, login: 'none' })).id, (await post(partner)).id];
        expect((await found('paula.sommer@example.org')).sort()).toEqual(ids.sort());
      });

      it('are customers without a login, who are told by SMS', async () => {
        const { id } = await post(without);
        expect([pool.users.size, (await me(id)).login]).toEqual([0, 'none']);
        expect((await storage.items('customers')).map(({ kind }) => kind).sort()).toEqual(['customer', 'customer-lookup', 'phone-lookup']);
        await expect(post(without, 'key-1')).rejects.toMatchObject({ code: 'customer-exists' });
      });

      it('end and come back with no login where they had none', async () => {
        const { id } = await post(without);
        await end(id, '2026-03-10');
        await reopenRelationship.handle(
          { params: { customerId: id }, query: { reason: 'recorded-by-mistake' }, body: undefined, caller: agent, once: undefined, ifMatch: 2 },
          deps(),
        );
        expect([pool.users.size, (await storage.items('customers')).some(({ kind }) => kind === 'login')]).toEqual([0, false]);
      });

      it('come back with the login they had: by id, and the address stays who has it', async () => {
        const { id: first } = await post(paula);
        const { id } = await post(partner);
        await end(id, '2026-03-10');
        await storage.db.deleteAll('customers', [loginKey(id)]);
        pool.users.delete(id);
        await reopenRelationship.handle(
          { params: { customerId: id }, query: { reason: 'recorded-by-mistake' }, body: undefined, caller: agent, once: undefined, ifMatch: 2 },
          deps(),
        );
        expect(pool.users.get(id)).toMatchObject({ verified: false });
        expect((await itemOf('login-lookup')).gsi1pk).toBe(first);
        expect((await storage.db.get('customers', loginKey(id)))!.lookupKey).toBeUndefined();
      });
    });

    describe('invite again', () => {
      const invite = (customerId: string, body: { anew?: boolean } = {}, key = newId('acc'), at = now) =>
        inviteCustomer.handle(
          { params: { customerId }, query: undefined, body: inviteCustomer.body!.parse(body), caller: agent, once: request(key, body), ifMatch: undefined },
          { ...deps(), now: () => at },
        );
      const sent = (id: string) => pool.users.get(id)!.invitations;
      const counts = async () => (await storage.items('idempotency')).filter(({ kind }) => kind === 'request-count');

      it('who missed their invitation, three times a day', async () => {
        const { id } = await post(paula);
        for (const many of [2, 3, 4]) {
          await invite(id);
          expect(sent(id)).toBe(many);
        }
        // The day ends at midnight UTC, which is 14 hours away.
        await expect(invite(id)).rejects.toMatchObject({ kind: 'too-many', code: 'too-many-requests', retryAfterSeconds: 14 * 3600 });
        await invite(id, {}, newId('acc'), new Date('2026-03-16T10:00:00Z'));
        expect(sent(id)).toBe(5);
      });

      it('counts each of many at once', async () => {
        const { id } = await post(paula);
        const results = await Promise.allSettled(Array.from({ length: 8 }, () => invite(id)));
        const done = results.filter(({ status }) => status === 'fulfilled').length;
        expect(done).toBeLessThanOrEqual(3);
        expect(sent(id)).toBe(1 + done);
      });

      it('sends nothing for a repeat of what was sent, and for one that failed the mail it owes', async () => {
        const { id } = await post(paula);
        await invite(id, {}, 'key-1');
        await invite(id, {}, 'key-1');
        expect(sent(id)).toBe(2);
        pool.crashBefore = 'AdminCreateUser';
        await expect(invite(id, {}, 'key-2')).rejects.toThrow('The process ended here');
        pool.crashBefore = undefined;
        await invite(id, {}, 'key-2');
        await invite(id, {}, 'key-2');
        expect(sent(id)).toBe(3);
        expect((await counts()).map(({ requests }) => requests)).toEqual([2]);
        await expect(invite(id, { anew: true }, 'key-2')).rejects.toMatchObject({ code: 'idempotency-key-reused' });
      });

      it('makes a login that a crash has left out', async () => {
        pool.crashBefore = 'AdminCreateUser';
        await expect(post(paula)).rejects.toThrow();
        pool.crashBefore = undefined;
        const id = (await itemOf('customer')).pk as string;
        await invite(id);
        expect([sent(id), [...pool.users.get(id)!.groups]]).toEqual([1, ['customer']]);
      });

      it.each([
        ['who can have their password reset', paula, /forgotten password/],
        ['whose address takes no reset code', { ...paula, login: 'by-id' as const }, /no reset code/],
      ])('makes a login in use anew, if that is said: %s', async (_who, body, problem) => {
        const { id } = await post(body);
        pool.use(id);
        const refused = (await invite(id).catch((error: unknown) => error)) as DomainError;
        expect(refused).toMatchObject({ kind: 'conflict', code: 'login-in-use', fields: [{ field: 'body.anew' }] });
        expect(refused.fields[0]!.problem).toMatch(problem);
        expect(await counts()).toEqual([]);
        await invite(id, { anew: true });
        expect(pool.users.get(id)).toMatchObject({ status: 'FORCE_CHANGE_PASSWORD', invitations: 1, verified: body.login !== 'by-id' });
      });

      it('mends by the repeat a crash between the old login and the new', async () => {
        const { id } = await post(paula);
        pool.use(id);
        pool.crashBefore = 'AdminCreateUser';
        await expect(invite(id, { anew: true }, 'key-1')).rejects.toThrow('The process ended here');
        pool.crashBefore = undefined;
        await invite(id, { anew: true }, 'key-1');
        expect(pool.users.get(id)).toMatchObject({ status: 'FORCE_CHANGE_PASSWORD', invitations: 1 });
      });

      it('says that the stage sends no invitations, and counts none', async () => {
        const { id } = await post(paula);
        const silent = { ...deps(), logins: cognitoLogins({ client: pool.client, userPoolId: 'p', invite: false }) };
        const asked = inviteCustomer.handle(
          { params: { customerId: id }, query: undefined, body: { anew: false }, caller: agent, once: request('key-1'), ifMatch: undefined },
          silent,
        );
        await expect(asked).rejects.toMatchObject({
          kind: 'conflict',
          code: 'invitations-off',
          fields: [{ field: 'path', problem: expect.stringContaining('operates the user pool') }],
        });
        expect(await counts()).toEqual([]);
      });

      it('invites nobody without a login, nobody unknown, nobody who is being erased', async () => {
        const { id } = await post({ ...paula, login: 'none' });
        await expect(invite(id)).rejects.toMatchObject({
          kind: 'conflict',
          code: 'no-login',
          fields: [{ field: 'path.customerId', problem: expect.stringContaining('begins anew') }],
        });
        await expect(invite(newId('cus'))).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-customer' });
        const { id: other } = await post(neighbour);
        await storage.db.deleteAll('customers', [loginKey(other)]);
        await expect(invite(other)).rejects.toMatchObject({ kind: 'conflict', code: 'no-login' });
        await mark(customerKey(other), { status: 'erasing' });
        await expect(invite(other)).rejects.toMatchObject({ code: 'no-such-customer' });
      });

      it('takes the login away again that an erasure could not see yet', async () => {
        const { id } = await post(paula);
        await deps().logins.remove(id);
        const { logins, ...others } = deps();
        const overtaken = {
          ...others,
          logins: {
            ...logins,
            async ensure(login: Parameters<typeof logins.ensure>[0]) {
              await mark(customerKey(id), { status: 'erasing' });
              await storage.db.deleteAll('customers', [loginKey(id)]);
              await logins.ensure(login);
            },
          },
        };
        const asked = inviteCustomer.handle(
          { params: { customerId: id }, query: undefined, body: { anew: false }, caller: agent, once: request('key-1'), ifMatch: undefined },
          overtaken,
        );
        await expect(asked).rejects.toMatchObject({ code: 'no-such-customer' });
        expect(pool.users.size).toBe(0);
      });
    });

    it('give one address to one of two who come at once', async () => {
      const couple = [paula, { ...neighbour, contactPoints: [email('paula.sommer@EXAMPLE.org'), sms('+4915112345679')] }];
      const results = await Promise.allSettled(couple.map((one) => post(one)));
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const ids = (await storage.items('customers')).filter(({ kind }) => kind === 'customer').map(({ pk }) => pk);
      expect([...pool.users.keys()]).toEqual(ids);
    });

    it('resurrect nobody: a retry after an erasure finds nobody and makes no login', async () => {
      const { id } = await post(paula, 'key-1');
      await mark(customerKey(id), { status: 'erasing' });
      await deps().logins.remove(id);
      pool.calls.length = 0;
      await expect(post(paula, 'key-1')).rejects.toMatchObject({ code: 'no-such-customer' });
      expect(pool.calls).not.toContain('AdminCreateUser');
    });

    it.each(['is under way', 'is through'])('take back, on the repeat, the login that a crash left where an erasure %s', async (which) => {
      const { id } = await post(paula, 'key-1');
      await mark(customerKey(id), { status: 'erasing' });
      if (which === 'is through') {
        const stone = (await storage.items('customers')).find(({ kind }) => kind === 'customer-lookup')!;
        await storage.clear();
        await storage.put('customers', { pk: stone.pk, sk: stone.sk, kind: 'tombstone', erasedOn: '2026-03-15', dueOn: '2027-03-15' });
      }
      expect(pool.users.has(id)).toBe(true);
      await expect(post(paula, 'key-1')).rejects.toMatchObject({ code: which === 'is through' ? 'customer-erased' : 'no-such-customer' });
      expect(pool.users.size).toBe(0);
    });

    it('leave alone the login of who is here, though somebody erased had their address', async () => {
      const { id } = await post({ ...paula, insuranceNumber: 'K-2026-000999' });
      const { pk } = lookupKeyOf(await lookupKeys.insuranceNumber(paula.insuranceNumber));
      await storage.put('customers', { pk, sk: 'lookup', kind: 'tombstone', erasedOn: '2026-03-15', dueOn: '2027-03-15' });
      await expect(post(paula)).rejects.toMatchObject({ code: 'customer-erased' });
      expect([...pool.users.keys()]).toEqual([id]);
    });

    it('take the login away again that an erasure could not see yet', async () => {
      const overtaken = {
        ...deps(),
        logins: {
          ...deps().logins,
          async ensure(login: Parameters<ReturnType<typeof deps>['logins']['ensure']>[0]) {
            await mark(customerKey(login.username), { status: 'erasing' });
            await deps().logins.ensure(login);
          },
        },
      };
      const body = paula;
      const asked = registerCustomer.handle(
        { params: undefined, query: undefined, body, caller: agent, once: request('key-1', body), ifMatch: undefined },
        overtaken,
      );
      await expect(asked).rejects.toMatchObject({ kind: 'not-found' });
      expect(pool.users.size).toBe(0);
    });

    it('change how a customer is told, and nothing if it is so already', async () => {
      const { id } = await post(paula);
      expect(await put(id, 'email')).toMatchObject({ id, notifyBy: 'email', version: 2 });
      expect(await put(id, 'email')).toMatchObject({ notifyBy: 'email', version: 2 });
      expect(await me(id)).toMatchObject({ notifyBy: 'email', version: 2 });
    });

    it('refuse a channel without a verified address', async () => {
      const { id } = await post({ ...paula, contactPoints: [email('a@example.org')], notifyBy: 'email' });
      await expect(put(id, 'sms')).rejects.toMatchObject({ kind: 'conflict', code: 'no-verified-contact-point' });
    });

    it('end a relationship', async () => {
      const { id } = await post(paula);
      const body = { endedOn: '2026-12-31' };
      const answer = await endRelationship.handle(
        { params: { customerId: id }, query: undefined, body, caller: agent, once: request('key-2', body), ifMatch: undefined },
        deps(),
      );
      expect(answer).toEqual({ id, relationshipEndedOn: '2026-12-31', version: 2 });
      expect(await me(id)).toMatchObject({ relationshipEndedOn: '2026-12-31', version: 2 });
    });

    it('know nobody who is not there', async () => {
      const nobody = newId('cus');
      await expect(me(nobody)).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-customer' });
      await expect(put(nobody, 'sms')).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-customer' });
    });
  });
});
