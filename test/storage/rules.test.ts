import { beforeEach, describe, expect, it } from '@jest/globals';
import { removeOrphanFile } from '../../functions/files/remove-orphan-file.ts';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { allStores } from '../../shared/files/all-stores.ts';
import type { DomainError } from '../../shared/domain-error.ts';
import { newId } from '../../shared/id.ts';
import { smallTheftRule, smallTheftText } from '../../shared/rules/examples/small-theft.ts';
import { ruleKey } from '../../shared/rules/rule-item.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { medicalAid } from '../../shared/tickets/kinds/medical-aid.ts';
import { automaticNote } from '../../shared/tickets/rule-deeds.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import { chosen, type Ticket } from '../../shared/tickets/ticket.ts';
import { hearCustomer } from '../../functions/tickets/hear-customer.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { png } from '../unit/documents/made-files.ts';
import { describeStorage } from './harness.ts';
import { someOf, thorough } from './thorough.ts';
import { InjectedCrash } from './observed-client.ts';
import { ruleWorld, theft } from './rule-fixtures.ts';
import { answerOf, ticketTables } from './ticket-world.ts';

describeStorage('rules', (storage) => {
  const world = ruleWorld(storage);
  const now = () => world.clock.at;
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date('2026-03-15T09:30:00Z');
  });
  const later = (minutes = 1) => (world.clock.at = new Date(now().getTime() + minutes * 60_000));

  const tags = (over: object = {}) => ({ title: 'Merken', on: 'ticket-opened', when: [], then: [{ do: 'tag', add: ['gemerkt'] }], active: true, ...over });
  const current = async ({ customerId, id }: Ticket): Promise<Ticket> => (await world.deps.tickets.ofCustomer(customerId, id))!;
  const steps = async (ticket: Ticket) => (await world.deps.interactions.interactions(ticket, 100)).items;
  const types = async (ticket: Ticket) => (await steps(ticket)).map(({ content }) => content.type);
  const opened = async (asked = theft) =>
    world.openTicket((await world.person({ salutation: 'frau', relationshipStartedOn: '2020-01-01' })).id, now().toISOString(), asked);
  const markedBy = async (ticket: Ticket, rule: Pick<Rule, 'id'>) =>
    (await steps(ticket)).filter(({ content }) => content.type === 'rule' && content.ruleId === rule.id);

  describe('are data', () => {
    it('that has a version with each change, of which those before stay readable', async () => {
      const rule = await world.add(tags({ active: false }));
      const changed = await world.change(rule.id, 1, tags());
      expect([rule.version, changed.version, changed.inactiveSince]).toEqual([1, 2, undefined]);
      expect([await world.get(rule.id), await world.get(rule.id, 1), await world.get(rule.id, 2)]).toEqual([changed, rule, changed]);
      expect(await world.change(rule.id, 1, tags())).toEqual(changed);
      expect(await answerOf(world.change(rule.id, 1, tags({ title: 'Zu spät' })))).toBe('stale/rule-changed');
      expect(await answerOf(world.get(newId('rul')))).toBe('not-found/no-such-rule');
      expect([(await world.list()).items, (await world.list('inactive')).items]).toEqual([[changed], []]);
      await world.change(rule.id, 2, tags({ active: false }));
      expect([(await world.list()).items.length, (await world.list('inactive')).items.length]).toEqual([0, 1]);
    });

    it('is made once, however often that is asked, also when it would be refused by now', async () => {
      const request = world.request();
      const module = await world.text();
      const body = { ...tags(), then: [{ do: 'answer', textModule: module.id }] };
      const rule = await world.add(body, request);
      await storage.put('staff', { ...(await storage.db.get('staff', { pk: module.id, sk: 'text-module' })), status: 'retired' });
      expect(await world.add(body, request)).toEqual(rule);
      expect(await answerOf(world.add(body, { ...request, body: '{"title":"x"}' }))).toBe('unprocessable/idempotency-key-reused');
      expect((await world.list()).items).toHaveLength(1);
    });

    it('is changed under the version that was seen: of many at once one is done', async () => {
      const { id } = await world.add(tags());
      const all = await Promise.all(Array.from({ length: 6 }, (_, number) => answerOf(world.change(id, 1, tags({ title: `Nummer ${number}` })))));
      expect(all.filter((one) => typeof one !== 'string')).toHaveLength(1);
      expect((await world.get(id)).version).toBe(2);
    });

    it.each<[string, object, string]>([
      ['a text that is not there', { do: 'answer', textModule: newId('txt') }, 'body.then.0.textModule'],
      ['a clerk who is not there', { do: 'assign', to: { agent: newId('agt') } }, 'body.then.0.to.agent'],
      ['a team that is not there', { do: 'assign', to: { team: 'nirgends' } }, 'body.then.0.to.team'],
      ['a team that is not there for a task', { do: 'add-task', title: 'Prüfen', team: 'nirgends' }, 'body.then.0.team'],
    ])('is refused where it names %s', async (_, action, field) => {
      await expect(world.add(tags({ then: [action] }))).rejects.toMatchObject({ kind: 'invalid', fields: [{ field }] });
    });

    it('is refused where a text is out of use, names the clerk, or is for other tickets; or a clerk cannot do it', async () => {
      const [clerk, other] = [await world.clerk(['claims', 'service']), await world.clerk(['service'])];
      const fields = async (action: object) =>
        (await world.add(tags({ then: [action] })).catch((error: DomainError) => error.fields.map(({ problem }) => problem))) as unknown;
      const named = await world.text({ texts: { de: 'Ihre {{clerkName}}' } });
      const ofTheft = await world.text({ kinds: ['theft'] });
      expect(await fields({ do: 'answer', textModule: named.id })).toEqual([expect.stringContaining('names the clerk')]);
      expect(await fields({ do: 'answer', textModule: ofTheft.id })).toEqual([expect.stringContaining('is not for tickets of the kind')]);
      expect(await fields({ do: 'assign', to: { agent: other } })).toEqual([expect.stringContaining('has not the skill `claims`')]);
      expect(await fields({ do: 'assign', to: { agent: clerk } })).toMatchObject({ version: 1 });
      expect(await fields({ do: 'assign', to: { team: 'claims' } })).toMatchObject({ version: 1 });
    });

    it('is refused where it would call for itself, by way of others too, unless it does not act', async () => {
      const loops = tags({ on: 'tags-changed' });
      expect(await answerOf(world.add(loops))).toBe('conflict/rule-loops');
      const idle = await world.add({ ...loops, active: false });
      expect(await answerOf(world.change(idle.id, 1, loops))).toBe('conflict/rule-loops');
      const other = await world.add({ ...tags({ on: 'tags-changed' }), then: [{ do: 'set-priority', priority: 'high' }] });
      const back = tags({ on: 'priority-changed' });
      await expect(world.add(back)).rejects.toMatchObject({ code: 'rule-loops', fields: [{ problem: expect.stringContaining(other.id) }] });
      expect(await world.add({ ...back, when: [{ fact: 'tags', has: 'none', values: ['gemerkt'] }] })).toMatchObject({ active: true });
    });

    it('goes years after it was last in use, with all its versions, and not before', async () => {
      const [rule, used] = [await world.add(tags({ active: false })), await world.add(tags())];
      await world.change(rule.id, 1, tags({ active: false, title: 'Anders' }));
      expect((await storage.db.get('staff', ruleKey(rule.id)))!.dueOn).toBe('2031-04-01');
      const there = async () => (await storage.items('staff')).filter(({ kind }) => String(kind).startsWith('rule')).map(({ pk }) => pk);
      await world.runOf('2031-03-31', ['staff']);
      expect((await there()).filter((pk) => pk === rule.id)).toHaveLength(3);
      await world.runOf('2031-04-01', ['staff']);
      expect(await there()).toEqual([used.id, used.id]);
    });
  });

  describe('settle a small theft in the dark', () => {
    const settling = async (over: object = {}) => {
      const module = await world.text(smallTheftText);
      return world.add({ ...smallTheftRule(module.id), active: true, ...over });
    };
    /** A theft with a clerk, and all of its documents. */
    const documented = async (asked = theft) => {
      const clerk = await world.clerk();
      const ticket = await world.assignTo(clerk, await opened(asked), now().toISOString());
      later();
      await world.sent(ticket, png(), 'image/png');
      later();
      await world.sent(ticket, png(), 'image/png');
      return { clerk, ticket, cause: await world.lastCause(ticket.id) };
    };
    const customer = (ticket: Ticket) => ({ id: ticket.customerId, roles: ['customer' as const] });
    const shown = async (ticket: Ticket) =>
      (
        await listInteractions.handle(
          { params: { ticketId: ticket.id }, query: { limit: 100 }, caller: customer(ticket), body: undefined, once: undefined, ifMatch: undefined },
          { ...ticketTables(storage.db), staff: staffReader(storage.db) },
        )
      ).items;

    it('from report to letter: all at once, and the customer sees that nobody did it', async () => {
      const rule = await settling();
      const { clerk, ticket, cause } = await documented();
      later();
      await world.run(cause);
      expect(await current(ticket)).toMatchObject({ status: 'closed', outcome: 'settled', answeredAt: now().toISOString(), closedAt: now().toISOString() });
      expect((await current(ticket)).unreadMessages).toBeUndefined();
      const made = await steps(ticket);
      expect(made.map(({ content }) => content.type).slice(-3)).toEqual(['payout', 'message', 'closing']);
      expect(made.find(({ content }) => content.type === 'payout')).toMatchObject({
        content: { amountCents: 38_900, reference: ticket.number },
        by: { role: 'system' },
      });
      const [letter] = (await world.deps.letters.listOfTicket(ticket.id, 10)).items;
      expect(letter).toMatchObject({ title: 'Abrechnung Ihres Schadens', issuedBy: rule.id });
      // The letter, the message, and that it has ended.
      expect(await current(ticket)).toMatchObject({ news: 3 });
      const key = [...world.bytes.keys()].find((name) => name.includes(letter!.id))!;
      const text = Buffer.from(world.bytes.get(key)!).toString();
      expect(text).toContain('389,00');
      expect(text).toContain('automatisch erstellt');
      expect(await world.deps.workloads.here([clerk])).toEqual(new Map([[clerk, 0]]));
      // What was paid is counted, the case is due, and sleeps no more.
      const item = await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id));
      expect(item).toMatchObject({ paidCents: 38_900, dueOn: '2030-04-01' });
      expect([item!.wakeAt, item!.gsi4sk, item!.queuePk]).toEqual([undefined, undefined, undefined]);
      expect((await shown(ticket)).filter(({ content }) => content.type === 'rule').map(({ content }) => content)).toEqual([
        { type: 'rule', note: automaticNote },
      ]);
      // Events say that a rule did it, and no rule answers to them.
      const told = (await world.events(ticket.id)).filter(({ data }) => data['by'] === 'rule');
      expect(told.map(({ data }) => data['type']).toSorted()).toEqual(['message', 'payout', 'rule']);
      expect((await world.events(ticket.id)).map(({ type }) => type)).toContain('ticket.closed');
    });

    it('once, however often the event comes, also at the same time', async () => {
      await settling();
      const { ticket, cause } = await documented();
      await Promise.all([world.run(cause), world.run(cause), world.run(cause)]);
      await world.run(cause);
      const all = await types(ticket);
      expect(['rule', 'payout', 'message', 'closing'].map((type) => all.filter((one) => one === type).length)).toEqual([1, 1, 1, 1]);
      expect((await world.deps.letters.listOfTicket(ticket.id, 10)).items).toHaveLength(1);
    });

    it('not before everything is there', async () => {
      await settling();
      const ticket = await opened();
      await world.sent(ticket, png(), 'image/png');
      await world.run(await world.lastCause(ticket.id));
      // A second is on its way, and then it is there.
      const { id } = await world.announce(customer(ticket), ticket.id, {
        fileName: 'Rechnung.png',
        type: 'image/png',
        sizeBytes: png().length,
        sha256: 'b'.repeat(64),
      });
      await world.sent(ticket, png(), 'image/png');
      await world.run(await world.lastCause(ticket.id));
      expect([(await current(ticket)).status, (await types(ticket)).includes('rule')]).toEqual(['open', false]);
      await storage.put('documents', { ...(await storage.items('documents')).find((item) => item.id === id), state: 'refused', refusedFor: 'malware' });
      await world.run(await world.lastCause(ticket.id));
      expect((await current(ticket)).status).toBe('open');
    });

    it.each<[string, Partial<typeof theft>]>([
      ['is worth more', { details: { ...theft.details, valueCents: 50_001 } }],
      ['of which nobody knows the worth', { details: { policeReference: 'ST/0345' } }],
      ['the police do not know of', { details: { valueCents: 38_900 } }],
      ['somebody else reports', { reportedBy: { name: 'Jörg Weiß', relation: 'heir', ground: 'deceased' } }],
      ['somebody else was in', { incident: { ...theft.incident!, thirdParties: [{ name: 'Jörg Weiß', role: 'witness' }] } }],
      ['was years ago', { incident: { ...theft.incident!, at: '2025-01-14T17:40:00+01:00' } }],
    ])('not one that %s', async (_, over) => {
      await settling();
      const { ticket, cause } = await documented({ ...theft, ...over });
      await world.run(cause);
      expect([(await current(ticket)).status, await types(ticket)]).toEqual(['assigned', ['report', 'assignment', 'document', 'document']]);
    });

    it('not one of which the customer has asked something, somebody has paid, or a clerk has begun', async () => {
      await settling();
      for (const acts of [
        (ticket: Ticket) => world.append(ticket, later().toISOString(), { type: 'message', text: 'Wie lange noch?' }, { by: { role: 'customer' } }),
        (ticket: Ticket) => world.append(ticket, later().toISOString(), { type: 'payout', amountCents: 1, reference: 'SB-1', paidOn: '2026-03-15' }),
        (ticket: Ticket) => world.append(ticket, later().toISOString(), { type: 'internal-note', text: 'Ich sehe es mir an.' }),
      ]) {
        const { ticket, cause } = await documented();
        await acts(ticket);
        const before = (await types(ticket)).length;
        await world.run(cause);
        expect([(await current(ticket)).status, (await types(ticket)).length]).toEqual(['assigned', before]);
      }
    });

    it('and what the customer writes afterwards opens the case again, for people', async () => {
      await settling();
      const { clerk, ticket, cause } = await documented();
      await world.run(cause);
      later();
      await world.append(ticket, now().toISOString(), { type: 'message', text: 'Ein Mensch soll das ansehen.' }, { by: { role: 'customer' } });
      const heard = await world.lastCause(ticket.id);
      await hearCustomer(heard, { ...ticketTables(storage.db), newId, newNumber: newTicketNumber, now });
      expect(await current(ticket)).toMatchObject({ status: 'assigned', assignee: clerk });
      // Another document changes nothing of that: it was reopened, and paid.
      await world.sent(ticket, png(), 'image/png');
      await world.run(await world.lastCause(ticket.id));
      expect(await current(ticket)).toMatchObject({ status: 'assigned', assignee: clerk });
    });

    it('wherever the process ends: nothing is half done, nothing twice, and what is left of a letter is taken away', async () => {
      const rule = await settling();
      const remove = (key: string) =>
        removeOrphanFile(key, {
          db: storage.db,
          stores: allStores,
          erasers: { 'letter-files': { remove: async (name: string) => void world.bytes.delete(name) } as never },
        });
      const { ticket: first, cause: firstCause } = await documented();
      const { total } = await storage.counted(() => world.run(firstCause));
      expect(total).toBeGreaterThan(5);
      const calls = Array.from({ length: total }, (_, index) => index + 1);
      for (const call of thorough ? calls : someOf(calls, 4)) {
        for (const fate of ['crash-before', 'crash-after'] as const) {
          const { ticket, cause } = await documented();
          let dead = false;
          storage.inject(({ number }) => {
            if (dead) return 'crash-before';
            dead = number === call;
            return dead ? fate : undefined;
          });
          await expect(world.run(cause)).rejects.toThrow(InjectedCrash);
          storage.inject(undefined);
          await world.run(cause);
          expect({ call, fate, ticket: await current(ticket) }).toMatchObject({ ticket: { status: 'closed', outcome: 'settled' } });
          const all = await types(ticket);
          expect(all.toSorted()).toEqual((await types(first)).toSorted());
          expect(await markedBy(ticket, rule)).toHaveLength(1);
          const letters = (await world.deps.letters.listOfTicket(ticket.id, 10)).items;
          expect(letters).toHaveLength(1);
          const files = [...world.bytes.keys()].filter((key) => key.startsWith('letters/') && key.includes(ticket.customerId));
          for (const key of files) await remove(key);
          expect([...world.bytes.keys()].filter((key) => files.includes(key))).toEqual([files.find((key) => key.includes(letters[0]!.id))]);
        }
      }
    });

    it('not against whoever came in between: the case is judged anew', async () => {
      await settling();
      for (const [acts, status] of [
        // A clerk closes it, a customer asks, an officer restricts it: each just before the rule writes.
        [(ticket: Ticket) => world.closeTicket(ticket, later().toISOString()), 'closed'],
        [(ticket: Ticket) => world.append(ticket, later().toISOString(), { type: 'message', text: 'Halt!' }, { by: { role: 'customer' } }), 'assigned'],
        [(ticket: Ticket) => world.append(ticket, later().toISOString(), { type: 'message', text: 'Bitte noch die Rechnung.' }), 'assigned'],
        [
          async (ticket: Ticket) =>
            storage.put('tickets', { ...(await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id))), restrictedSince: now().toISOString() }),
          'assigned',
        ],
      ] as const) {
        const { ticket, cause } = await documented();
        const worker = world.workerOver(storage.db);
        let came = false;
        const files = {
          keep: async (...args: Parameters<typeof worker.files.keep>) => {
            if (!came) await acts(ticket);
            came = true;
            return worker.files.keep(...args);
          },
        };
        await world.run(cause, { ...worker, files });
        expect(came).toBe(true);
        expect([(await current(ticket)).status, (await types(ticket)).includes('rule')]).toEqual([status, false]);
        expect((await world.deps.letters.listOfTicket(ticket.id, 10)).items).toEqual([]);
      }
    });

    it('not over what somebody noted before, nor where the customer has lost as much this year already', async () => {
      await settling();
      const { ticket, cause } = await documented();
      await world.append(ticket, '2026-03-01T09:30:00.000Z', { type: 'internal-note', text: 'Betrugsverdacht, Rückfrage bei der Polizei.' });
      await world.run(cause);
      const { ticket: second, cause: again } = await documented();
      await world.openTicket(second.customerId, now().toISOString(), theft);
      await world.run(again);
      for (const one of [ticket, second]) expect([(await current(one)).status, (await types(one)).includes('rule')]).toEqual(['assigned', false]);
    });

    it('not by a rule that says what this release does not take any more; others act on, and it can be read and written anew', async () => {
      const [old, rule] = [await world.add(tags({ order: 1 })), await world.add(tags({ order: 2, then: [{ do: 'tag', add: ['neu'] }] }))];
      const stored = (await storage.db.get('staff', ruleKey(old.id)))!;
      await storage.put('staff', { ...stored, conditions: JSON.stringify([{ fact: 'weather', is: true }]) });
      const ticket = await opened();
      await world.run(await world.lastCause(ticket.id));
      expect([await markedBy(ticket, old), await markedBy(ticket, rule)]).toMatchObject([[], [{ content: { type: 'rule' } }]]);
      expect(world.log.lines).toContainEqual(
        expect.objectContaining({ level: 'error', code: 'rule-unusable', fields: expect.objectContaining({ ruleId: old.id }) }),
      );
      expect(await world.get(old.id)).toMatchObject({ when: [{ fact: 'weather', is: true }] });
      expect((await world.list()).items.map(({ id }) => id)).toContain(old.id);
      expect(await world.change(old.id, 1, tags({ active: false }))).toMatchObject({ version: 2, when: [] });
    });

    it('not by a rule that was taken out of use in between', async () => {
      const rule = await settling();
      const { ticket, cause } = await documented();
      const worker = world.workerOver(storage.db);
      const files = {
        keep: async (...args: Parameters<typeof worker.files.keep>) => {
          await world.change(rule.id, 1, {
            ...smallTheftRule((rule.then.find((one) => one.do === 'answer') as { textModule: string }).textModule),
            active: false,
          });
          return worker.files.keep(...args);
        },
      };
      await world.run(cause, { ...worker, files });
      expect([(await current(ticket)).status, (await types(ticket)).includes('rule')]).toEqual(['assigned', false]);
    });
  });

  describe('act', () => {
    const run = async (ticket: Ticket) => world.run(await world.lastCause(ticket.id));

    it('in their order, each on what those before have left, and then those that answer to them', async () => {
      const second = await world.add(tags({ order: 2, when: [{ fact: 'priority', is: 'one-of', values: ['high'] }] }));
      const first = await world.add({ ...tags({ order: 1 }), then: [{ do: 'set-priority', priority: 'high' }] });
      const third = await world.add({
        ...tags({ on: 'tags-changed', when: [{ fact: 'tags', has: 'all', values: ['gemerkt'] }] }),
        then: [{ do: 'add-task', title: 'Ansehen', dueInDays: 1 }],
      });
      const ticket = await opened();
      await run(ticket);
      expect(await current(ticket)).toMatchObject({ priority: 'high', tags: ['gemerkt'], openTasks: 1, version: ticket.version + 3 });
      for (const rule of [first, second, third]) expect(await markedBy(ticket, rule)).toHaveLength(1);
      expect((await world.deps.tasks.list(ticket, 10)).items).toMatchObject([{ title: 'Ansehen', addedBy: third.id, due: { on: '2026-03-16' } }]);
      const before = JSON.stringify(await storage.dump());
      await run(ticket);
      expect(JSON.stringify(await storage.dump())).toBe(before);
      // The queue knows of the priority.
      expect((await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id)))!.queueSk).toMatch(/^1#/);
    });

    it('again where one ended in between: those that acted call for the others all the same', async () => {
      const first = await world.add(tags({ order: 1 }));
      const second = await world.add({ ...tags({ on: 'tags-changed' }), then: [{ do: 'set-priority', priority: 'urgent' }] });
      const ticket = await opened();
      const cause = await world.lastCause(ticket.id);
      let writes = 0;
      storage.inject(({ command }) => (command === 'TransactWriteItems' && ++writes === 2 ? 'crash-before' : undefined));
      await expect(world.run(cause)).rejects.toThrow(InjectedCrash);
      storage.inject(undefined);
      expect([(await markedBy(ticket, first)).length, (await markedBy(ticket, second)).length]).toEqual([1, 0]);
      await world.run(cause);
      expect([(await markedBy(ticket, first)).length, (await markedBy(ticket, second)).length]).toEqual([1, 1]);
    });

    it('and no more than ten for one cause', async () => {
      for (let number = 0; number < 12; number++) await world.add(tags({ order: number, then: [{ do: 'add-task', title: `Aufgabe ${number}` }] }));
      const ticket = await opened();
      await run(ticket);
      expect(await current(ticket)).toMatchObject({ openTasks: 10 });
      expect(JSON.stringify(world.log.lines)).toContain('rules-cut-short');
      await run(ticket);
      expect(await current(ticket)).toMatchObject({ openTasks: 10 });
    });

    it('by giving a case to a clerk, a team, or whoever is found, with what counts for whom', async () => {
      const [clerk, other] = [await world.clerk(['claims', 'service']), await world.clerk(['claims', 'service'])];
      const gives = async (to: object, on = 'customer-message') => world.add(tags({ on, then: [{ do: 'assign', to }] }));
      const toClerk = await gives({ agent: other });
      const ticket = await world.assignTo(clerk, await opened(), now().toISOString());
      await world.append(ticket, later().toISOString(), { type: 'message', text: 'Hallo?' }, { by: { role: 'customer' } });
      await run(ticket);
      expect(await current(ticket)).toMatchObject({ status: 'assigned', assignee: other });
      expect(await world.deps.workloads.here([clerk, other])).toEqual(
        new Map([
          [clerk, 0],
          [other, 1],
        ]),
      );
      await world.change(toClerk.id, 1, tags({ on: 'customer-message', then: [{ do: 'assign', to: { team: 'claims' } }] }));
      await world.append(ticket, later().toISOString(), { type: 'message', text: 'Hallo!' }, { by: { role: 'customer' } });
      await run(ticket);
      expect(await current(ticket)).toMatchObject({ status: 'open', team: 'claims', handedOverBy: other, unreadMessages: 2 });
      expect(await world.deps.workloads.here([other])).toEqual(new Map([[other, 0]]));
      const item = await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id));
      expect(item).toMatchObject({ gsi2pk: 'team:claims#open', wakeAt: now().toISOString(), queuePk: 'queue#claims' });
      expect((item as { assignee?: string }).assignee).toBeUndefined();
    });

    it('on what a clerk has left as it was: what a rule does not touch stays', async () => {
      const clerk = await world.clerk();
      await world.add(tags({ on: 'customer-message' }));
      const ticket = await world.assignTo(clerk, await opened(), now().toISOString());
      const chose = chosen(ticket, { retention: 'thirty-years', tags: ['alt'] });
      const step = (content: object) => ({
        id: newId('int'),
        ticketId: ticket.id,
        at: now().toISOString(),
        by: { role: 'agent' as const, id: clerk },
        content,
      });
      await world.deps.tickets.change(
        chose,
        { retention: 'thirty-years', tags: ['alt'] },
        [step({ type: 'tags', tags: ['alt'] }) as never],
        ticket.version,
        now(),
      );
      await world.append(ticket, later().toISOString(), { type: 'message', text: 'Hallo?' }, { by: { role: 'customer' } });
      const before = await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id));
      await run(ticket);
      const after = await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id));
      expect(after).toEqual({ ...before, tags: ['alt', 'gemerkt'], version: Number(before!.version) + 1 });
    });

    it('on nothing that has ended, is restricted, is evidence, is being filed, or tells of health', async () => {
      const rule = await world.add(tags({ on: 'customer-message' }));
      const says = (ticket: Ticket) => world.append(ticket, later().toISOString(), { type: 'message', text: 'Hallo?' }, { by: { role: 'customer' } });
      const marked = async (change: object) => {
        const ticket = await opened();
        await says(ticket);
        await storage.put('tickets', { ...(await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id))), ...change });
        return ticket;
      };
      const { incident: _, details: __, ...frame } = theft;
      const ofHealth = await opened({ ...frame, kind: 'medical-aid', details: medicalAid.details!.example });
      await says(ofHealth);
      const closed = await world.assignTo(await world.clerk(), await opened(), now().toISOString());
      await world.closeTicket(closed, later().toISOString());
      await says(closed);
      const all = [
        ofHealth,
        closed,
        await marked({ restrictedSince: now().toISOString() }),
        await marked({ heldSince: now().toISOString() }),
        await marked({ filings: 1 }),
      ];
      for (const ticket of all) {
        await world.run(await world.lastCause(ticket.id));
        expect(await markedBy(ticket, rule)).toEqual([]);
      }
      const lines = JSON.stringify(world.log.lines);
      for (const code of ['tells-of-health', 'ticket-closed', 'processing-restricted', 'held-as-evidence', 'being-filed']) expect(lines).toContain(code);
    });

    it('not where something of what they say cannot be done: then nothing of it is', async () => {
      const module = await world.text();
      const rule = await world.add(
        tags({
          then: [
            { do: 'tag', add: ['a'] },
            { do: 'answer', textModule: module.id },
          ],
        }),
      );
      await storage.put('staff', { ...(await storage.db.get('staff', { pk: module.id, sk: 'text-module' })), status: 'retired' });
      const ticket = await opened();
      await run(ticket);
      expect([await markedBy(ticket, rule), (await current(ticket)).tags]).toEqual([[], undefined]);
      expect(JSON.stringify(world.log.lines)).toContain('text-module-retired');
    });

    it('not where there are none: that costs one read', async () => {
      const ticket = await opened();
      const cause = await world.lastCause(ticket.id);
      expect(await storage.counted(() => world.run(cause))).toMatchObject({ total: 1, byCommand: { Query: 1 } });
    });

    it('on nobody who is erased', async () => {
      await world.add(tags());
      const ticket = await opened();
      await storage.put('customers', { ...(await storage.db.get('customers', { pk: ticket.customerId, sk: 'customer' })), status: 'erasing' });
      expect(await answerOf(run(ticket))).toBe('conflict/customer-erased');
    });
  });

  describe('are tried', () => {
    it('on the last tickets that they are for, and change nothing', async () => {
      const clerk = await world.clerk();
      const [mine, waiting] = [await world.assignTo(clerk, await opened(), now().toISOString()), await opened()];
      const { incident: _, details: __, ...frame } = theft;
      await opened({ ...frame, kind: 'question', message: 'Was kostet das?' });
      const closed = await world.assignTo(clerk, await opened(), now().toISOString());
      await world.closeTicket(closed, now().toISOString());
      const rule = await world.add(
        tags({
          when: [
            { fact: 'kind', is: 'one-of', values: ['theft'] },
            { fact: 'status', is: 'one-of', values: ['assigned'] },
          ],
          active: false,
        }),
      );
      const before = JSON.stringify(await storage.dump());
      const { trials, acts, isComplete, version } = await world.tryOut(rule.id);
      expect([acts, isComplete, version]).toEqual([1, true, 1]);
      expect(trials.map(({ ticketId, result }) => [ticketId, result])).toEqual([
        [closed.id, 'left-alone'],
        [waiting.id, 'unmet'],
        [mine.id, 'acts'],
      ]);
      expect(trials[1]).toMatchObject({ condition: 1, number: waiting.number });
      expect(trials[2]).toMatchObject({ did: ['tag'] });
      expect((await world.tryOut(rule.id, 1)).trials).toHaveLength(1);
      expect(JSON.stringify(await storage.dump())).toBe(before);
    });

    it('and say what they could not do', async () => {
      const rule = await world.add({
        ...tags({ when: [{ fact: 'kind', is: 'one-of', values: ['theft'] }] }),
        then: [{ do: 'pay-out', amount: { detail: 'valueCents' }, atMostCents: 100 }],
      });
      await opened();
      expect((await world.tryOut(rule.id)).trials).toMatchObject([{ result: 'cannot-act', code: 'amount-not-for-rules' }]);
      expect(await answerOf(world.tryOut(newId('rul')))).toBe('not-found/no-such-rule');
    });
  });
});
