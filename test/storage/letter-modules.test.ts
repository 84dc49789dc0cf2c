import { beforeEach, expect, it } from '@jest/globals';
import { addLetterModule } from '../../functions/letters/add-letter-module.ts';
import { approveLetterModule } from '../../functions/letters/approve-letter-module.ts';
import { changeLetterModule } from '../../functions/letters/change-letter-module.ts';
import { getLetterModule } from '../../functions/letters/get-letter-module.ts';
import { listLetterModules } from '../../functions/letters/list-letter-modules.ts';
import { previewLetterModule } from '../../functions/letters/preview-letter-module.ts';
import { withdrawLetterModule } from '../../functions/letters/withdraw-letter-module.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { letterModuleKey } from '../../shared/letters/modules/letter-module-item.ts';
import { NewLetterModule, type LetterModuleContent } from '../../shared/letters/modules/letter-module.ts';
import { letterModuleTable } from '../../shared/letters/modules/letter-module-table.ts';
import { releaseModules } from '../../shared/letters/modules/release-modules.ts';
import type { LetterContent } from '../../shared/letters/typesetting/content.ts';
import { sender } from '../letters/samples.ts';
import { describeStorage } from './harness.ts';
import { rules } from './privacy-fixtures.ts';
import { answerOf } from './ticket-world.ts';

const { code, content } = NewLetterModule.parse(addLetterModule.example);
const nothing = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
const admin = (id: string): Caller => ({ id, roles: ['admin'] });
const anna = admin('adm_anna');
const ben = admin('adm_ben');

describeStorage('letter modules', (storage) => {
  const clock = { at: new Date('2026-03-15T09:30:00Z') };
  const printed: LetterContent[] = [];
  const deps = {
    modules: letterModuleTable({ db: storage.db, rules }),
    sender,
    render: (letter: LetterContent) => {
      printed.push(letter);
      return Promise.resolve(new Uint8Array([0x25]));
    },
    now: () => clock.at,
  };
  beforeEach(async () => {
    await storage.clear();
    printed.length = 0;
    clock.at = new Date('2026-03-15T09:30:00Z');
  });

  const once = (key = newId('acc')) => ({ key, body: '{}' });
  const titled = (title: string): LetterModuleContent => ({ ...content, texts: { de: { ...content.texts.de, title } } });
  const add = (over: Partial<NewLetterModule> = {}, request = once(), caller = anna) =>
    addLetterModule.handle({ ...nothing, body: { code, content, ...over }, caller, once: request }, deps);
  const change = (ifMatch: number, body: LetterModuleContent, caller = anna, of = code) =>
    changeLetterModule.handle({ ...nothing, params: { moduleCode: of }, body, caller, ifMatch }, deps);
  const approve = (ifMatch: number, inForce = {} as { version?: number; from?: string; to?: string }, caller = ben, request = once()) =>
    approveLetterModule.handle(
      { ...nothing, params: { moduleCode: code }, body: { version: 1, from: '2026-03-15', ...inForce }, caller, once: request, ifMatch },
      deps,
    );
  const withdraw = (ifMatch: number, version: number, caller = ben, request = once()) =>
    withdrawLetterModule.handle({ ...nothing, params: { moduleCode: code }, body: { version }, caller, once: request, ifMatch }, deps);
  const get = (version?: number, of = code) => getLetterModule.handle({ ...nothing, params: { moduleCode: of }, query: { version }, caller: anna }, deps);
  const list = (limit = 25, cursor?: string) => listLetterModules.handle({ ...nothing, query: { limit, cursor }, caller: anna }, deps);
  const preview = (body: { version?: number; language?: 'de' | 'en'; onlyRequired?: boolean } = {}, of = code) =>
    previewLetterModule.handle(
      { ...nothing, params: { moduleCode: of }, body: { language: 'de', onlyRequired: false, ...body }, caller: anna, once: once() },
      deps,
    );
  const head = async () => (await storage.db.get('staff', letterModuleKey(code)))!;
  const everything = async () => JSON.stringify({ ...(await storage.dump()), idempotency: [] });

  it('are added once, however often it is asked, and each code is one module’s', async () => {
    const request = once();
    const made = await add({}, request);
    expect(made).toMatchObject({ code, version: 1, status: 'draft', origin: 'own', revision: 1, writers: ['adm_anna'], content });
    expect(made.versionInForce).toBeUndefined();
    const before = await everything();
    expect(await add({}, request)).toEqual(made);
    expect(await answerOf(add())).toBe('conflict/letter-module-code-taken');
    expect(await answerOf(add({ code: 'claim-settlement' }))).toBe('conflict/letter-module-code-taken');
    expect(await everything()).toBe(before);
    expect(await get()).toEqual(made);
  });

  it('of two who add the same code at once one is told', async () => {
    const both = await Promise.all([anna, ben].map((by) => answerOf(add({}, once(), by))));
    expect(both.filter((one) => one === 'conflict/letter-module-code-taken')).toHaveLength(1);
  });

  it('go from draft to approved by a second person, and letters are written from them from a day on', async () => {
    await add();
    expect(await change(1, titled('Termin'))).toMatchObject({
      version: 1,
      revision: 2,
      writers: ['adm_anna'],
      content: { texts: { de: { title: 'Termin' } } },
    });
    expect(await answerOf(approve(2, undefined, anna))).toBe('forbidden/second-person-required');
    expect(await answerOf(approve(1))).toBe('stale/letter-module-changed');
    expect(await answerOf(approve(2, { from: '2026-03-14' }))).toBe('invalid/invalid-body');
    const request = once();
    const done = await approve(2, { from: '2026-03-20', to: '2026-12-31' }, ben, request);
    expect(done).toMatchObject({ status: 'approved', inForce: { from: '2026-03-20', to: '2026-12-31' }, approvedBy: 'adm_ben', revision: 3 });
    expect(done.versionInForce).toBeUndefined();
    // Asked again after a lost answer: that is done.
    const before = await everything();
    expect(await approve(2, { from: '2026-03-20', to: '2026-12-31' }, ben, request)).toEqual(await get());
    expect(await answerOf(approve(3))).toBe('conflict/letter-module-not-a-draft');
    expect(await everything()).toBe(before);
    clock.at = new Date('2026-03-20T09:30:00Z');
    expect((await get()).versionInForce).toBe(1);
  });

  it('what was approved stays as it is: what is written then is the next version', async () => {
    await add();
    await approve(1);
    const version = await get(1);
    const next = await change(2, titled('Neu'), ben);
    expect(next).toMatchObject({ version: 2, status: 'draft', revision: 3, versionInForce: 1, writers: ['adm_ben'] });
    expect(await get(1)).toEqual({ ...version, revision: 3 });
    expect(await answerOf(approve(3, { version: 2 }, ben))).toBe('forbidden/second-person-required');
    expect(await approve(3, { version: 2, from: '2026-04-01' }, anna)).toMatchObject({ version: 2, versionInForce: 1 });
    clock.at = new Date('2026-04-01T09:30:00Z');
    expect((await get(1)).versionInForce).toBe(2);
    expect((await list()).items.find((one) => one.code === code)).toMatchObject({ title: 'Neu', version: 2, status: 'approved', versionInForce: 2 });
  });

  it('are approved in the version that was read, and in no other', async () => {
    await add();
    await approve(1);
    const { revision } = await change(2, titled('Neu'));
    // Whoever read the first version has the ETag under which the draft could be approved.
    expect((await get(1)).revision).toBe(revision);
    expect(await answerOf(approve(revision, { version: 1 }))).toBe('conflict/letter-module-not-a-draft');
    expect(await answerOf(approve(revision, { version: 3 }))).toBe('not-found/no-such-letter-module');
    expect((await get()).status).toBe('draft');
    expect(await approve(revision, { version: 2 })).toMatchObject({ version: 2, status: 'approved', inForce: { from: '2026-03-15' } });
  });

  it('what says it already is answered as it is, but what was withdrawn can be wanted again', async () => {
    await add();
    const before = await everything();
    expect(await change(99, content)).toMatchObject({ version: 1, revision: 1 });
    expect(await everything()).toBe(before);
    await withdraw(1, 1);
    expect(await change(2, content)).toMatchObject({ version: 2, status: 'draft', revision: 3 });
  });

  it('are withdrawn, and what they replaced does not come back', async () => {
    await add();
    await approve(1);
    await change(2, titled('Neu'), ben);
    await approve(3, { version: 2 }, anna);
    const request = once();
    const gone = await withdraw(4, 2, anna, request);
    expect(gone).toMatchObject({ version: 2, status: 'withdrawn', withdrawnBy: 'adm_anna', revision: 5 });
    expect(gone.versionInForce).toBeUndefined();
    expect(await withdraw(4, 2, anna, request)).toEqual(gone);
    expect(await answerOf(withdraw(5, 2))).toBe('conflict/letter-module-withdrawn');
    expect(await answerOf(withdraw(5, 9))).toBe('not-found/no-such-letter-module');
    expect(await answerOf(change(4, titled('Zu spät')))).toBe('stale/letter-module-changed');
  });

  it('of many who do something to one at once one does', async () => {
    await add();
    const tries = await Promise.all(
      [change(1, titled('Eins'), ben), change(1, titled('Zwei'), admin('adm_cem')), approve(1), withdraw(1, 1)].map((one) => answerOf(one)),
    );
    // Who reads between two steps of another may hear what became of it instead.
    const refused = ['stale/letter-module-changed', 'conflict/letter-module-not-a-draft', 'conflict/letter-module-withdrawn'];
    expect(tries.filter((one) => typeof one === 'string' && refused.includes(one))).toHaveLength(3);
    expect((await get()).revision).toBe(2);
  });

  it('are due once nothing is written from them any more, and no draft is there', async () => {
    await add();
    const days = [(await head()).endsOn];
    await approve(1, { from: '2026-03-15', to: '2026-12-31' });
    days.push((await head()).endsOn);
    expect(await head()).toMatchObject({ dueOn: '2033-01-01' });
    await change(2, titled('Neu'));
    days.push((await head()).endsOn);
    await withdraw(3, 2);
    days.push((await head()).endsOn);
    await withdraw(4, 1);
    days.push((await head()).endsOn);
    expect(days).toEqual([undefined, '2026-12-31', undefined, '2026-12-31', '2026-03-15']);
    expect(await head()).toMatchObject({ dueOn: '2033-01-01' });
  });

  it('are listed by code with those of the release, page by page, none left out and none twice', async () => {
    const own = ['appointment', 'answer', 'welcome', 'zz-last', 'd-before', 'claim-rejected-later'];
    for (const one of own) await add({ code: one });
    const expected = [...own, ...releaseModules.keys()].toSorted();
    for (const limit of [1, 2, 3, 100]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { items, next } = await list(limit, cursor);
        expect(items.length).toBeLessThanOrEqual(limit);
        seen.push(...items.map((one) => one.code));
        cursor = next;
      } while (cursor !== undefined);
      expect(seen).toEqual(expected);
    }
  });

  it('of the release are read and looked at, and changed by nobody', async () => {
    expect(await get(undefined, 'claim-settlement')).toMatchObject({ origin: 'release', status: 'approved', versionInForce: 1 });
    expect(await answerOf(get(2, 'claim-settlement'))).toBe('not-found/no-such-letter-module');
    expect(await answerOf(change(1, content, anna, 'claim-settlement'))).toBe('conflict/letter-module-of-the-release');
    expect(await preview({ language: 'en' }, 'contract-end')).toMatchObject({ name: 'contract-end-1-en.pdf' });
    expect(printed[0]).toMatchObject({ language: 'en', title: 'End of your contract' });
    expect(await everything()).not.toContain('claim-settlement');
  });

  it('are looked at in any version, with made-up values, and nothing of it is kept', async () => {
    await add();
    await approve(1);
    await change(2, titled('Neu'));
    const before = await everything();
    expect((await preview()).name).toBe(`${code}-2-de.pdf`);
    await preview({ version: 1, onlyRequired: true });
    expect(printed.map(({ title }) => title)).toEqual(['Neu', 'Ihr Termin']);
    expect(printed.map(({ blocks }) => blocks.filter(({ kind }) => kind === 'paragraph').length)).toEqual([2, 1]);
    expect(await answerOf(preview({ language: 'en' }))).toBe('unprocessable/letter-module-without-language');
    expect(await answerOf(preview({ version: 3 }))).toBe('not-found/no-such-letter-module');
    expect(await answerOf(preview({}, 'nothing'))).toBe('not-found/no-such-letter-module');
    expect(await everything()).toBe(before);
  });

  it('are stored whole, and read as they were written', async () => {
    const full: LetterModuleContent = { ...content, texts: { ...content.texts, en: content.texts.de } };
    await add({ content: full });
    expect((await get()).content).toEqual(full);
  });
});
