import { beforeEach, expect, it } from '@jest/globals';
import { erasureRequested } from '../../events/erasure-requested.ts';
import { eraseCustomer } from '../../functions/privacy/erase-customer.ts';
import { requestErasure } from '../../functions/privacy/request-erasure.ts';
import { newId } from '../../shared/id.ts';
import { erasureScene } from './erasure-scene.ts';
import { describeStorage } from './harness.ts';
import { officer, unanswered } from './privacy-fixtures.ts';

describeStorage('erasure asked for at the same moment', (storage) => {
  const { world, setUp } = erasureScene(storage);
  beforeEach(() => world.clear());

  const ask = (customerId: string, deps: typeof world.deps.api = world.deps.api) =>
    requestErasure.handle({ ...unanswered, body: { customerId }, caller: officer, once: { key: newId('acc'), body: '{}' } }, deps);
  const files = async () => (await storage.items('privacy')).filter(({ kind }) => kind === 'erasure-request');
  const told = async () => (await storage.items('events')).filter(({ type }) => type === erasureRequested.type);

  /** So many ask under keys of their own, and all have seen that nobody did before the first one writes. */
  async function allAtOnce(customerId: string, many = 3) {
    let seen = 0;
    const all = Promise.withResolvers<void>();
    const { erasures } = world.deps.api;
    const unfinished: typeof erasures.unfinished = async (id) => {
      const open = await erasures.unfinished(id);
      if (++seen === many) all.resolve();
      await all.promise;
      return open;
    };
    return Promise.all(Array.from({ length: many }, () => ask(customerId, { ...world.deps.api, erasures: { ...erasures, unfinished } })));
  }

  it('is one request, and everybody is answered with that one', async () => {
    const { person } = await setUp();
    const answers = await allAtOnce(person.id);
    const [file, ...further] = await files();
    expect([further, answers.map(({ id, status }) => [id, status])]).toEqual([[], answers.map(() => [file!.id, 'received'])]);
    expect((await told()).map(({ pk }) => pk)).toEqual([file!.id]);
  });

  it('is one request of somebody without master data, too, and a later one is another', async () => {
    const { person } = await setUp();
    const first = await world.erased(person.id);
    expect(first.outcome).toBe('complete');
    const ids = new Set((await allAtOnce(person.id)).map((answer) => answer.id));
    const [id] = ids;
    expect([ids.size, ids.has(first.id)]).toEqual([1, false]);
    expect((await told()).map(({ pk }) => pk).sort()).toEqual([first.id, id!].sort());
    await eraseCustomer(id!, world.deps.erase);
    // On the same day, as soon as the one before is answered to its end.
    expect([first.id, id]).not.toContain((await ask(person.id)).id);
    expect(await files()).toHaveLength(3);
  });

  it('opens a request anew once that was answered in part', async () => {
    const person = await world.person();
    await world.aCase(person.id);
    const { id, outcome } = await world.erased(person.id);
    const answers = await allAtOnce(person.id);
    expect([outcome, answers.map((answer) => [answer.id, answer.status])]).toEqual(['partial', answers.map(() => [id, 'received'])]);
    expect([(await files()).length, (await told()).length]).toEqual([1, 2]);
  });

  it('is answered with what is open also where the guard has closed meanwhile', async () => {
    const { person } = await setUp();
    const { erasures } = world.deps.api;
    let first: string | undefined;
    const overtaken: typeof erasures.receive = async (...asked) => {
      first = await world.askForErasure(person.id);
      await world.deps.erase.guard.close(person.id);
      return erasures.receive(...asked);
    };
    expect((await ask(person.id, { ...world.deps.api, erasures: { ...erasures, receive: overtaken } })).id).toBe(first);
    expect(await files()).toHaveLength(1);
  });

  it.each([
    ['before its request was written', 'crash-before'],
    ['when it had been', 'crash-after'],
  ] as const)('is one request after whoever was first ended %s', async (_, way) => {
    const { person } = await setUp();
    storage.inject(({ command }) => (command === 'TransactWriteItems' ? way : undefined));
    await expect(ask(person.id)).rejects.toThrow();
    storage.inject(undefined);
    const { id } = await ask(person.id);
    expect([(await files()).map((file) => file.id), (await told()).length]).toEqual([[id], 1]);
  });
});
