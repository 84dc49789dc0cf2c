import { describe, expect, it } from '@jest/globals';
import { customerKey, customerKind } from '../../../../shared/customers/customer-item.ts';
import { letterKind } from '../../../../shared/letters/letter-item.ts';
import { letterFileKey } from '../../../../shared/letters/letter.ts';
import type { ItemKind } from '../../../../shared/storage/item-kind.ts';
import type { OutsideStoreName } from '../../../../shared/storage/outside-holdings.ts';
import { deletion, type Assessed, type OutsideStores } from '../../../../shared/privacy/deletion/deletion.ts';
import { erasureKey, erasureRequestKind } from '../../../../shared/privacy/erasure/erasure-item.ts';
import { runCountKind } from '../../../../shared/privacy/runs/deletion-run-item.ts';
import { agentKey, agentKind } from '../../../../shared/staff/agent-item.ts';
import type { Database } from '../../../../shared/storage/database.ts';
import { storedItems } from '../../../../shared/stored-items.ts';
import { email, sms } from '../../customers/people.ts';

const found = (kind: unknown, item: object): Assessed => ({ kind: kind as ItemKind, item: { dueOn: '2030-04-01', ...item }, facts: {} });

const heads = {
  customer: found(customerKind, { ...customerKey('cus_1'), contactPoints: [sms('+4915112345678'), email('paula@sommer.example')] }),
  letter: found(letterKind, { pk: 'cus_1', sk: 'let#let_1', id: 'let_1' }),
  agent: found(agentKind, { ...agentKey('agt_1'), email: 'tobias@lindenhof.example' }),
  'erasure-request': found(erasureRequestKind, { ...erasureKey('cus_1', 'era_1'), replyTo: 'paula@sommer.example' }),
};

const stores: readonly OutsideStoreName[] = ['letter-files', 'logins', 'mail-suppression'];

/** Deletes a head from a database that takes everything, and tells in which order things happened. */
async function deleting(head: Assessed, failing?: OutsideStoreName): Promise<string[]> {
  const done: string[] = [];
  const take = (what: OutsideStoreName) => ({
    async remove(reference: string) {
      if (what === failing) throw new Error(`${what} fails`);
      done.push(`${what} ${reference}`);
    },
  });
  const db = {
    commit: async ({ writes }: Parameters<Database['commit']>[0]) => {
      for (const write of writes) if ('delete' in write) done.push(`item ${write.delete.sk}`);
      return {};
    },
    each: async function* () {},
  } as unknown as Database;
  const { one } = deletion({
    db,
    registry: storedItems,
    now: () => new Date('2030-04-01T02:00:00Z'),
    outside: Object.fromEntries(stores.map((store) => [store, take(store)])) as unknown as OutsideStores,
  });
  const sheet = { kind: runCountKind, keyFor: () => ({ pk: 'run_1', sk: 'log#count#1' }) };
  await one(head, sheet).catch((error: Error) => done.push(error.message));
  return done;
}

describe('what lies outside of the tables', () => {
  it.each([
    ['customer', ['mail-suppression paula@sommer.example', 'item customer']],
    ['letter', [`letter-files ${letterFileKey('cus_1', 'let_1')}`, 'item let#let_1']],
    ['agent', ['logins agt_1', 'mail-suppression tobias@lindenhof.example', 'item agent']],
    ['erasure-request', ['mail-suppression paula@sommer.example', 'item era#era_1']],
  ] as const)('goes before its head: %s', async (kind, order) => {
    expect(await deleting(heads[kind])).toEqual(order);
  });

  it('keeps its head, to be found again, when it can not be taken', async () => {
    expect(await deleting(heads.customer, 'mail-suppression')).toEqual(['mail-suppression fails']);
  });
});
