import { beforeEach, expect, it } from '@jest/globals';
import { correctCustomer } from '../../functions/customers/correct-customer.ts';
import { endRelationship } from '../../functions/customers/end-relationship.ts';
import { findCustomers } from '../../functions/customers/find-customers.ts';
import { correctionKind, formerAddressKind } from '../../shared/customers/correction-item.ts';
import { customerKey } from '../../shared/customers/customer-item.ts';
import type { MasterData, NewCustomer } from '../../shared/customers/new-customer.ts';
import { newId } from '../../shared/id.ts';
import { keyOf, type Item } from '../../shared/storage/item.ts';
import { email, paula, sms } from '../unit/customers/people.ts';
import { describeStorage } from './harness.ts';
import { lookupKeys, membershipWorld, request } from './membership-world.ts';

const now = new Date('2026-03-15T10:00:00Z');
const { relationshipStartedOn, ...master } = paula;
const moved: MasterData = {
  ...master,
  familyName: 'Winter',
  insuranceNumber: 'K-2026-000009',
  contactPoints: [email('p.winter@example.org'), sms('+4915112345670')],
};

describeStorage('a correction of master data', (storage) => {
  let world = membershipWorld(storage.db, now);
  beforeEach(async () => {
    await storage.clear();
    world = membershipWorld(storage.db, now);
  });

  const correct = (customerId: string, body: MasterData, ifMatch: number, deps = world.deps) =>
    correctCustomer.handle({ params: { customerId }, query: undefined, body, caller: world.agent, once: undefined, ifMatch }, deps);
  const found = async (query: Readonly<Record<string, string | undefined>>) => {
    const asked = { params: undefined, query: findCustomers.query!.parse(query), body: undefined, caller: world.agent, once: undefined, ifMatch: undefined };
    return (await findCustomers.handle(asked, world.deps)).items.map(({ id }) => id);
  };
  const own = (id: string) => world.deps.customers.own(id);
  const kinds = async () => (await storage.items('customers')).map(({ kind }) => String(kind)).sort();
  const itemsOf = async (kind: string): Promise<Item[]> => (await storage.items('customers')).filter((item) => item.kind === kind);
  const end = (customerId: string, endedOn: string) =>
    endRelationship.handle(
      { params: { customerId }, query: undefined, body: { endedOn }, caller: world.agent, once: request(newId('acc')), ifMatch: undefined },
      world.deps,
    );
  const userOf = (id: string) => world.pool.users.get(id);

  it('is shown, found by what is right, and no longer by what was wrong; nothing is left over', async () => {
    const { id } = await world.register(paula);
    const before = await kinds();
    const answer = await correct(id, moved, 1);
    expect(answer).toMatchObject({ ...moved, version: 2 });
    expect(await own(id)).toEqual(JSON.parse(JSON.stringify(answer)));
    for (const query of [{ insuranceNumber: 'K-2026-000009' }, { email: 'P.Winter@example.org' }, { phone: '+4915112345670' }])
      expect(await found(query)).toEqual([id]);
    for (const query of [{ insuranceNumber: paula.insuranceNumber }, { email: 'paula.sommer@example.org' }, { phone: '+4915112345678' }])
      expect(await found(query)).toEqual([]);
    expect(await kinds()).toEqual([...before, 'correction', 'former-address'].sort());
    expect(userOf(id)).toMatchObject({ email: 'p.winter@example.org', verified: true });
  });

  it('notes who did it and what, and nothing of what was there; and keeps the address that mails went to until they are forgotten', async () => {
    const { id } = await world.register(paula);
    await correct(id, moved, 1);
    const [step] = await itemsOf('correction');
    expect(correctionKind.schema.parse(step)).toMatchObject({ byId: world.agent.id, fields: ['familyName', 'insuranceNumber', 'contactPoints'] });
    expect(JSON.stringify(step)).not.toMatch(/Sommer|Winter|000001|example\.org/);
    const [former] = await itemsOf('former-address');
    expect(formerAddressKind.schema.parse(former)).toMatchObject({ pk: id, address: paula.contactPoints[0]!.address, dueOn: '2026-06-14' });
    expect(formerAddressKind.ending).toHaveProperty('outside');
  });

  it('says nothing to anybody by an event, and keeps no address where it stays', async () => {
    const { id } = await world.register(paula);
    await correct(id, { ...master, familyName: 'Winter' }, 1);
    expect(await storage.items('events')).toEqual([]);
    expect(await itemsOf('former-address')).toEqual([]);
  });

  it('leaves alone what it does not touch, the login too: seven reads, one transaction', async () => {
    const { id } = await world.register(paula);
    const lookups = async () => (await storage.items('customers')).filter(({ kind }) => String(kind).includes('lookup') || kind === 'login');
    const [before, calls] = [await lookups(), [...world.pool.calls]];
    const { byCommand } = await storage.counted(() => correct(id, { ...master, familyName: 'Winter' }, 1));
    expect(await lookups()).toEqual(before);
    expect(world.pool.calls).toEqual(calls);
    // The profile, and by what it is found: each where it is now.
    expect(byCommand).toEqual({ GetItem: 7, TransactWriteItems: 1 });
  });

  it('writes nothing for what is stored already, whatever the version that was seen', async () => {
    const { id } = await world.register(paula);
    await correct(id, moved, 1);
    const before = await storage.dump();
    expect(await correct(id, moved, 1)).toMatchObject({ version: 2 });
    expect(await correct(id, { ...moved, contactPoints: moved.contactPoints.toReversed() }, 2)).toMatchObject({ version: 2 });
    expect(await storage.dump()).toEqual(before);
    expect(userOf(id)!.invitations).toBe(1);
  });

  it('refuses what was made of another version', async () => {
    const { id } = await world.register(paula);
    await correct(id, moved, 1);
    const before = await storage.dump();
    await expect(correct(id, master, 1)).rejects.toMatchObject({ kind: 'stale', code: 'profile-changed' });
    expect(await storage.dump()).toEqual(before);
  });

  it('happens once when many come at once', async () => {
    const { id } = await world.register(paula);
    const names = ['Winter', 'Herbst', 'Lenz', 'Frühling'];
    const results = await Promise.allSettled(names.map((familyName) => correct(id, { ...moved, familyName }, 1)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'profile-changed' });
    expect((await own(id))!.version).toBe(2);
    expect(await itemsOf('correction')).toHaveLength(1);
  });

  it.each<[string, Partial<NewCustomer>, Partial<MasterData>, string]>([
    ['an insurance number', {}, { insuranceNumber: 'K2026000002' }, 'customer-exists'],
    ['an address that logs in', {}, { contactPoints: [email('AYSE@example.org'), sms('+4915112345678')] }, 'login-email-taken'],
  ])('takes %s from nobody', async (_what, more, change, code) => {
    await world.register({ ...paula, insuranceNumber: 'K-2026-000002', contactPoints: [email('ayse@example.org'), sms('+4915112345679')] });
    const { id } = await world.register({ ...paula, ...more });
    const before = await storage.dump();
    await expect(correct(id, { ...master, ...change }, 1)).rejects.toMatchObject({ kind: 'conflict', code });
    expect(await storage.dump()).toEqual(before);
    expect(userOf(id)).toMatchObject({ email: 'paula.sommer@example.org' });
  });

  it('takes no address of staff, nor the number of somebody who was erased', async () => {
    await world.takeInStaff('rita@example.org');
    const { id } = await world.register(paula);
    await storage.put('customers', {
      pk: `lku#${await lookupKeys.insuranceNumber('K-2026-000003')}`,
      sk: 'lookup',
      kind: 'tombstone',
      erasedOn: '2026-01-01',
      dueOn: '2036-01-01',
    });
    await expect(correct(id, { ...master, insuranceNumber: 'K-2026-000003' }, 1)).rejects.toMatchObject({ code: 'customer-erased' });
    const contactPoints = [email('rita@example.org'), sms('+4915112345678')];
    await expect(correct(id, { ...master, contactPoints }, 1)).rejects.toMatchObject({ code: 'login-email-taken' });
    expect(await correct(id, { ...master, contactPoints, login: 'by-id' }, 1)).toMatchObject({ login: 'by-id' });
    expect(userOf(id)).toMatchObject({ email: 'rita@example.org', verified: false });
  });

  it('lets two change what they log in with, one after the other', async () => {
    const { id: one } = await world.register(paula);
    const { id: other } = await world.register({ ...paula, insuranceNumber: 'K-2026-000002', contactPoints: [email('b@example.org')], notifyBy: 'email' });
    await correct(one, { ...master, contactPoints: [email('c@example.org')], notifyBy: 'email' }, 1);
    await correct(other, { ...master, insuranceNumber: 'K-2026-000002', contactPoints: [email('Paula.Sommer@example.org')], notifyBy: 'email' }, 1);
    expect([userOf(one)!.email, userOf(other)!.email]).toEqual(['c@example.org', 'paula.sommer@example.org']);
  });

  it.each(['AdminUserGlobalSignOut', 'AdminDeleteUser', 'AdminCreateUser', 'AdminAddUserToGroup'])(
    'has the login follow by the repeat where a crash before %s left it behind, and an address that it left there is free for another',
    async (step) => {
      const { id } = await world.register(paula);
      const { customers } = world.deps;
      const committed: typeof customers = {
        ...customers,
        async correct(...correction) {
          await customers.correct(...correction);
          world.pool.crashBefore = step;
        },
      };
      await expect(correct(id, moved, 1, { ...world.deps, customers: committed })).rejects.toThrow('The process ended here');
      world.pool.crashBefore = undefined;
      const other = { ...paula, insuranceNumber: 'K-2026-000002' };
      // Whoever comes next finds the address at a login whose owner has another by now.
      const next = await world.register(other);
      expect(userOf(next.id)).toMatchObject({ email: 'paula.sommer@example.org' });
      await correct(id, moved, 1);
      expect(userOf(id)).toMatchObject({ email: 'p.winter@example.org', verified: true });
      expect([...userOf(id)!.groups]).toEqual(['customer']);
    },
  );

  it('brings the login where the last of two corrections says, whoever is slower', async () => {
    const { id } = await world.register(paula);
    world.pool.use(id);
    const { logins } = world.deps;
    let overtaken = false;
    const slow = {
      ...world.deps,
      logins: {
        ...logins,
        async ensure(login: Parameters<typeof logins.ensure>[0]) {
          if (login.email === 'p.winter@example.org' && !overtaken) {
            overtaken = true;
            await correct(id, { ...moved, contactPoints: [email('last@example.org')], notifyBy: 'email' }, 2);
          }
          await logins.ensure(login);
        },
      },
    };
    await correct(id, moved, 1, slow);
    expect(userOf(id)).toMatchObject({ email: 'last@example.org' });
  });

  it('gives a login to who has an address now, found by it', async () => {
    const { id } = await world.register({ ...paula, contactPoints: [sms('+4915112345678')] });
    expect(world.pool.users.size).toBe(0);
    await correct(id, { ...master, login: 'by-email' }, 1);
    expect(userOf(id)).toMatchObject({ email: 'paula.sommer@example.org', invitations: 1 });
    expect(await kinds()).toEqual(['correction', 'customer', 'customer-lookup', 'email-lookup', 'login', 'login-lookup', 'phone-lookup']);
  });

  it('sends no first password to an address that was wrong, but to the right one', async () => {
    world.pool.crashBefore = 'AdminCreateUser';
    await expect(world.register(paula)).rejects.toThrow('The process ended here');
    world.pool.crashBefore = undefined;
    const id = String((await itemsOf('customer'))[0]!.pk);
    await expect(correct(id, { ...moved, familyName: 'Herbst' }, 9)).rejects.toMatchObject({ code: 'profile-changed' });
    expect(userOf(id)).toBeUndefined();
    await correct(id, moved, 1);
    expect(userOf(id)).toMatchObject({ email: 'p.winter@example.org', invitations: 1 });
    expect(world.pool.calls.filter((call) => call === 'AdminCreateUser')).toHaveLength(1);
  });

  it('sends no more than three first passwords a day', async () => {
    const { id } = await world.register(paula);
    for (let version = 1; version <= 3; version++)
      await correct(id, { ...master, contactPoints: [email(`p${version}@example.org`), sms('+4915112345678')] }, version);
    await expect(correct(id, master, 4)).rejects.toMatchObject({ kind: 'too-many', retryAfterSeconds: expect.any(Number) });
    expect((await own(id))!.version).toBe(4);
    await correct(id, { ...master, familyName: 'Winter', contactPoints: [email('p3@example.org'), sms('+4915112345678')] }, 4);
  });

  it('takes away a login that a stranger has, and what is stored of it once it is gone', async () => {
    const { id } = await world.register(paula);
    world.pool.use(id);
    const without: MasterData = { ...master, contactPoints: [sms('+4915112345678')], login: 'none' };
    world.pool.crashBefore = 'AdminDeleteUser';
    await expect(correct(id, without, 1)).rejects.toThrow('The process ended here');
    // An erasure at this moment would still find it.
    expect(await kinds()).toEqual(['correction', 'customer', 'customer-lookup', 'former-address', 'login', 'phone-lookup']);
    world.pool.crashBefore = undefined;
    expect(await correct(id, without, 1)).toMatchObject({ login: 'none', version: 2 });
    expect(world.pool.users.size).toBe(0);
    expect(await kinds()).toEqual(['correction', 'customer', 'customer-lookup', 'former-address', 'phone-lookup']);
    await world.register({ ...paula, insuranceNumber: 'K-2026-000002' });
    await correct(id, { ...master, contactPoints: [email('p.sommer@example.org'), sms('+4915112345678')], login: 'by-email' }, 2);
    expect(userOf(id)).toMatchObject({ email: 'p.sommer@example.org', invitations: 1 });
  });

  it('leaves a login that somebody was given again meanwhile', async () => {
    const { id } = await world.register(paula);
    const { logins } = world.deps;
    const again = { ...master, contactPoints: [email('again@example.org'), sms('+4915112345678')], login: 'by-email' as const };
    let given = false;
    const overtaken = {
      ...world.deps,
      logins: {
        ...logins,
        async remove(username: string) {
          if (!given) {
            given = true;
            await correct(id, again, 2);
          }
          await logins.remove(username);
        },
      },
    };
    await correct(id, { ...master, login: 'none' }, 1, overtaken);
    expect(userOf(id)).toMatchObject({ email: 'again@example.org' });
    expect(await own(id)).toMatchObject({ login: 'by-email', version: 3 });
    expect(await itemsOf('login')).toHaveLength(1);
  });

  it('brings back no login that has ended with the relationship, and dates what it moves by that', async () => {
    const { id } = await world.register(paula);
    await end(id, '2026-03-10');
    const gone = (await storage.items('customers')).filter(({ kind }) => kind === 'login' || kind === 'login-lookup');
    await storage.db.deleteAll('customers', gone.map(keyOf));
    world.pool.users.delete(id);
    await correct(id, moved, 2);
    expect([await itemsOf('login'), await itemsOf('login-lookup'), world.pool.users.size]).toEqual([[], [], 0]);
    const due = (await storage.items('customers'))
      .filter(({ kind }) => String(kind).includes('lookup'))
      .map(({ dueOn, relationshipEndedOn }) => [dueOn, relationshipEndedOn]);
    expect(new Set(due.map(String))).toEqual(new Set([['2030-04-01', '2026-03-10'].join()]));
  });

  it('knows nobody who is being erased, and lets be what a run is taking', async () => {
    const { id } = await world.register(paula);
    const customer = await storage.db.get('customers', customerKey(id));
    await storage.put('customers', { ...customer, status: 'erasing' });
    await expect(correct(id, moved, 1)).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-customer' });
    await storage.put('customers', customer!);
    const [lookup] = await itemsOf('phone-lookup');
    await storage.put('customers', { ...lookup, deletingSince: '2026-03-15T04:00:00.000Z' });
    await expect(correct(id, moved, 1)).rejects.toMatchObject({ kind: 'conflict', code: 'changed-meanwhile' });
  });

  it('leaves nobody where no message reaches them, and corrects the rest of who is there already', async () => {
    const { id } = await world.register({ ...paula, contactPoints: [sms('+4915112345678')] });
    const abroad = [sms('+385911234567')];
    await expect(correct(id, { ...master, contactPoints: abroad }, 1)).rejects.toMatchObject({ kind: 'invalid', fields: [{ field: 'body.contactPoints' }] });
    const item = await storage.db.get('customers', customerKey(id));
    await storage.put('customers', { ...item, contactPoints: abroad });
    expect(await correct(id, { ...master, contactPoints: abroad, familyName: 'Winter' }, 1)).toMatchObject({ familyName: 'Winter' });
  });

  it('corrects what is restricted: that is what it may be restricted for', async () => {
    const { id } = await world.register(paula);
    await storage.put('customers', { ...(await storage.db.get('customers', customerKey(id))), restrictedSince: '2026-03-14T10:00:00.000Z' });
    expect(await correct(id, moved, 1)).toMatchObject({ familyName: 'Winter' });
  });
});
