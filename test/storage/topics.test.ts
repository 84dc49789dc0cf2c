import { beforeEach, expect, it } from '@jest/globals';
import { addTopic } from '../../functions/topics/add-topic.ts';
import { changeTopic } from '../../functions/topics/change-topic.ts';
import { getTopic } from '../../functions/topics/get-topic.ts';
import { listTopics } from '../../functions/topics/list-topics.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { Language } from '../../shared/language.ts';
import { topicKey } from '../../shared/topics/topic-item.ts';
import { topicTable } from '../../shared/topics/topic-table.ts';
import { NewTopic, WholeTopic, type Topic } from '../../shared/topics/topic.ts';
import { describeStorage } from './harness.ts';
import { privacyWorld, rules } from './privacy-fixtures.ts';
import { answerOf } from './ticket-world.ts';

const words = { title: 'Jahresrechnung', explanation: 'Was Ihr Vertrag kostet.', questions: [{ question: 'Wann?', answer: 'Im März.' }], links: [] };
const english = { title: 'Annual invoice', explanation: 'What your contract costs.', questions: [], links: [] };
const admin: Caller = { id: 'adm_01', roles: ['admin'] };
const customer: Caller = { id: 'cus_01JQ0000000000000000000000', roles: ['customer'] };
const nothing = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };

describeStorage('topics', (storage) => {
  const world = privacyWorld(storage);
  const now = () => world.clock.at;
  const topics = topicTable({ db: storage.db, rules });
  const deps = { topics, now };
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date('2026-03-15T09:30:00Z');
  });

  const once = (key = newId('acc'), body = '{}') => ({ key, body });
  const add = (name = 'invoice', texts: object = { de: words, en: english }, request = once()) =>
    addTopic.handle({ ...nothing, body: NewTopic.parse({ name, texts }), caller: admin, once: request }, deps);
  const change = (topicName: string, ifMatch: number, body: object) => {
    const whole = WholeTopic.parse({ texts: { de: words, en: english }, status: 'active', ...body });
    return changeTopic.handle({ ...nothing, params: { topicName }, body: whole, caller: admin, ifMatch }, deps);
  };
  const get = (topicName: string, version?: number) =>
    getTopic.handle({ ...nothing, params: { topicName }, query: { version }, caller: admin }, deps) as Promise<Topic>;
  const read = (topicName: string, language: Language = 'de') =>
    getTopic.handle({ ...nothing, params: { topicName }, query: { language }, caller: customer }, deps);
  const list = (status: 'active' | 'retired' = 'active') => listTopics.handle({ ...nothing, query: { limit: 100, status }, caller: admin }, deps);
  const readAll = (query: { limit?: number; cursor?: string; names?: string; language?: Language } = {}) =>
    listTopics.handle({ ...nothing, query: { limit: 25, language: 'de', ...query }, caller: customer }, deps);
  const namesOf = ({ items }: Awaited<ReturnType<typeof list>>) => items.map(({ name }) => name);

  it('have a version with each change, of which those before stay readable to staff', async () => {
    const topic = await add();
    const changed = await change('invoice', 1, { texts: { de: { ...words, title: 'Rechnung' } } });
    expect([topic.version, changed.version]).toEqual([1, 2]);
    expect(await get('invoice')).toEqual(changed);
    expect([await get('invoice', 1), await get('invoice', 2)]).toEqual([topic, changed]);
    expect(await answerOf(get('invoice', 3))).toBe('not-found/no-such-topic');
    expect(await answerOf(get('refund'))).toBe('not-found/no-such-topic');
    expect(await answerOf(change('refund', 1, {}))).toBe('not-found/no-such-topic');
  });

  it('are made once, however often that is asked, and answered as they were made', async () => {
    const request = once();
    const topic = await add('invoice', undefined, request);
    await change('invoice', 1, { status: 'retired' });
    expect(await add('invoice', undefined, request)).toEqual(topic);
    expect(await answerOf(add('invoice', undefined, { ...request, body: '{"name":"x"}' }))).toBe('unprocessable/idempotency-key-reused');
    expect((await get('invoice')).version).toBe(2);
  });

  it('have names of their own: of many with one name at once there is one, and a retired one keeps it', async () => {
    const tries = await Promise.all(Array.from({ length: 6 }, (_, number) => answerOf(add('invoice', { de: { ...words, title: `Nummer ${number}` } }))));
    const made = tries.filter((one) => typeof one !== 'string');
    expect(made).toHaveLength(1);
    expect(tries.filter((one) => one === 'conflict/topic-exists')).toHaveLength(5);
    expect(await get('invoice')).toEqual(made[0]);
    await change('invoice', 1, { status: 'retired' });
    expect(await answerOf(add())).toBe('conflict/topic-exists');
  });

  it('are changed under the version that was seen: of many at once one is done, and what is so already is said', async () => {
    await add();
    const texts = (title: string) => ({ texts: { de: { ...words, title } } });
    const tries = Array.from({ length: 8 }, (_, number) => answerOf(change('invoice', 1, texts(`Nummer ${number}`))));
    const done = (await Promise.all(tries)).filter((one) => typeof one !== 'string') as Topic[];
    expect(done).toHaveLength(1);
    expect(await get('invoice')).toEqual(done[0]);
    expect(await change('invoice', 1, texts(done[0]!.texts.de.title))).toEqual(done[0]);
    expect(await answerOf(change('invoice', 1, texts('Zu spät')))).toBe('stale/topic-changed');
  });

  it('are read by customers as they are now, in their language or in German', async () => {
    await add();
    await add('refund', { de: words });
    expect(await read('invoice', 'en')).toEqual({ name: 'invoice', language: 'en', ...english, version: 1 });
    expect(await read('refund', 'en')).toEqual({ name: 'refund', language: 'de', ...words, version: 1 });
    await change('invoice', 1, { texts: { de: { ...words, title: 'Rechnung' } } });
    expect(await read('invoice', 'en')).toEqual({ name: 'invoice', language: 'de', ...words, title: 'Rechnung', version: 2 });
  });

  it('are read by customers while they are in use, and then as if they had never been', async () => {
    await add();
    await add('refund');
    await change('invoice', 1, { status: 'retired' });
    expect(await answerOf(read('invoice'))).toEqual(await answerOf(read('never-was')));
    expect(namesOf(await readAll())).toEqual(['refund']);
    expect(namesOf(await readAll({ names: 'refund,never-was,invoice' }))).toEqual(['refund']);
    expect([namesOf(await list()), namesOf(await list('retired'))]).toEqual([['refund'], ['invoice']]);
    await change('invoice', 2, {});
    expect(await read('invoice')).toMatchObject({ version: 3 });
    expect(namesOf(await readAll())).toEqual(['invoice', 'refund']);
  });

  it('of a page of letters are one read, each once, with a hundred others beside', async () => {
    const every = Array.from({ length: 60 }, (_, number) => `topic-${String(number).padStart(2, '0')}`);
    for (const name of every) await add(name, { de: words });
    const names = [...every.slice(0, 50).toReversed(), ...every.slice(0, 3)].join(',');
    const { byCommand, result } = await storage.counted(() => readAll({ names, limit: 50 }));
    expect(byCommand).toEqual({ BatchGetItem: 1 });
    expect([namesOf(result), result.next]).toEqual([every.slice(0, 50), undefined]);
  });

  it('are listed page by page, by their names, all of them or those that are named', async () => {
    for (const name of ['refund', 'invoice', 'contract-end', 'a']) await add(name, { de: words });
    for (const names of [undefined, 'a,refund,invoice,contract-end']) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await readAll({ limit: 3, ...(names !== undefined && { names }), ...(cursor !== undefined && { cursor }) });
        expect(page.items.length).toBeLessThanOrEqual(3);
        seen.push(...namesOf(page));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen).toEqual(['a', 'contract-end', 'invoice', 'refund']);
    }
  });

  it('go a year after they were retired, with all their versions, and not before; then the name is free', async () => {
    await add();
    await add('refund');
    await change('invoice', 1, { status: 'retired' });
    expect((await storage.db.get('staff', topicKey('invoice')))!.dueOn).toBe('2027-03-16');
    const stored = async () => (await storage.items('staff')).filter(({ kind }) => String(kind).startsWith('topic')).map(({ name }) => name);
    await world.runOf('2027-03-15', ['staff']);
    expect((await stored()).filter((name) => name === 'invoice')).toHaveLength(3);
    await world.runOf('2027-03-16', ['staff']);
    expect(await stored()).toEqual(['refund', 'refund']);
    // One that is in use is looked at again, and stays.
    await world.runOf('2040-01-01', ['staff']);
    expect(await stored()).toEqual(['refund', 'refund']);
    expect(await add()).toMatchObject({ version: 1 });
  });

  it('taken up again do not go', async () => {
    await add();
    await change('invoice', 1, { status: 'retired' });
    await change('invoice', 2, {});
    await world.runOf('2040-01-01', ['staff']);
    expect(await read('invoice')).toMatchObject({ version: 3 });
  });
});
