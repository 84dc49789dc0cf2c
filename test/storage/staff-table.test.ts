import { beforeEach, describe, expect, it } from '@jest/globals';
import { changeAgent } from '../../functions/staff/change-agent.ts';
import { getAgent } from '../../functions/staff/get-agent.ts';
import { inviteAgent } from '../../functions/staff/invite-agent.ts';
import { listColleagues } from '../../functions/staff/list-colleagues.ts';
import { listStaff } from '../../functions/staff/list-staff.ts';
import { recordDeparture } from '../../functions/staff/record-departure.ts';
import { registerAgent } from '../../functions/staff/register-agent.ts';
import { customerTable } from '../../shared/customers/customer-table.ts';
import { emailAddress, registered } from '../../shared/customers/customer.ts';
import type { NewCustomer } from '../../shared/customers/new-customer.ts';
import type { DomainError } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { cognitoLogins } from '../../shared/logins/logins.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { agentKind, skillKind, staffLoginLookupKind, teamMemberKind } from '../../shared/staff/agent-item.ts';
import { employed, type AgentChange, type NewAgent, type Skill, type Skilled } from '../../shared/staff/agent.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { staffTable } from '../../shared/staff/staff-table.ts';
import { email, paula } from '../unit/customers/people.ts';
import { skillEntry } from './assignment-world.ts';
import { UserPool } from '../unit/logins/user-pool.ts';
import { describeStorage } from './harness.ts';

const now = new Date('2026-03-15T10:00:00Z');
const both: Skilled[] = [
  { skill: 'claims', level: 4 },
  { skill: 'service', level: 2 },
];
const zoe: NewAgent = {
  displayName: 'Zoë Brückner',
  email: 'zoe@example.org',
  role: 'agent',
  team: 'schaden-koeln',
  skills: both,
  languages: ['de', 'tr'],
  workingHours: [{ day: 'monday', from: '08:00', to: '16:30' }],
};
const admin: Caller = { id: newId('adm'), roles: ['admin'] };
const request = (key: string, body: unknown = {}) => ({ key, body: JSON.stringify(body) });

describeStorage('staff table', (storage) => {
  const staff = staffTable({ db: storage.db, rules: deletionRules('insurer'), newId });
  const customers = customerTable({ db: storage.db, rules: deletionRules('insurer') });
  const reader = staffReader(storage.db);
  const withSkill = async (skill: Skill) => (await reader.clerksWith(skill)).map(({ id }) => id);
  const lookupKeys = {
    insuranceNumber: async (value: string) => `mac-of-${value}`,
    email: async (value: string) => `mac-of-${value.toLowerCase()}`,
    phone: async (value: string) => `mac-of-${value}`,
  };
  let pool = new UserPool();
  beforeEach(() => {
    pool = new UserPool();
    return storage.clear();
  });

  /** Somebody taken in, with a login unless said otherwise. */
  const register = async (data: NewAgent, key = newId('acc'), withLogin = true) => {
    const agent = employed(newId('agt'), data, now);
    const once = { request: request(key, data), status: 201, madeId: agent.id };
    const committed = await staff.register(agent, await lookupKeys.email(data.email), once, now);
    if (withLogin && !committed.earlier) await staff.loginMade(agent, now);
    return { agent: { ...agent, ...(withLogin && { loginMadeAt: now.toISOString() }) }, ...committed };
  };
  const deps = () => ({ staff, lookupKeys, logins: cognitoLogins({ client: pool.client, userPoolId: 'p', invite: true }), newId, now: () => now });
  const asked = { params: undefined, query: undefined, body: undefined, caller: admin, once: undefined, ifMatch: undefined };
  const post = (body: NewAgent, key = newId('acc')) => registerAgent.handle({ ...asked, body, once: request(key, body) }, deps());
  const leave = (agentId: string, leftOn = '2026-03-15', key = newId('acc')) =>
    recordDeparture.handle({ ...asked, params: { agentId }, body: { leftOn }, once: request(key, { leftOn }) }, deps());
  const read = (agentId: string) => getAgent.handle({ ...asked, params: { agentId } }, deps());
  const idsOf = async (left: 'true' | 'false', limit = 10, cursor?: string) => {
    const page = await listStaff.handle({ ...asked, query: listStaff.query!.parse({ limit: String(limit), left, ...(cursor && { cursor }) }) }, deps());
    return { ids: page.items.map(({ id }) => id), next: page.next };
  };
  const itemOf = async (kind: string) => (await storage.items(kind === 'staff-login-lookup' ? 'customers' : 'staff')).find((item) => item.kind === kind);

  it('writes the member of staff and whose the address is in one round trip, and two entries per skill once there is a login: the team has them from the start', async () => {
    const { result, total } = await storage.counted(() => register(zoe, newId('acc'), false));
    expect(total).toBe(1);
    expect((await storage.items('staff')).map(({ sk }) => sk)).toEqual(['agent', `team#${zoe.team}`]);
    expect(await withSkill('claims')).toEqual([]);
    expect(staffLoginLookupKind.schema.parse(await itemOf('staff-login-lookup'))).toMatchObject({ pk: 'lku#mac-of-zoe@example.org', agentId: result.agent.id });
    await staff.loginMade(result.agent, now);
    const items = await storage.items('staff');
    expect(items.map(({ sk }) => sk).sort()).toEqual([
      'agent',
      ...['claims', 'service'].flatMap((skill) => [`skill#${skill}`, `skill#${skill}#${zoe.team}`]),
      `team#${zoe.team}`,
    ]);
    const kinds = new Map([agentKind, skillKind, teamMemberKind].map((kind) => [kind.kind, kind]));
    for (const item of items) expect(kinds.get(String(item.kind))!.schema.parse(item)).toEqual(item);
    expect(await reader.agent(result.agent.id)).toEqual({ ...result.agent, loginMadeAt: now.toISOString() });
  });

  it('lets assignment find clerks by their skill', async () => {
    const first = await register(zoe);
    const second = await register({ ...zoe, email: 'second@example.org', skills: [{ skill: 'service', level: 2 }] });
    const officer = await register({ ...zoe, email: 'officer@example.org', role: 'officer', skills: [] });
    expect(await withSkill('claims')).toEqual([first.agent.id]);
    expect((await withSkill('service')).sort()).toEqual([first.agent.id, second.agent.id].sort());
    expect(await reader.agent(officer.agent.id)).toMatchObject({ role: 'officer' });
  });

  it('takes of more than 100 clerks some 100 that stand together somewhere, and over time each of them as often', async () => {
    const ids = Array.from({ length: 300 }, () => newId('agt'));
    await storage.put('staff', ...ids.map((id) => skillEntry(id)));
    const { byCommand } = await storage.counted(() => withSkill('claims'));
    expect(byCommand).toEqual({ Query: 2 });
    const drawn = new Map<string, number>();
    for (let draw = 0; draw < 60; draw++) {
      const candidates = await withSkill('claims');
      expect([candidates.length, new Set(candidates).size]).toEqual([100, 100]);
      for (const id of candidates) drawn.set(id, (drawn.get(id) ?? 0) + 1);
    }
    expect([...drawn.keys()].sort()).toEqual(ids.toSorted());
    // Each is expected 20 times.
    expect(Math.min(...drawn.values())).toBeGreaterThan(2);
    expect(Math.max(...drawn.values())).toBeLessThan(50);
  });

  it.each([1, 99, 100, 101])('finds each of %d clerks', async (count) => {
    await storage.clear();
    const ids = Array.from({ length: count }, () => newId('agt'));
    await storage.put('staff', ...ids.map((id) => skillEntry(id)));
    const found = new Set<string>();
    for (let look = 0; look < 40 && found.size < count; look++) for (const id of await withSkill('claims')) found.add(id);
    expect([...found].sort()).toEqual(ids.toSorted());
  });

  it('is looked at again when they could have left half a year ago', async () => {
    const { agent } = await register(zoe);
    const [item] = (await storage.items('staff')).filter(({ kind }) => kind === 'agent');
    expect(item).toMatchObject({ dueOn: '2026-09-16', dueSk: `2026-09-16#${agent.id}` });
  });

  it('has one effect per key', async () => {
    const { agent } = await register(zoe, 'key-1');
    const before = await storage.dump();
    expect((await register(zoe, 'key-1')).earlier).toEqual({ id: agent.id, status: 201 });
    await expect(register({ ...zoe, team: 'other' }, 'key-1')).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await storage.dump()).toEqual(before);
  });

  describe('an address', () => {
    const paulaWith = (address: string): NewCustomer => ({ ...paula, contactPoints: [email(address)], notifyBy: 'email' });
    const takeInCustomer = async (data: NewCustomer) => {
      const customer = registered(newId('cus'), data, now);
      const lookups = { insuranceNumber: `mac-of-${data.insuranceNumber}`, email: await lookupKeys.email(emailAddress(data)!) };
      return customers.register(customer, lookups, { request: request(newId('acc'), data), status: 201, madeId: customer.id }, now);
    };

    it('is one member of staff’s, and its request may come again', async () => {
      const { agent } = await register(zoe, 'key-1');
      const before = await storage.dump();
      expect((await register(zoe, 'key-1')).earlier).toEqual({ id: agent.id, status: 201 });
      await expect(register({ ...zoe, email: 'Zoe@example.org' }, 'key-2')).rejects.toMatchObject({
        kind: 'conflict',
        code: 'login-email-taken',
        fields: [{ field: 'body.email' }],
      });
      expect(await storage.dump()).toEqual(before);
    });

    it('is no customer’s and no clerk’s at once, but for a customer who logs in otherwise', async () => {
      await register(zoe);
      await expect(takeInCustomer(paulaWith('ZOE@example.org'))).rejects.toMatchObject({ code: 'login-email-taken', fields: [{ field: 'body.login' }] });
      await takeInCustomer({ ...paulaWith('zoe@example.org'), login: 'by-id' });
      await takeInCustomer({ ...paulaWith('other@example.org'), insuranceNumber: 'K-2026-000002' });
      await expect(register({ ...zoe, email: 'other@example.org' })).rejects.toMatchObject({ code: 'login-email-taken' });
    });

    it('of two who are taken in at once is one’s: there is one person, and one login', async () => {
      const results = await Promise.allSettled([post(zoe), post({ ...zoe, displayName: 'Zoë Brueckner' })]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const heads = (await storage.items('staff')).filter(({ kind }) => kind === 'agent').map(({ pk }) => pk);
      expect([...pool.users.keys()]).toEqual(heads);
      expect(await withSkill('claims')).toEqual(heads);
    });

    it('of two tries of one request, at once, is one person’s', async () => {
      const [one, another] = await Promise.all([post(zoe, 'key-1'), post(zoe, 'key-1')]);
      expect(one).toEqual(another);
      expect([...pool.users.values()].map(({ username, invitations }) => [username, invitations])).toEqual([[one.id, 1]]);
    });

    it('of a first administrator, of whom no item tells, is taken', async () => {
      await deps().logins.ensure({ username: newId('adm'), email: 'zoe@example.org', byEmail: true, group: 'officer' });
      await expect(post(zoe)).rejects.toMatchObject({ code: 'login-email-taken' });
      expect(await storage.dump()).toEqual({});
    });
  });

  it('is shown to colleagues by what one must know to give them work', async () => {
    const { agent } = await register(zoe);
    const { agent: officer } = await register({ ...zoe, email: 'mk@example.org', role: 'officer', skills: [], languages: [] });
    const shown = () => listColleagues.handle({ ...asked, query: { limit: 10 }, caller: { id: agent.id, roles: ['agent'] } }, { staff, now: () => now });
    const zoeAsShown = { id: agent.id, displayName: 'Zoë Brückner', role: 'agent', team: 'schaden-koeln', skills: both, languages: ['de', 'tr'], isHere: true };
    expect((await shown()).items).toEqual([expect.objectContaining({ id: officer.id, role: 'officer' }), zoeAsShown]);
    const seen = await staff.byId(agent.id);
    await staff.change({ ...seen, absences: [{ id: newId('abs'), from: '2026-03-15', to: '2026-03-16' }], version: seen.version + 1 }, seen, now);
    expect((await shown()).items[1]).toEqual({ ...zoeAsShown, isHere: false });
  });

  it('finds the clerks of a team, also those who are away, for as long as they work in it', async () => {
    const { agent: away } = await register(zoe, newId('acc'), false);
    const { agent: there } = await register({ ...zoe, email: 'jo@example.org' });
    await register({ ...zoe, email: 'mk@example.org', role: 'officer', skills: [] });
    await register({ ...zoe, email: 'kf@example.org', team: 'kfz' });
    await staff.change({ ...away, status: 'away', version: 2 }, away, now);
    expect(await reader.clerksOf('schaden-koeln')).toEqual([away.id, there.id]);
    const seen = await staff.byId(there.id);
    await staff.change({ ...seen, team: 'kfz', version: seen.version + 1 }, seen, now);
    expect(await reader.clerksOf('schaden-koeln')).toEqual([away.id]);
    expect(await reader.clerksOf('kfz')).toContain(there.id);
    const last = await staff.byId(away.id);
    await staff.leave(
      { ...last, leftOn: '2026-03-15', version: last.version + 1 },
      last,
      { request: request(newId('acc')), status: 200, madeId: away.id },
      now,
    );
    expect(await reader.clerksOf('schaden-koeln')).toEqual([]);
  });

  it.each(['agent', 'officer'] as const)('makes a login in the group of an %s', async (role) => {
    const { id } = await post({ ...zoe, role, skills: [] });
    expect([...pool.users.get(id)!.groups]).toEqual([role]);
  });

  it.each(['AdminGetUser', 'AdminCreateUser', 'AdminAddUserToGroup'])(
    'gives nobody tickets whom a crash before %s left without, and mends it by the retry',
    async (step) => {
      pool.crashBefore = step;
      await expect(post(zoe, 'key-1')).rejects.toThrow();
      expect(await withSkill('claims')).toEqual([]);
      pool.crashBefore = undefined;
      const { id } = await post(zoe, 'key-1');
      expect([...pool.users.keys()]).toEqual([id]);
      expect([...pool.users.get(id)!.groups]).toEqual(['agent']);
      expect(await withSkill('claims')).toEqual([id]);
    },
  );

  it('answers a replay with the same id, and sends nothing twice', async () => {
    const { id } = await post(zoe, 'key-1');
    expect(await post(zoe, 'key-1')).toEqual({ id });
    expect(pool.users.get(id)!.invitations).toBe(1);
    await expect(post({ ...zoe, team: 'other' }, 'key-3')).rejects.toMatchObject({ code: 'login-email-taken' });
    expect(await storage.items('staff')).toHaveLength(6);
  });

  describe('invited again', () => {
    const invite = (agentId: string, body: { anew?: boolean } = {}) =>
      inviteAgent.handle({ ...asked, params: { agentId }, body: inviteAgent.body!.parse(body), once: request(newId('acc'), body) }, deps());

    it('is sent another first password, three times a day', async () => {
      const { id } = await post(zoe);
      for (const many of [2, 3, 4]) {
        await invite(id);
        expect(pool.users.get(id)!.invitations).toBe(many);
      }
      await expect(invite(id)).rejects.toMatchObject({ code: 'too-many-requests' });
    });

    it('has no login again once they have left, whatever an earlier try has made', async () => {
      const { id } = await post(zoe);
      const made = pool.users.get(id)!;
      await leave(id, '2026-03-15');
      pool.users.set(id, made);
      await expect(invite(id)).rejects.toMatchObject({ code: 'agent-left' });
      expect(pool.users.has(id)).toBe(false);
    });

    it('gets the login that a crash left out, and tickets from then on', async () => {
      pool.crashBefore = 'AdminCreateUser';
      await expect(post(zoe)).rejects.toThrow();
      pool.crashBefore = undefined;
      const [id] = (await idsOf('false')).ids;
      expect((await read(id!)).loginMadeAt).toBeUndefined();
      await invite(id!);
      expect([pool.users.get(id!)!.invitations, await withSkill('claims')]).toEqual([1, [id]]);
      expect((await read(id!)).loginMadeAt).toBe(now.toISOString());
    });

    it('is not where the login is in use, unless it is to be made anew', async () => {
      const { id } = await post(zoe);
      pool.use(id);
      await expect(invite(id)).rejects.toMatchObject({ kind: 'conflict', code: 'login-in-use' });
      await invite(id, { anew: true });
      expect(pool.users.get(id)).toMatchObject({ status: 'FORCE_CHANGE_PASSWORD', verified: true });
    });

    it('is nobody who has left, or is unknown', async () => {
      const { id } = await post(zoe);
      await leave(id);
      await expect(invite(id)).rejects.toMatchObject({
        kind: 'conflict',
        code: 'agent-left',
        fields: [{ field: 'path.agentId', problem: expect.stringContaining('taken in anew') }],
      });
      await expect(invite(newId('agt'))).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-agent' });
      expect(pool.users.size).toBe(0);
    });
  });

  describe('who has left', () => {
    it('has no login, gets no tickets, and frees the address; their data ends half a year later', async () => {
      const { id } = await post(zoe);
      expect(await leave(id)).toMatchObject({ id, leftOn: '2026-03-15', displayName: 'Zoë Brückner', version: 2 });
      expect(pool.users.size).toBe(0);
      expect(await withSkill('claims')).toEqual([]);
      expect(await storage.items('customers')).toEqual([]);
      expect(await itemOf('agent')).toMatchObject({ dueOn: '2026-09-16', dueSk: `2026-09-16#${id}`, leftOn: '2026-03-15' });
      expect((await itemOf('agent'))!.lookupKey).toBeUndefined();
      expect(await storage.items('events')).toMatchObject([{ type: 'agent.left', pk: id, data: { role: 'agent' } }]);
      const again = await post(zoe);
      expect([...pool.users.keys()]).toEqual([again.id]);
    });

    it('is told once, however often it is said', async () => {
      const { id } = await post(zoe);
      const first = await leave(id, '2026-03-15', 'key-1');
      expect(await leave(id, '2026-03-15', 'key-1')).toEqual(first);
      const before = [await storage.items('staff'), await storage.items('events')];
      expect(await leave(id, '2026-03-15', 'key-2')).toEqual(first);
      expect([await storage.items('staff'), await storage.items('events')]).toEqual(before);
      await expect(leave(id, '2026-03-14', 'key-1')).rejects.toMatchObject({ kind: 'invalid' });
    });

    it('can have the day put right', async () => {
      storage.inject(undefined);
      const agent = { ...employed(newId('agt'), zoe, new Date('2025-01-01T00:00:00Z')) };
      await staff.register(agent, 'mac', { request: request('key-0'), status: 201, madeId: agent.id }, now);
      await leave(agent.id, '2026-03-15');
      await leave(agent.id, '2026-02-28');
      expect(await itemOf('agent')).toMatchObject({ leftOn: '2026-02-28', dueOn: '2026-08-29' });
      expect(await storage.items('events')).toHaveLength(1);
    });

    it.each([
      ['2026-03-16', /future/],
      ['2026-03-14', /before/],
    ])('did not leave on %s', async (leftOn, problem) => {
      const { id } = await post(zoe);
      const before = await storage.dump();
      const refused = (await leave(id, leftOn).catch((error: unknown) => error)) as DomainError;
      expect(refused).toMatchObject({ kind: 'invalid', fields: [{ field: 'body.leftOn' }] });
      expect(refused.fields[0]!.problem).toMatch(problem);
      expect([await storage.dump(), pool.users.size]).toEqual([before, 1]);
    });

    it('was somebody', async () => {
      await expect(leave(newId('agt'))).rejects.toMatchObject({ kind: 'not-found', code: 'no-such-agent' });
    });

    it('keeps the login where nothing could be recorded: they still work here', async () => {
      const { id } = await post(zoe);
      storage.inject(({ command }) => (command === 'TransactWriteItems' ? 'crash-before' : undefined));
      await expect(leave(id, '2026-03-15', 'key-1')).rejects.toThrow();
      storage.inject(undefined);
      expect([pool.users.size, (await read(id)).leftOn]).toEqual([1, undefined]);
      expect(await leave(id, '2026-03-15', 'key-1')).toMatchObject({ leftOn: '2026-03-15' });
      expect(pool.users.size).toBe(0);
    });

    it.each(['key-1', 'key-2'])('loses the login that a crash has left, by the same said again (%s)', async (key) => {
      const { id } = await post(zoe);
      pool.crashBefore = 'AdminUserGlobalSignOut';
      await expect(leave(id, '2026-03-15', 'key-1')).rejects.toThrow();
      pool.crashBefore = undefined;
      expect([pool.users.size, (await read(id)).leftOn, await withSkill('claims')]).toEqual([1, '2026-03-15', []]);
      expect(await leave(id, '2026-03-15', key)).toMatchObject({ leftOn: '2026-03-15', version: 2 });
      expect([pool.users.size, (await storage.items('events')).length]).toEqual([0, 1]);
    });

    it('is not overtaken by a change that was made meanwhile', async () => {
      const { id } = await post(zoe);
      const seen = await staff.byId(id);
      const left = { ...seen, leftOn: '2026-03-15', version: seen.version + 1 };
      const changed = { ...seen, team: 'other', version: seen.version + 1 };
      await staff.change(changed, seen, now);
      const once = { request: request('key-1'), status: 200, madeId: id };
      await expect(staff.leave(left, seen, once, now)).rejects.toMatchObject({ code: 'changed-meanwhile' });
      await leave(id, '2026-03-15');
      const stale = { ...changed, leftOn: '2026-03-15' };
      await expect(staff.leave(stale, stale, once, now)).rejects.toMatchObject({ code: 'changed-meanwhile' });
    });

    it('gets no login by the repeat of the request that took them in', async () => {
      const { id } = await post(zoe, 'key-1');
      await leave(id);
      expect(await post(zoe, 'key-1')).toEqual({ id });
      expect([pool.users.size, await withSkill('claims')]).toEqual([0, []]);
    });

    it('has none either where the leaving overtook the login', async () => {
      const { logins, ...others } = deps();
      const overtaken = {
        ...others,
        logins: {
          ...logins,
          async ensure(login: Parameters<typeof logins.ensure>[0]) {
            await leave(login.username);
            await logins.ensure(login);
          },
        },
      };
      const asking = registerAgent.handle({ ...asked, body: zoe, once: request('key-1', zoe) }, overtaken);
      await expect(asking).rejects.toMatchObject({ kind: 'conflict', code: 'agent-left' });
      expect([pool.users.size, await withSkill('claims')]).toEqual([0, []]);
    });
  });

  describe('changed', () => {
    const change = (agentId: string, body: AgentChange, ifMatch: number) => changeAgent.handle({ ...asked, params: { agentId }, body, ifMatch }, deps());

    it('is found by the skills they have now, and signs with the name as it is spelt now', async () => {
      const { id } = await post(zoe);
      expect(await change(id, { displayName: 'Zoe Brückner', skills: [{ skill: 'service', level: 2 }] }, 1)).toMatchObject({
        displayName: 'Zoe Brückner',
        version: 2,
      });
      expect(await read(id)).toMatchObject({ displayName: 'Zoe Brückner', team: 'schaden-koeln', skills: [{ skill: 'service', level: 2 }], version: 2 });
      expect([await withSkill('claims'), await withSkill('service')]).toEqual([[], [id]]);
      await change(id, { skills: both }, 2);
      expect(await withSkill('claims')).toEqual([id]);
    });

    it('is found by none before there is a login, and by the new ones with it', async () => {
      const { agent } = await register(zoe, newId('acc'), false);
      await change(agent.id, { skills: [{ skill: 'service', level: 2 }] }, 1);
      expect(await withSkill('service')).toEqual([]);
      await expect(staff.loginMade(agent, now)).rejects.toMatchObject({ code: 'changed-meanwhile' });
      await staff.loginMade(await staff.byId(agent.id), now);
      expect([await withSkill('claims'), await withSkill('service')]).toEqual([[], [agent.id]]);
    });

    it('is changed by one of two at once, and under the version that was seen', async () => {
      const { id } = await post(zoe);
      const results = await Promise.allSettled([change(id, { team: 'one' }, 1), change(id, { team: 'two' }, 1)]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(change(id, { team: 'three' }, 1)).rejects.toMatchObject({ kind: 'stale', code: 'agent-changed' });
    });

    it('is answered as it is to whoever asks again, since their answer was lost', async () => {
      const { id } = await post(zoe);
      await change(id, { team: 'one', skills: both }, 1);
      const before = await storage.dump();
      expect(await change(id, { team: 'one', skills: both }, 1)).toMatchObject({ team: 'one', version: 2 });
      expect(await storage.dump()).toEqual(before);
    });

    it('has no skills as an officer, and is left alone once they have left', async () => {
      const { id } = await post({ ...zoe, role: 'officer', skills: [] });
      await expect(change(id, { skills: [{ skill: 'claims', level: 3 }] }, 1)).rejects.toMatchObject({ kind: 'invalid', fields: [{ field: 'body.skills' }] });
      await leave(id);
      await expect(change(id, { team: 'other' }, 2)).rejects.toMatchObject({ kind: 'conflict', code: 'agent-left' });
    });
  });

  it('lists who is here and who has left, newest first, in full pages', async () => {
    const ids: string[] = [];
    for (const number of [1, 2, 3, 4, 5]) ids.push((await post({ ...zoe, email: `clerk${number}@example.org` })).id);
    await leave(ids[1]!);
    const here = [ids[4], ids[3], ids[2], ids[0]];
    expect([(await idsOf('false')).ids, (await idsOf('true')).ids]).toEqual([here, [ids[1]]]);
    const first = await idsOf('false', 3);
    expect(first.ids).toEqual(here.slice(0, 3));
    expect((await idsOf('false', 3, first.next)).ids).toEqual(here.slice(3));
  });
});
