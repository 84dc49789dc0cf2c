import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correctInteraction } from '../../functions/tickets/correct-interaction.ts';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { redactInteraction } from '../../functions/tickets/redact-interaction.ts';
import { newId } from '../../shared/id.ts';
import type { Caller, Role } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { correctionOf, mostCorrections } from '../../shared/tickets/correction.ts';
import { partsToRedact, type Found } from '../../shared/tickets/redaction.ts';
import type { RedactionStep } from '../../shared/tickets/redaction-table.ts';
import { stepWriting } from '../../shared/tickets/step-writing.ts';
import type { Interaction, InteractionContent, Written } from '../../shared/tickets/interaction.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { describeStorage } from './harness.ts';
import { message, note, now, once, outcome, ticketWorld } from './ticket-world.ts';

const secret = 'Qzvorderlist';

describeStorage('corrections and redaction', (storage) => {
  const world = ticketWorld(storage);
  const { interactions, corrections, redactions } = world;

  const written = async (content: InteractionContent = message, over: Partial<Interaction> = {}) => {
    const ticket = await world.opened(await world.customer());
    const step = world.step(ticket, content, over);
    await interactions.append(ticket, step, once(step.id), now);
    return { ticket, step };
  };
  const correction = (ticket: Ticket, step: Interaction, text: string, supersedes?: string): Interaction =>
    world.step(ticket, correctionOf(step, { text, reason: `weil ${text}`, ...(supersedes && { supersedes }) }), { at: '2026-03-16T09:30:00.000Z' });
  const correct = async (ticket: Ticket, step: Interaction, text: string, supersedes?: string): Promise<string> => {
    const made = correction(ticket, step, text, supersedes);
    await corrections.correct(ticket, made, once(made.id), now);
    return made.id;
  };
  const redactionOf = async (ticket: Ticket, id: string, parts?: readonly Written[]): Promise<{ found: Found; redaction: RedactionStep }> => {
    const found = await redactions.found(ticket, stepWriting, id);
    const content = { type: 'redaction', redacts: id, ground: 'other', parts: partsToRedact(stepWriting, found, parts) } as const;
    return { found, redaction: { ...world.step(ticket, content, { by: { role: 'officer', id: 'agt_09' } }), content } };
  };
  const takeOut = (ticket: Ticket, { found, redaction }: { found: Found; redaction: RedactionStep }, made = once(newId('int'))) =>
    redactions.takeOut(ticket, stepWriting, found, redaction, { ...made, madeId: redaction.id }, now);
  /** A redaction of the step as it is now. */
  const redact = async (ticket: Ticket, id: string, parts?: readonly Written[]) => takeOut(ticket, await redactionOf(ticket, id, parts));
  /** Whether a text is in any table. */
  const isKept = async (text: string): Promise<boolean> => {
    const all = await Promise.all((['tickets', 'events', 'idempotency', 'customers'] as const).map((table) => storage.items(table)));
    return JSON.stringify(all).includes(text);
  };

  beforeEach(() => storage.clear());

  describe('a correction', () => {
    it.each([message, note])('is a step of its own, in one transaction; what it corrects stays as it was written: %j', async (content) => {
      const { ticket, step } = await written(content);
      const made = correction(ticket, step, 'Es sind 150 Euro.');
      const before = (await storage.items('tickets')).find(({ id }) => id === step.id)!;
      const { byCommand } = await storage.counted(() => corrections.correct(ticket, made, once(made.id, { subjectId: ticket.customerId }), now));
      expect(byCommand).toEqual({ TransactWriteItems: 1 });
      const after = (await storage.items('tickets')).find(({ id }) => id === step.id)!;
      expect(after).toEqual({ ...before, correctedBy: made.id, corrections: 1 });
      expect(await world.events(ticket.id)).toContainEqual({ type: 'ticket.interaction-added', data: { type: made.content.type, by: 'agent' } });
    });

    it('is read with what it corrects, wherever it lies: one query, and one look-up only where there is one on another page', async () => {
      const { ticket, step } = await written();
      for (let count = 0; count < 5; count++) await world.add(ticket, note);
      const plain = await storage.counted(() => interactions.interactions(ticket, 3));
      expect(plain.byCommand).toEqual({ Query: 1 });
      const by = await correct(ticket, step, 'Es sind 150 Euro.');
      const expected = {
        id: step.id,
        at: step.at,
        content: { type: 'message', text: 'Es sind 150 Euro.' },
        corrected: { by, at: '2026-03-16T09:30:00.000Z', reason: 'weil Es sind 150 Euro.', formerText: 'Das Gutachten liegt bei.' },
      };
      const first = await storage.counted(() => interactions.interactions(ticket, 3));
      expect({ byCommand: first.byCommand, step: first.result.items[1] }).toMatchObject({ byCommand: { Query: 1, BatchGetItem: 1 }, step: expected });
      const whole = await storage.counted(() => interactions.interactions(ticket, 25));
      expect({ byCommand: whole.byCommand, step: whole.result.items[1] }).toMatchObject({ byCommand: { Query: 1 }, step: expected });
      expect(whole.result.items.at(-1)).toMatchObject({ id: by, content: { type: 'message-correction', corrects: step.id } });
      expect(await interactions.interaction(ticket, step.id)).toMatchObject(expected);
    });

    it('is corrected by naming it; who did not see it is stale, and of two at once one is', async () => {
      const { ticket, step } = await written();
      const first = await correct(ticket, step, 'eins');
      expect(await outcome(correct(ticket, step, 'zwei').then(() => undefined))).toBe('stale/newer-correction');
      const both = await Promise.all(['zwei', 'drei'].map((text) => outcome(correct(ticket, step, text, first).then(() => undefined))));
      expect(both.toSorted()).toEqual(['done', 'stale/newer-correction']);
      const text = both[0] === 'done' ? 'zwei' : 'drei';
      expect(await interactions.interaction(ticket, step.id)).toMatchObject({
        content: { text },
        corrected: { formerText: 'Das Gutachten liegt bei.', reason: `weil ${text}` },
      });
    });

    it('has one effect however often it is sent', async () => {
      const { ticket, step } = await written();
      const made = correction(ticket, step, 'eins');
      const request = once(made.id);
      const tries = await Promise.all([1, 2, 3].map(() => outcome(corrections.correct(ticket, made, request, now))));
      expect(tries.toSorted()).toEqual(['done', 'replayed', 'replayed']);
      expect((await interactions.interactions(ticket, 25)).items.filter(({ content }) => content.type === 'message-correction')).toHaveLength(1);
    });

    it('comes to an end, so that all of them can be taken out at once', async () => {
      const { ticket, step } = await written(note);
      let last: string | undefined;
      for (let count = 0; count < mostCorrections; count++) last = await correct(ticket, step, `${secret} ${count}`, last);
      expect(await outcome(correct(ticket, step, 'zu oft', last).then(() => undefined))).toBe('conflict/corrected-too-often');
      expect(await outcome(redact(ticket, step.id))).toBe('done');
      expect(await isKept(secret)).toBe(false);
    });

    it('is of a step of the same case, and of one that is there to be seen', async () => {
      const [{ ticket, step }, other] = [await written(), await written()];
      const attempt = (of: Ticket, corrected: Interaction) => outcome(correct(of, corrected, 'eins').then(() => undefined));
      expect(await attempt(other.ticket, step)).toBe('not-found/no-such-interaction');
      const item = (await storage.items('tickets')).find(({ id }) => id === step.id)!;
      await storage.put('tickets', { ...item, retainedSince: now.toISOString() });
      expect(await attempt(ticket, step)).toBe('not-found/no-such-interaction');
      await world.mark(other.ticket, { restrictedSince: now.toISOString() });
      expect(await attempt(other.ticket, other.step)).toBe('conflict/processing-restricted');
      await world.customer({ status: 'erasing' }, other.ticket.customerId);
      expect(await attempt(other.ticket, other.step)).toBe('conflict/customer-erased');
    });

    it('reads as the last of any row of corrections, by whoever came first of several', async () => {
      const { ticket, step } = await written();
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 }), async (texts) => {
          const seen = (await interactions.interaction(ticket, step.id)).corrected?.by;
          const results = await Promise.all(texts.map((text) => outcome(correct(ticket, step, text, seen).then(() => undefined))));
          expect(results.filter((result) => result === 'done')).toHaveLength(1);
          const { content } = await interactions.interaction(ticket, step.id);
          expect(content).toEqual({ type: 'message', text: texts[results.indexOf('done')] });
        }),
        { numRuns: 5 },
      );
    });
  });

  describe('a redaction', () => {
    it('removes the text of the step and of all its corrections, in one transaction, from every table and index', async () => {
      const { ticket, step } = await written({ type: 'message', text: `${secret} eins` });
      const first = await correct(ticket, step, `${secret} zwei`);
      const second = await correct(ticket, step, `${secret} drei`, first);
      expect(await isKept(secret)).toBe(true);
      const { byCommand } = await storage.counted(() => redact(ticket, step.id));
      expect(byCommand).toMatchObject({ TransactWriteItems: 1 });
      expect(await isKept(secret)).toBe(false);
      const { items } = await interactions.interactions(ticket, 25);
      expect(items.slice(1)).toMatchObject([
        { id: step.id, content: { type: 'message' }, redacted: true, corrected: { by: second } },
        { id: first, content: { type: 'message-correction' }, redacted: true },
        { id: second, content: { type: 'message-correction' }, redacted: true },
        { by: { role: 'officer' }, content: { type: 'redaction', redacts: step.id, ground: 'other', parts: ['text', 'correctionReason'] } },
      ]);
      expect(items.some(({ content }) => 'text' in content && content.text !== undefined)).toBe(false);
    });

    it('takes out of a report what is named, and the rest another time', async () => {
      const ticket = await world.opened(await world.customer());
      const [{ id }] = (await interactions.interactions(ticket, 1)).items as [Interaction];
      expect(await outcome(redact(ticket, id, ['subject']))).toBe('done');
      expect((await interactions.interaction(ticket, id)).content).toMatchObject({ type: 'report', incident: { object: 'Gazelle Chamonix' } });
      expect((await interactions.interaction(ticket, id)).content).not.toHaveProperty('subject');
      expect(await outcome(redact(ticket, id))).toBe('done');
      expect(await isKept('Gazelle')).toBe(false);
      expect(await outcome(redact(ticket, id))).toBe('conflict/already-redacted');
    });

    it.each(['the case', 'the step', 'its person'])('is refused while a legal hold keeps %s as evidence', async (what) => {
      const { ticket, step } = await written({ type: 'message', text: secret });
      const held = { heldSince: now.toISOString() };
      if (what === 'the case') await world.mark(ticket, held);
      if (what === 'its person') await world.customer(held, ticket.customerId);
      const item = (await storage.items('tickets')).find(({ id }) => id === step.id)!;
      if (what === 'the step') await storage.put('tickets', { ...item, ...held });
      expect(await outcome(redact(ticket, step.id))).toBe('conflict/held-as-evidence');
      expect(await isKept(secret)).toBe(true);
    });

    it('is refused while the processing is restricted, and for somebody who goes', async () => {
      const { ticket, step } = await written();
      await world.mark(ticket, { restrictedSince: now.toISOString() });
      expect(await outcome(redact(ticket, step.id))).toBe('conflict/processing-restricted');
      await world.customer({ status: 'erasing' }, ticket.customerId);
      expect(await outcome(redact(ticket, step.id))).toBe('conflict/customer-erased');
    });

    it('keeps no text of a correction that comes at the same moment: one of the two is too late', async () => {
      for (let time = 0; time < 5; time++) {
        const { ticket, step } = await written({ type: 'message', text: secret });
        const insist = async (): Promise<string> => {
          const came = await outcome(redact(ticket, step.id));
          return came === 'conflict/changed-meanwhile' ? insist() : came;
        };
        const [redacted, corrected] = await Promise.all([insist(), outcome(correct(ticket, step, `${secret} zwei`).then(() => undefined))]);
        expect(redacted).toBe('done');
        expect(['done', 'conflict/already-redacted']).toContain(corrected);
        expect(await isKept(secret)).toBe(false);
        const last = (await interactions.interaction(ticket, step.id)).corrected?.by;
        expect(await outcome(correct(ticket, step, 'drei', last).then(() => undefined))).toBe('conflict/already-redacted');
      }
    });

    it.each(['on which it was written', 'to which it was brought'])('reaches a message on every case that has it, asked for on the one %s', async (which) => {
      const { ticket, step } = await written({ type: 'message', text: secret }, { by: { role: 'customer' } });
      const [next, later] = [await world.opened(ticket.customerId), await world.opened(ticket.customerId)];
      await interactions.bring(next, step, now, true);
      const [copy] = (await interactions.interactions(next, 100)).items.filter(({ content }) => content.type === 'message');
      const [asked, askedId] = which === 'on which it was written' ? [ticket, step.id] : [next, copy!.id];
      await world.mark(which === 'on which it was written' ? next : ticket, { heldSince: now.toISOString() });
      expect(await outcome(redact(asked, askedId))).toBe('conflict/held-as-evidence');
      const frame = (await storage.items('tickets')).find(({ kind, heldSince }) => kind === 'ticket' && heldSince !== undefined)!;
      const { heldSince: _, ...free } = frame;
      await storage.put('tickets', free);
      expect(await outcome(redact(asked, askedId))).toBe('done');
      expect(await isKept(secret)).toBe(false);
      expect(await outcome(interactions.bring(later, step, now, true))).toBe('conflict/already-done');
      expect(await isKept(secret)).toBe(false);
    });

    it('reaches copies of copies, from whichever it is asked', async () => {
      for (const place of [0, 1, 2]) {
        const { ticket, step } = await written({ type: 'message', text: secret }, { by: { role: 'customer' } });
        const cases = [ticket, await world.opened(ticket.customerId), await world.opened(ticket.customerId)];
        const messages = [step];
        for (const next of cases.slice(1)) {
          await interactions.bring(next, messages.at(-1)!, now, true);
          messages.push((await interactions.interactions(next, 100)).items.find(({ content }) => content.type === 'message')!);
        }
        expect(await outcome(redact(cases[place]!, messages[place]!.id))).toBe('done');
        expect(await isKept(secret)).toBe(false);
      }
    });

    it('of tags takes them off the case as well, where all clerks see them', async () => {
      const { ticket, step } = await written({ type: 'tags', tags: ['qzvorderlist'] });
      await world.mark(ticket, { tags: ['qzvorderlist'] });
      expect(await outcome(redact(ticket, step.id))).toBe('done');
      expect(await isKept('qzvorderlist')).toBe(false);
    });

    it('of what a clerk called the case likewise, and of the report’s subject not', async () => {
      const { ticket, step } = await written({ type: 'subject', subject: 'qzsturz' });
      await world.mark(ticket, { subject: 'qzsturz' });
      const report = (await interactions.interactions(ticket, 100)).items[0]!;
      expect(report.content.type).toBe('report');
      expect(await outcome(redact(ticket, report.id))).toBe('done');
      expect((await world.tickets.ofCustomer(ticket.customerId, ticket.id))!.subject).toBe('qzsturz');
      expect(await outcome(redact(ticket, step.id))).toBe('done');
      expect(await isKept('qzsturz')).toBe(false);
    });

    it('of what was taken out a moment ago is told so, however it was seen', async () => {
      const { ticket, step } = await written();
      const late = await redactionOf(ticket, step.id);
      await redact(ticket, step.id);
      expect(await outcome(takeOut(ticket, late))).toBe('conflict/already-redacted');
    });

    it('of another part, which somebody else took out meanwhile, says to look again: what was asked for is still there', async () => {
      const ticket = await world.opened(await world.customer());
      const [{ id }] = (await interactions.interactions(ticket, 1)).items as [Interaction];
      const late = await redactionOf(ticket, id, ['incident']);
      await redact(ticket, id, ['subject']);
      expect(await outcome(takeOut(ticket, late))).toBe('conflict/changed-meanwhile');
      expect(await outcome(redact(ticket, id, ['incident']))).toBe('done');
    });

    it('waits for what is on its way to the case, or from it: it would not be found', async () => {
      const { ticket, step } = await written({ type: 'message', text: secret });
      await world.mark(ticket, { filings: 1 });
      expect(await outcome(redact(ticket, step.id))).toBe('conflict/being-filed');
      await world.mark(ticket, { filings: 0 });
      expect(await outcome(redact(ticket, step.id))).toBe('done');
    });

    it('keeps no copy that is made at the same moment', async () => {
      for (let time = 0; time < 5; time++) {
        const { ticket, step } = await written({ type: 'message', text: secret }, { by: { role: 'customer' } });
        const next = await world.opened(ticket.customerId);
        const insist = async (): Promise<string> => {
          const came = await outcome(redact(ticket, step.id));
          return came === 'conflict/changed-meanwhile' ? insist() : came;
        };
        const [redacted, brought] = await Promise.all([insist(), outcome(interactions.bring(next, step, now, true))]);
        expect(redacted).toBe('done');
        expect(['done', 'conflict/already-done']).toContain(brought);
        expect(await isKept(secret)).toBe(false);
      }
    });

    it('happens once of two at once, and once however often it is sent', async () => {
      const { ticket, step } = await written();
      const request = once(newId('int'));
      expect((await Promise.all([outcome(redact(ticket, step.id)), outcome(redact(ticket, step.id))])).toSorted()).toEqual([
        'conflict/already-redacted',
        'done',
      ]);
      const other = await written();
      const redaction = await redactionOf(other.ticket, other.step.id);
      const tries = await Promise.all([1, 2].map(() => outcome(takeOut(other.ticket, redaction, request))));
      expect(tries.toSorted()).toEqual(['done', 'replayed']);
    });

    it('leaves the period of what is left: it ends when it would have', async () => {
      const { ticket, step } = await written();
      const before = (await storage.items('tickets')).find(({ id }) => id === step.id)!;
      await redact(ticket, step.id);
      const { text: _, redactedBy: __, ...after } = (await storage.items('tickets')).find(({ id }) => id === step.id)!;
      const { text: ___, ...rest } = before;
      expect(after).toEqual(rest);
    });
  });

  describe('through the API', () => {
    const deps = { ...world, staff: staffReader(storage.db), newId, now: () => now };
    const none = { query: undefined, ifMatch: undefined };
    const of = (role: Role, id: string = newId('agt')): Caller => ({ id, roles: [role] });
    const request = () => ({ key: newId('acc'), body: '{}' });
    const steps = async (caller: Caller, { id: ticketId }: Ticket) =>
      (await listInteractions.handle({ ...none, params: { ticketId }, query: { limit: 25 }, body: undefined, once: undefined, caller }, deps)).items;

    it('shows staff what was there and why it is not any more, and the customer that it was corrected', async () => {
      const { ticket, step } = await written();
      const params = { ticketId: ticket.id, interactionId: step.id };
      const body = { text: 'Es sind 150 Euro.', reason: 'vertippt' };
      const sent = request();
      const made = await correctInteraction.handle({ ...none, params, body, caller: of('agent'), once: sent }, deps);
      expect(await correctInteraction.handle({ ...none, params, body, caller: of('agent'), once: sent }, deps)).toMatchObject({
        id: made.id,
        content: made.content,
      });
      const content = { type: 'message', text: 'Es sind 150 Euro.' };
      expect((await steps(of('agent'), ticket)).slice(1)).toMatchObject([
        { id: step.id, content, corrected: { by: made.id, reason: 'vertippt', formerText: 'Das Gutachten liegt bei.' } },
        { id: made.id, content: { type: 'message-correction', corrects: step.id } },
      ]);
      expect((await steps(of('customer', ticket.customerId), ticket)).slice(1)).toEqual([
        { id: step.id, ticketId: ticket.id, at: step.at, by: { role: 'agent' }, content, corrected: { at: now.toISOString() } },
      ]);
    });

    it('shows everybody that something was taken out, and staff who did it and why', async () => {
      const { ticket, step } = await written({ type: 'message', text: secret }, { by: { role: 'customer' } });
      const params = { ticketId: ticket.id, interactionId: step.id };
      const body = { reason: 'card-number' } as const;
      const sent = request();
      const officer = of('officer');
      const made = await redactInteraction.handle({ ...none, params, body, caller: officer, once: sent }, deps);
      expect(await redactInteraction.handle({ ...none, params, body, caller: officer, once: sent }, deps)).toMatchObject({ id: made.id });
      const left = { id: step.id, content: { type: 'message' }, redacted: true };
      expect((await steps(of('customer', ticket.customerId), ticket)).slice(1)).toMatchObject([left]);
      expect((await steps(officer, ticket)).slice(1)).toMatchObject([
        left,
        { by: { role: 'officer', id: officer.id }, content: { type: 'redaction', redacts: step.id, ground: 'card-number', parts: ['text'] } },
      ]);
      expect(JSON.stringify(await steps(officer, ticket))).not.toContain(secret);
    });
  });
});
