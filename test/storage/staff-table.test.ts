import { beforeEach, expect, it } from '@jest/globals';
import { registerAgent } from '../../functions/staff/register-agent.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { cognitoLogins } from '../../shared/logins/logins.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { agentKind, skillKind } from '../../shared/staff/agent-item.ts';
import { employed, type NewAgent } from '../../shared/staff/agent.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { staffTable } from '../../shared/staff/staff-table.ts';
import { UserPool } from '../unit/logins/user-pool.ts';
import { describeStorage } from './harness.ts';

const now = new Date('2026-03-15T10:00:00Z');
const zoe: NewAgent = { displayName: 'Zoë Brückner', email: 'zoe@example.org', role: 'agent', team: 'schaden-koeln', skills: ['claims', 'service'] };
const admin: Caller = { id: newId('adm'), roles: ['admin'] };
const request = (key: string, body: unknown = {}) => ({ key, body: JSON.stringify(body) });

describeStorage('staff table', (storage) => {
  const staff = staffTable({ db: storage.db, rules: deletionRules('insurer') });
  const reader = staffReader(storage.db);
  let pool = new UserPool();
  beforeEach(() => {
    pool = new UserPool();
    return storage.clear();
  });

  const register = (data: NewAgent, key = newId('acc'), emailTaken = false) => {
    const agent = employed(newId('agt'), data, now);
    const once = { request: request(key, data), status: 201, madeId: agent.id };
    return staff.register(agent, emailTaken, once, now).then((committed) => ({ agent, ...committed }));
  };
  const post = (body: NewAgent, key = newId('acc')) => {
    const logins = cognitoLogins({ client: pool.client, userPoolId: 'p', invite: true });
    return registerAgent.handle(
      { params: undefined, query: undefined, body, caller: admin, once: request(key, body), ifMatch: undefined },
      { staff, logins, newId, now: () => now },
    );
  };

  it('writes the member of staff and an entry per skill, in one round trip', async () => {
    const { result, total } = await storage.counted(() => register(zoe));
    expect(total).toBe(1);
    const items = await storage.items('staff');
    expect(items.map(({ sk }) => sk).sort()).toEqual(['agent', 'skill#claims', 'skill#service']);
    for (const item of items) expect((item.kind === 'agent' ? agentKind : skillKind).schema.strict().parse(item)).toEqual(item);
    expect(await reader.agent(result.agent.id)).toEqual(result.agent);
  });

  it('lets assignment find clerks by their skill', async () => {
    const first = await register(zoe);
    const second = await register({ ...zoe, skills: ['service'] });
    const officer = await register({ ...zoe, role: 'officer', skills: [] });
    expect(await reader.agentsWith('claims')).toEqual([first.agent.id]);
    expect((await reader.agentsWith('service')).sort()).toEqual([first.agent.id, second.agent.id].sort());
    expect(await reader.agent(officer.agent.id)).toMatchObject({ role: 'officer' });
  });

  it('takes of more than 100 clerks a random 100, and over time each of them', async () => {
    const ids = Array.from({ length: 300 }, () => newId('agt'));
    await storage.put('staff', ...ids.map((id) => ({ pk: id, sk: 'skill#claims', kind: 'skill', gsi1pk: 'skill#claims', gsi1sk: id })));
    const { byCommand } = await storage.counted(() => reader.agentsWith('claims'));
    expect(byCommand).toEqual({ Query: 1 });
    let state = 1;
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const seeded = staffReader(storage.db, random);
    const drawn = new Map<string, number>();
    for (let draw = 0; draw < 60; draw++) {
      const candidates = await seeded.agentsWith('claims');
      expect(new Set(candidates).size).toBe(100);
      for (const id of candidates) drawn.set(id, (drawn.get(id) ?? 0) + 1);
    }
    expect([...drawn.keys()].sort()).toEqual(ids.toSorted());
    // Each is expected 20 times.
    expect(Math.min(...drawn.values())).toBeGreaterThan(5);
    expect(Math.max(...drawn.values())).toBeLessThan(40);
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

  it('refuses an address that somebody logs in with, unless this very request made that login', async () => {
    const { agent } = await register(zoe, 'key-1');
    const before = await storage.dump();
    expect((await register(zoe, 'key-1', true)).earlier).toEqual({ id: agent.id, status: 201 });
    await expect(register(zoe, 'key-2', true)).rejects.toMatchObject({ kind: 'conflict', code: 'login-email-taken' });
    expect(await storage.dump()).toEqual(before);
  });

  it.each(['agent', 'officer'] as const)('makes a login in the group of an %s', async (role) => {
    const { id } = await post({ ...zoe, role, skills: [] });
    expect([...pool.users.get(id)!.groups]).toEqual([role]);
  });

  it.each(['AdminGetUser', 'AdminCreateUser', 'AdminAddUserToGroup'])('mends by the retry what a crash before %s has left', async (step) => {
    pool.crashBefore = step;
    await expect(post(zoe, 'key-1')).rejects.toThrow();
    pool.crashBefore = undefined;
    const { id } = await post(zoe, 'key-1');
    expect([...pool.users.keys()]).toEqual([id]);
    expect([...pool.users.get(id)!.groups]).toEqual(['agent']);
    expect(await reader.agentsWith('claims')).toEqual([id]);
  });

  it('answers a replay with the same id', async () => {
    const { id } = await post(zoe, 'key-1');
    expect(await post(zoe, 'key-1')).toEqual({ id });
    await expect(post({ ...zoe, team: 'other' }, 'key-3')).rejects.toMatchObject({ code: 'login-email-taken' });
    expect(await storage.items('staff')).toHaveLength(3);
  });
});
