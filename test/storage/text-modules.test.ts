import { beforeEach, describe, expect, it } from '@jest/globals';
import { addTextModule } from '../../functions/text-modules/add-text-module.ts';
import { changeTextModule } from '../../functions/text-modules/change-text-module.ts';
import { getTextModule } from '../../functions/text-modules/get-text-module.ts';
import { listTextModules } from '../../functions/text-modules/list-text-modules.ts';
import { listInteractions } from '../../functions/tickets/list-interactions.ts';
import { previewAnswer } from '../../functions/tickets/preview-answer.ts';
import { sendAnswer } from '../../functions/tickets/send-answer.ts';
import { ticketFor } from '../../functions/tickets/views.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { NewTextModule, type TextModule, type WholeTextModule } from '../../shared/text-modules/text-module.ts';
import { textModuleKey } from '../../shared/text-modules/text-module-item.ts';
import { textModuleReader } from '../../shared/text-modules/text-module-reader.ts';
import { textModuleTable } from '../../shared/text-modules/text-module-table.ts';
import { answerTables } from '../../shared/tickets/answer-table.ts';
import { medicalAid } from '../../shared/tickets/kinds/medical-aid.ts';
import { ticketKey } from '../../shared/tickets/ticket-item.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { usualHours } from '../unit/business-time/usual-hours.ts';
import { describeStorage } from './harness.ts';
import { rules } from './privacy-fixtures.ts';
import { taskWorld } from './task-fixtures.ts';
import { answerOf, report } from './ticket-world.ts';

const text = { title: 'Eingang bestätigen', texts: { de: '{{salutation}}, wir melden uns zu {{ticketNumber}}. {{clerkName}}', en: 'About {{ticketNumber}}' } };
const admin: Caller = { id: 'adm_01', roles: ['admin'] };
const nothing = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };

describeStorage('text modules', (storage) => {
  const world = taskWorld(storage);
  const now = () => world.clock.at;
  const textModules = textModuleTable({ db: storage.db, rules });
  const deps = { textModules, staff: staffReader(storage.db), newId, now };
  const ticketDeps = {
    ...answerTables({ db: storage.db, rules, newId }),
    hours: usualHours,
    textModules: textModuleReader(storage.db),
    customers: customerReader(storage.db),
    staff: staffReader(storage.db),
    newId,
    now,
  };
  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date('2026-03-15T09:30:00Z');
  });

  const once = (key = newId('acc'), body = '{}') => ({ key, body });
  const add = (body: object = {}, request = once()) =>
    addTextModule.handle({ ...nothing, body: NewTextModule.parse({ ...text, ...body }), caller: admin, once: request }, deps);
  const change = (id: string, ifMatch: number, body: Partial<WholeTextModule>) =>
    changeTextModule.handle({ ...nothing, params: { textModuleId: id }, body: { ...text, status: 'active', ...body }, caller: admin, ifMatch }, deps);
  const get = (id: string, version?: number) => getTextModule.handle({ ...nothing, params: { textModuleId: id }, query: { version }, caller: admin }, deps);
  const list = (status: 'active' | 'retired' = 'active', limit = 25, cursor?: string) =>
    listTextModules.handle({ ...nothing, query: { limit, status, cursor }, caller: admin }, deps);

  describe('are data', () => {
    it('that has a version with each change, of which those before stay readable', async () => {
      const module = await add();
      const changed = await change(module.id, 1, { title: 'Eingang', texts: { de: 'Guten Tag' }, sets: { status: 'waiting', waitingFor: 'expert' } });
      expect([module.version, changed.version]).toEqual([1, 2]);
      expect(await get(module.id)).toEqual(changed);
      expect([await get(module.id, 1), await get(module.id, 2)]).toEqual([module, changed]);
      expect(await change(module.id, 2, {})).toMatchObject({ ...text, version: 3 });
      expect((await get(module.id)).sets).toBeUndefined();
      expect(await answerOf(get(module.id, 4))).toBe('not-found/no-such-text-module');
      expect(await answerOf(get(newId('txt')))).toBe('not-found/no-such-text-module');
    });

    it('is made once, however often that is asked, and answered as it was made', async () => {
      const request = once();
      const module = await add({}, request);
      await change(module.id, 1, { title: 'Anders' });
      expect(await add({}, request)).toEqual(module);
      const forTeam = (team: string) => answerOf(add({ addsTask: { title: 'Nachsehen', team } }));
      expect(await forTeam('gibt-es-nicht')).toBe('invalid/invalid-body');
      await world.clerk();
      expect(await forTeam('claims')).toMatchObject({ addsTask: { team: 'claims' } });
      expect((await list()).items).toHaveLength(2);
      expect(await answerOf(add({}, { ...request, body: '{"title":"x"}' }))).toBe('unprocessable/idempotency-key-reused');
    });

    it('is changed under the version that was seen: of many at once one is done, and what is so already is said', async () => {
      const { id } = await add();
      const tries = Array.from({ length: 8 }, (_, number) => answerOf(change(id, 1, { title: `Nummer ${number}` })));
      const done = (await Promise.all(tries)).filter((one) => typeof one !== 'string') as TextModule[];
      expect(done).toHaveLength(1);
      expect(await get(id)).toEqual(done[0]);
      expect(await change(id, 1, { title: done[0]!.title })).toEqual(done[0]);
      expect(await answerOf(change(id, 1, { title: 'Zu spät' }))).toBe('stale/text-module-changed');
      expect(await answerOf(change(newId('txt'), 1, {}))).toBe('not-found/no-such-text-module');
    });

    it('is listed page by page, newest first, in use or retired', async () => {
      const made = [await add(), await add(), await add()].map(({ id }) => id);
      await change(made[1]!, 1, { status: 'retired' });
      const first = await list('active', 1);
      const second = await list('active', 1, first.next);
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([made[2], made[0]]);
      expect((await list('retired')).items).toEqual([await get(made[1]!)]);
      await change(made[1]!, 2, {});
      expect([(await list('retired')).items, (await list()).items.length]).toEqual([[], 3]);
    });

    it('goes a year after it was retired, with all its versions, and not before', async () => {
      const [module, used] = [await add(), await add()];
      await change(module.id, 1, { status: 'retired' });
      const dueOn = async (id: string) => (await storage.db.get('staff', textModuleKey(id)))!.dueOn;
      expect(await dueOn(module.id)).toBe('2027-03-16');
      const texts = async () => (await storage.items('staff')).filter(({ kind }) => String(kind).startsWith('text-module')).map(({ pk }) => pk);
      await world.runOf('2027-03-15', ['staff']);
      expect((await texts()).filter((pk) => pk === module.id)).toHaveLength(3);
      await world.runOf('2027-03-16', ['staff']);
      expect(await texts()).toEqual([used.id, used.id]);
      // One that is in use is looked at again, and stays.
      await world.runOf('2040-01-01', ['staff']);
      expect(await texts()).toEqual([used.id, used.id]);
    });
  });

  describe('answer tickets', () => {
    const as = (id: string): Caller => ({ id, roles: ['agent'] });
    const theirs = async (asked = report) => {
      const clerk = await world.clerk();
      const ticket = await world.assignTo(
        clerk,
        await world.openTicket((await world.person({ salutation: 'frau' })).id, undefined, asked),
        now().toISOString(),
      );
      return { clerk, ticket };
    };
    const preview = ({ id }: Pick<Ticket, 'id'>, module: string, by: string, language: 'de' | 'en' = 'de') =>
      previewAnswer.handle({ ...nothing, params: { ticketId: id, textModuleId: module }, query: { language }, caller: as(by) }, ticketDeps);
    const send = ({ id, version }: Ticket, module: Pick<TextModule, 'id' | 'version'>, by: string, more: object = {}, request = once()) => {
      const body = { textModule: { id: module.id, version: module.version }, language: 'de' as const, ...more };
      return sendAnswer.handle({ ...nothing, params: { ticketId: id }, body, caller: as(by), once: request, ifMatch: version }, ticketDeps);
    };
    const current = async ({ customerId, id }: Ticket): Promise<Ticket> => (await world.deps.tickets.ofCustomer(customerId, id))!;
    const steps = async (ticket: Ticket) => (await world.deps.interactions.interactions(ticket, 100)).items;
    const tasks = async ({ customerId, id }: Ticket) => (await world.deps.tasks.list({ customerId, id }, 10)).items;
    /** What was told of a ticket since it was assigned. */
    const told = async ({ id }: Pick<Ticket, 'id'>) => {
      const events = (await storage.items('events'))
        .filter(({ pk }) => pk === id)
        .map(({ type, data }) => [type, (data as { type?: string }).type].join(' ').trim());
      return events.slice(events.indexOf('ticket.assigned') + 1);
    };
    /** Everything that is stored but markers: what an attempt that is refused must leave as it was. */
    const everything = async () => JSON.stringify({ ...(await storage.dump()), idempotency: [] });

    it('with what is filled in, as a message of the clerk’s that says from which text; a customer is not shown that', async () => {
      const { clerk, ticket } = await theirs();
      const module = await add();
      const filled = await preview(ticket, module.id, clerk);
      expect(filled.text).toMatch(new RegExp(`^Sehr geehrte Frau \\S+, wir melden uns zu ${ticket.number}\\. \\S+`));
      expect(filled).toMatchObject({ textModule: { id: module.id, version: 1 }, language: 'de', ticketVersion: ticket.version });
      expect((await preview(ticket, module.id, clerk, 'en')).text).toBe(`About ${ticket.number}`);
      const { interaction, ticket: after } = await send(ticket, module, clerk, { minutesSpent: 4 });
      expect(interaction.content).toEqual({ type: 'message', text: filled.text, textModule: { id: module.id, version: 1 } });
      expect((await steps(ticket)).at(-1)).toMatchObject({ ...interaction, minutesSpent: 4 });
      expect([after.version, (await current(ticket)).version]).toEqual([ticket.version + 1, ticket.version + 1]);
      expect(await told(ticket)).toEqual(['ticket.interaction-added message']);
      const customer: Caller = { id: ticket.customerId, roles: ['customer'] };
      const seen = await listInteractions.handle({ ...nothing, params: { ticketId: ticket.id }, query: { limit: 25 }, caller: customer }, ticketDeps);
      expect(seen.items.at(-1)!.content).toEqual({ type: 'message', text: filled.text });
    });

    it('with what the clerk has made of the text', async () => {
      const { clerk, ticket } = await theirs();
      const module = await add();
      const { interaction } = await send(ticket, module, clerk, { text: 'Ganz {{anders}}' });
      expect(interaction.content).toEqual({ type: 'message', text: 'Ganz {{anders}}', textModule: { id: module.id, version: 1 } });
    });

    it('and let them wait, with a task for later: all at once, and once however often it is asked', async () => {
      const { clerk, ticket } = await theirs();
      const module = await add({ sets: { status: 'waiting', waitingFor: 'customer' }, addsTask: { title: 'Da?', dueInDays: 14 } });
      const request = once();
      const sent = await send(ticket, module, clerk, {}, request);
      expect(sent.ticket).toMatchObject({ status: 'waiting', waitingFor: 'customer', openTasks: 1, version: ticket.version + 1 });
      expect(await current(ticket)).toMatchObject({ status: 'waiting', waitingFor: 'customer', openTasks: 1, version: ticket.version + 1 });
      expect((await steps(ticket)).slice(-2).map(({ content }) => content.type)).toEqual(['message', 'waiting']);
      expect(await tasks(ticket)).toMatchObject([{ title: 'Da?', due: { on: '2026-03-29' }, addedBy: clerk, status: 'open' }]);
      expect(await told(ticket)).toEqual(['ticket.interaction-added message', 'ticket.interaction-added waiting']);
      expect((await storage.items('events')).filter(({ type }) => type === 'task.added')).toHaveLength(1);
      // The text is another by then, and so is the ticket.
      await change(module.id, 1, { status: 'retired' });
      const before = await everything();
      expect((await send(ticket, module, clerk, {}, request)).interaction).toEqual(sent.interaction);
      expect(await everything()).toBe(before);
    });

    it('and close them, by the rules of closing', async () => {
      const { clerk, ticket } = await theirs();
      const module = await add({ sets: { status: 'closed', outcome: 'answered' }, addsTask: { title: 'Zufrieden?' } });
      const lastInteractionId = (await steps(ticket)).at(-1)!.id;
      expect(await answerOf(send(ticket, module, clerk))).toBe('invalid/invalid-body');
      await world.add(ticket.id, { title: 'Noch offen' });
      expect(await answerOf(send(ticket, module, clerk, { lastInteractionId }))).toBe('conflict/open-tasks');
      expect(await answerOf(send(ticket, module, clerk, { lastInteractionId: newId('int'), openTasksSeen: true }))).toBe('invalid/invalid-body');
      await world.append(ticket, now().toISOString(), { type: 'message', text: 'Noch etwas' }, { by: { role: 'customer' } });
      expect(await answerOf(send(ticket, module, clerk, { lastInteractionId, openTasksSeen: true }))).toBe('stale/newer-customer-message');
      const read = (await steps(ticket)).at(-1)!.id;
      const { ticket: after } = await send(ticket, module, clerk, { lastInteractionId: read, openTasksSeen: true });
      expect(after).toMatchObject({ status: 'closed', outcome: 'answered', openTasks: 2 });
      expect(ticketFor(as(clerk), await current(ticket), now())).toEqual(after);
      expect((await steps(ticket)).slice(-2).map(({ content }) => content.type)).toEqual(['message', 'closing']);
      expect((await told(ticket)).slice(-2)).toEqual(['ticket.interaction-added message', 'ticket.closed']);
      expect(await world.deps.workloads.here([clerk])).toEqual(new Map([[clerk, 0]]));
      const item = await storage.db.get('tickets', ticketKey(ticket.customerId, ticket.id));
      expect(item).toMatchObject({ dueOn: '2030-04-01', gsi2pk: expect.stringContaining('closed') });
      // A closed one is still answered, but with nothing that changes its state.
      const closing = { lastInteractionId: read, openTasksSeen: true };
      expect(await answerOf(send(await current(ticket), module, clerk, closing))).toBe('conflict/ticket-closed');
      const waiting = await add({ sets: { status: 'waiting', waitingFor: 'expert' } });
      expect(await answerOf(send(await current(ticket), waiting, clerk))).toBe('conflict/ticket-closed');
      expect((await send(await current(ticket), await add(), clerk)).ticket.status).toBe('closed');
    });

    it('not where nobody has them who could wait', async () => {
      const clerk = await world.clerk();
      const ticket = await world.openTicket((await world.person()).id);
      const before = await everything();
      const module = await add({ sets: { status: 'waiting', waitingFor: 'customer' } });
      expect(await answerOf(send(ticket, module, clerk))).toBe('conflict/ticket-unassigned');
      expect((await everything()).length).toBeGreaterThan(before.length);
      expect((await steps(ticket)).map(({ content }) => content.type)).toEqual(['report']);
    });

    it('once, where two answer what both have seen', async () => {
      const { clerk, ticket } = await theirs();
      const [module, other] = [await add(), await world.clerk()];
      const both = await Promise.all([clerk, other].map((by) => answerOf(send(ticket, module, by))));
      expect(both.filter((one) => one === 'stale/ticket-changed')).toHaveLength(1);
      expect((await steps(ticket)).filter(({ content }) => content.type === 'message')).toHaveLength(1);
    });

    it('and read what the customer wrote by that, where they say up to where; not where more has come', async () => {
      for (const sets of [undefined, { status: 'waiting', waitingFor: 'customer' }]) {
        const { clerk, ticket } = await theirs();
        const module = await add({ sets });
        const writes = (words: string) => world.append(ticket, now().toISOString(), { type: 'message', text: words }, { by: { role: 'customer' } });
        await writes('Anbei die Rechnung');
        const lastInteractionId = (await steps(ticket)).at(-1)!.id;
        await writes('Und noch eine');
        const before = await everything();
        expect(await answerOf(send(ticket, module, clerk, { lastInteractionId }))).toBe('stale/newer-customer-message');
        expect(await answerOf(send(ticket, module, clerk, { lastInteractionId: newId('int') }))).toBe('invalid/invalid-body');
        expect(await everything()).toBe(before);
        const { ticket: after } = await send(ticket, module, clerk, { lastInteractionId: (await steps(ticket)).at(-1)!.id });
        expect([after.unreadMessages, (await current(ticket)).unreadMessages]).toEqual([undefined, undefined]);
        expect(after.status).toBe(sets?.status ?? 'assigned');
        expect((await world.deps.tickets.listUnread(clerk, 10)).items).toEqual([]);
      }
    });

    it('and do not let them wait for who has written already: that is read first', async () => {
      const { clerk, ticket } = await theirs();
      const module = await add({ sets: { status: 'waiting', waitingFor: 'customer' } });
      await world.append(ticket, now().toISOString(), { type: 'message', text: 'Anbei die Rechnung' }, { by: { role: 'customer' } });
      const before = await everything();
      expect(await answerOf(send(ticket, module, clerk))).toBe('conflict/unread-messages');
      expect(await everything()).toBe(before);
    });

    it('not with what was retired or written anew, is for other kinds, or is not there; and nothing is left of the attempt', async () => {
      const { clerk, ticket } = await theirs();
      const [retired, anew, other] = [await add(), await add({ addsTask: { title: 'Nachsehen' } }), await add({ kinds: ['complaint'] })];
      await change(retired.id, 1, { status: 'retired' });
      await change(anew.id, 1, { title: 'Neu' });
      const before = await everything();
      const tries = [retired, { ...retired, version: 2 }, anew, other, { id: newId('txt'), version: 1 }];
      expect(await Promise.all(tries.map((one) => answerOf(send(ticket, one, clerk))))).toEqual([
        'conflict/text-module-retired',
        'conflict/text-module-retired',
        'stale/text-module-changed',
        'conflict/text-module-of-other-kinds',
        'not-found/no-such-text-module',
      ]);
      const previews = [retired.id, other.id, newId('txt')].map((id) => answerOf(preview(ticket, id, clerk)));
      expect(await Promise.all(previews)).toEqual(['conflict/text-module-retired', 'conflict/text-module-of-other-kinds', 'not-found/no-such-text-module']);
      expect(await everything()).toBe(before);
    });

    it('not with a text that is retired between reading and writing', async () => {
      const { clerk, ticket } = await theirs();
      const module = await add({ addsTask: { title: 'Nachsehen' } });
      const before = (await steps(ticket)).length;
      const meanwhile = (changes: Partial<WholeTextModule>, seen: number) => ({
        ...ticketDeps,
        textModules: {
          async textModule(id: string) {
            const read = await ticketDeps.textModules.textModule(id);
            await change(id, seen, changes);
            return read;
          },
        },
      });
      const attempt = (version: number, over: typeof ticketDeps) =>
        answerOf(
          sendAnswer.handle(
            {
              ...nothing,
              params: { ticketId: ticket.id },
              body: { textModule: { id: module.id, version }, language: 'de' },
              caller: as(clerk),
              once: once(),
              ifMatch: ticket.version,
            },
            over,
          ),
        );
      expect(await attempt(1, meanwhile({ title: 'Neu' }, 1))).toBe('stale/text-module-changed');
      expect(await attempt(2, meanwhile({ status: 'retired' }, 2))).toBe('conflict/text-module-retired');
      expect([(await steps(ticket)).length, await tasks(ticket), (await current(ticket)).openTasks]).toEqual([before, [], undefined]);
    });

    it('under the version of the ticket that was seen, of many at once one where the state changes', async () => {
      const { clerk, ticket } = await theirs();
      const module = await add({ sets: { status: 'waiting', waitingFor: 'customer' }, addsTask: { title: 'Da?' } });
      const plain = await add();
      expect(await answerOf(send({ ...ticket, version: ticket.version + 1 }, plain, clerk))).toBe('stale/ticket-changed');
      const tries = await Promise.all(Array.from({ length: 6 }, () => answerOf(send(ticket, module, clerk))));
      expect(tries.filter((one) => one === 'stale/ticket-changed')).toHaveLength(5);
      expect([(await tasks(ticket)).length, (await current(ticket)).openTasks]).toEqual([1, 1]);
      expect((await steps(ticket)).filter(({ content }) => content.type === 'message')).toHaveLength(1);
    });

    it('that tell of health by agents with the skill only, and none of somebody who is being erased or is restricted', async () => {
      const { incident: _, ...said } = report;
      const { ticket } = await theirs({ ...said, kind: 'medical-aid', details: medicalAid.details!.example });
      const module = await add();
      const other = await world.clerk(['claims']);
      expect(await answerOf(preview(ticket, module.id, other))).toBe('forbidden/health-skill-required');
      expect(await answerOf(send(ticket, module, other, { text: 'Guten Tag' }))).toBe('forbidden/health-skill-required');

      const { ticket: restricted, clerk } = await theirs();
      const stored = (await storage.db.get('tickets', ticketKey(restricted.customerId, restricted.id)))!;
      await storage.put('tickets', { ...stored, restrictedSince: '2026-03-15T10:00:00.000Z' });
      const withTask = await add({ addsTask: { title: 'Nachsehen' } });
      for (const one of [module, withTask]) expect(await answerOf(send(restricted, one, clerk))).toBe('conflict/processing-restricted');
      expect(await tasks(restricted)).toEqual([]);
    });
  });
});
