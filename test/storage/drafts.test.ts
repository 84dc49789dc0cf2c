import { expect, it } from '@jest/globals';
import { discardDraft } from '../../functions/tickets/discard-draft.ts';
import { getDraft } from '../../functions/tickets/get-draft.ts';
import { listDrafts } from '../../functions/tickets/list-drafts.ts';
import { saveDraft } from '../../functions/tickets/save-draft.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { Draft } from '../../shared/tickets/draft.ts';
import { matters, type Matter } from '../../shared/tickets/kinds/kinds.ts';
import { describeStorage } from './harness.ts';
import { now, outcome, report, ticketWorld } from './ticket-world.ts';

describeStorage('drafts of reports', (storage) => {
  const world = ticketWorld(storage);
  const { drafts } = world;
  const { kind: _, confirmedProfileVersion: __, noticeShown: ___, ...text } = report;
  const draftOf = (customerId: string, over: Partial<Draft> = {}): Draft => ({ customerId, matter: 'theft', savedAt: now.toISOString(), text, ...over });
  const stored = async (customerId: string) => (await world.stored(customerId))['draft'] ?? [];

  it('are kept as they were written, one of each kind, for 30 days from the last change', async () => {
    const [paula, neighbour] = [await world.customer(), await world.customer()];
    const { byCommand } = await storage.counted(() => drafts.save(draftOf(paula), now));
    expect(byCommand).toEqual({ TransactWriteItems: 1 });
    expect(await drafts.draft(paula, 'theft')).toEqual(draftOf(paula));
    expect(await stored(paula)).toMatchObject([{ dueOn: '2026-04-15' }]);
    const later = new Date('2026-03-20T09:30:00Z');
    const changed = draftOf(paula, { savedAt: later.toISOString(), text: { subject: 'Nur noch der Betreff' } });
    await drafts.save(changed, later);
    await drafts.save(draftOf(paula, { matter: 'question', text: {} }), now);
    await drafts.save(draftOf(neighbour), now);
    expect(await stored(paula)).toMatchObject([{ matter: 'question' }, { matter: 'theft', dueOn: '2026-04-20', subject: 'Nur noch der Betreff' }]);
    expect((await stored(paula)).some((item) => 'incident' in item)).toBe(false);
    const list = await storage.counted(() => drafts.drafts(paula));
    expect(list).toMatchObject({ byCommand: { Query: 1 }, result: [{ matter: 'question', text: {} }, changed] });
  });

  it('can be of every kind at once, and all of them are listed', async () => {
    const paula = await world.customer();
    for (const matter of matters) await drafts.save(draftOf(paula, { matter, text: {} }), now);
    expect((await drafts.drafts(paula)).map(({ matter }) => matter).toSorted()).toEqual([...matters].toSorted());
  });

  it('go when they are thrown away, once, and nobody else’s with them', async () => {
    const [paula, neighbour] = [await world.customer(), await world.customer()];
    for (const id of [paula, neighbour]) await drafts.save(draftOf(id), now);
    const discard = (matter: Matter) => outcome(drafts.discard(paula, matter));
    expect(await discard('question')).toBe('not-found/no-such-draft');
    expect((await Promise.all([discard('theft'), discard('theft')])).toSorted()).toEqual(['done', 'not-found/no-such-draft']);
    expect(await drafts.draft(paula, 'theft')).toBeUndefined();
    expect(await drafts.draft(neighbour, 'theft')).toBeDefined();
  });

  it('are not kept for somebody who goes; of somebody who is restricted they are, and the last of two at once is there', async () => {
    const paula = await world.customer({ restrictedSince: now.toISOString() });
    const two = ['eins', 'zwei'].map((subject) => draftOf(paula, { text: { subject } }));
    expect(await Promise.all(two.map((draft) => outcome(drafts.save(draft, now))))).toEqual(['done', 'done']);
    expect(two).toContainEqual(await drafts.draft(paula, 'theft'));
    await world.customer({ status: 'erasing' }, paula);
    expect(await outcome(drafts.save(draftOf(paula), now))).toBe('conflict/customer-erased');
    expect(await outcome(drafts.discard(paula, 'theft'))).toBe('conflict/customer-erased');
  });

  it('are neither shown nor written over once their deletion has begun', async () => {
    const paula = await world.customer();
    await drafts.save(draftOf(paula), now);
    await storage.put('tickets', { ...(await stored(paula))[0], deletingSince: now.toISOString() });
    expect(await drafts.draft(paula, 'theft')).toBeUndefined();
    expect(await drafts.drafts(paula)).toEqual([]);
    expect(await outcome(drafts.save(draftOf(paula), now))).toBe('conflict/changed-meanwhile');
    expect(await outcome(drafts.discard(paula, 'theft'))).toBe('not-found/no-such-draft');
  });

  it('are asked for by their customer through the API, whatever is missing in them', async () => {
    const deps = { drafts, now: () => now };
    const caller: Caller = { id: await world.customer(), roles: ['customer'] };
    const none = { query: undefined, body: undefined, once: undefined, ifMatch: undefined, caller };
    const params = { kind: 'medical-aid' as const };
    const body = { subject: 'Hörgerät', details: { aid: 'Hörgerät' } };
    const saved = { kind: 'medical-aid', savedAt: now.toISOString(), text: body };
    expect(await saveDraft.handle({ ...none, params, body }, deps)).toEqual(saved);
    expect(await getDraft.handle({ ...none, params }, deps)).toEqual(saved);
    expect(await listDrafts.handle({ ...none, params: undefined }, deps)).toEqual({ items: [saved] });
    await discardDraft.handle({ ...none, params }, deps);
    await expect(getDraft.handle({ ...none, params }, deps)).rejects.toMatchObject({ code: 'no-such-draft' });
    await expect(saveDraft.handle({ ...none, params: { kind: 'theft' }, body }, deps)).rejects.toMatchObject({ code: 'invalid-body' });
    const neighbour = { ...none, caller: { ...caller, id: newId('cus') } };
    await expect(getDraft.handle({ ...neighbour, params }, deps)).rejects.toMatchObject({ code: 'no-such-draft' });
  });
});
