import { beforeEach, expect, it } from '@jest/globals';
import { addInteraction } from '../../functions/tickets/add-interaction.ts';
import { closeTicket } from '../../functions/tickets/close-ticket.ts';
import { mergeTickets } from '../../functions/tickets/merge-tickets.ts';
import { fileMerged } from '../../functions/tickets/file-merged.ts';
import { sendAnswer } from '../../functions/tickets/send-answer.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { IdempotentRequest } from '../../shared/storage/idempotency.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { newTextModule } from '../../shared/text-modules/text-module.ts';
import { textModuleReader } from '../../shared/text-modules/text-module-reader.ts';
import { textModuleTable } from '../../shared/text-modules/text-module-table.ts';
import { answerTables } from '../../shared/tickets/answer-table.ts';
import { filingTable } from '../../shared/tickets/filing-table.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { usualHours } from '../unit/business-time/usual-hours.ts';
import { describeStorage } from './harness.ts';
import { rules } from './privacy-fixtures.ts';
import { answerOf, outcome, ticketTables } from './ticket-world.ts';
import { timeWorld } from './time-fixtures.ts';

const startedAt = '2026-03-15T09:30:00Z';
const today = '2026-03-15';
const key = (activity: string) => `claims#${today}#bicycle-accident#${activity}`;
const people = `claims#${today} people`;
const note = (minutesSpent?: number) => ({ type: 'internal-note' as const, text: 'Gutachten gelesen.', minutesSpent });
const none = { params: undefined, query: undefined, body: undefined, ifMatch: undefined };

describeStorage('time that is given with a step', (storage) => {
  const world = timeWorld(storage);
  const now = () => world.clock.at;
  const deps = { ...ticketTables(storage.db), customers: customerReader(storage.db), staff: staffReader(storage.db), newId, now, random: () => 0 };
  const as = (id: string) => ({ id, roles: ['agent' as const] });
  const request = (route: string): IdempotentRequest => ({ key: newId('acc'), body: route });
  const write = (by: string, ticketId: string, body: object, once = request('write')) =>
    addInteraction.handle({ ...none, params: { ticketId }, body: body as never, caller: as(by), once }, deps);
  const lastStep = async (ticket: Ticket) => (await deps.interactions.interactions(ticket, 100)).items.at(-1)!.id;
  const aTicket = async (): Promise<Ticket> => world.openTicket((await world.person()).id);

  beforeEach(async () => {
    await world.clear();
    world.clock.at = new Date(startedAt);
  });

  it('counts with it, once: in the sum of the case, in the figures of the team, and in one’s own list', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const sent = request('once');
    const call = { type: 'call-note', direction: 'outbound', text: 'Angerufen.', minutesSpent: 12 };
    const asked = await Promise.all([1, 2, 3].map(() => write(clerk, ticket.id, call, sent)));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    await write(clerk, ticket.id, note(7));
    await write(clerk, ticket.id, note(0));
    await write(clerk, ticket.id, note());
    expect(await world.sum(clerk, ticket.id)).toEqual({
      minutes: 19,
      byActivity: [
        { activity: 'phone', minutes: 12 },
        { activity: 'other', minutes: 7 },
      ],
    });
    expect(await world.counted()).toEqual({ [key('phone')]: 12, [key('other')]: 7, [people]: 1 });
    const { items } = await world.times(clerk, ticket.id);
    expect(items.map(({ minutes, interactionId, mine }) => [minutes, interactionId, mine])).toEqual([
      [12, asked[0]!.id, true],
      [7, expect.stringMatching(/^int_/), true],
    ]);
    expect((await world.own(clerk)).items.map(({ minutes }) => minutes)).toEqual([7, 12]);
  });

  it('costs a read of whose it is and one of their day besides; without it a step costs what it did', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const plain = await storage.counted(() => write(clerk, ticket.id, note()));
    expect(plain.byCommand).toEqual({ Query: 1, TransactWriteItems: 1 });
    const timed = await storage.counted(() => write(clerk, ticket.id, note(5)));
    expect(timed.byCommand).toEqual({ Query: 1, GetItem: 1, BatchGetItem: 1, TransactWriteItems: 1 });
  });

  it('is put right, and taken away, like any other; the step says what was said then', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const { id: interactionId } = await write(clerk, ticket.id, note(120));
    const { id } = (await world.times(clerk, ticket.id)).items[0]!;
    await world.correct(clerk, ticket.id, id, 1, { minutes: 12, activity: 'assessment', on: today, interactionId });
    expect(await world.counted()).toEqual({ [key('assessment')]: 12, [people]: 1 });
    expect((await deps.interactions.interaction(ticket, interactionId)).minutesSpent).toBe(120);
    await world.take(clerk, ticket.id, id);
    expect([await world.counted(), (await world.sum(clerk, ticket.id)).minutes]).toEqual([{}, 0]);
  });

  it('makes no day longer than it is: such a step is not written, and says which field is wrong', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const sent = request('full');
    const first = await write(clerk, ticket.id, note(1440), sent);
    // The same again is an answer that was lost.
    expect((await write(clerk, ticket.id, note(1440), sent)).id).toBe(first.id);
    const last = await lastStep(ticket);
    await expect(write(clerk, ticket.id, note(1))).rejects.toMatchObject({ code: 'day-full', fields: [{ field: 'body.minutesSpent' }] });
    expect([await lastStep(ticket), await world.counted()]).toEqual([last, { [key('other')]: 1440, [people]: 1 }]);
  });

  it('counts nowhere where its clerk is in no team: the step is written, and says it', async () => {
    const ticket = await aTicket();
    const { minutesSpent } = await write(newId('agt'), ticket.id, note(5));
    expect([minutesSpent, await world.counted(), (await storage.items('time')).length]).toEqual([5, {}, 0]);
  });

  it('is entered by several at once, on several steps, each once', async () => {
    const ticket = await aTicket();
    const clerks = await Promise.all([1, 2, 3].map(() => world.clerk()));
    await Promise.all(clerks.flatMap((by) => [write(by, ticket.id, note(5)), write(by, ticket.id, note(6))]));
    expect(await world.counted()).toEqual({ [key('other')]: 33, [people]: 3 });
    expect((await world.sum(clerks[0]!, ticket.id)).minutes).toBe(33);
  });

  it('counts with the end of a case, and not where that is refused; and on one that has ended', async () => {
    const ticket = await aTicket();
    const clerk = await world.clerk();
    const close = async (ifMatch: number, once = request('close')) => {
      const body = { outcome: 'settled' as const, lastInteractionId: await lastStep(ticket), minutesSpent: 8 };
      return outcome(closeTicket.handle({ ...none, params: { ticketId: ticket.id }, body, caller: as(clerk), once, ifMatch }, deps));
    };
    expect(await close(9)).toBe('stale/ticket-changed');
    expect(await world.counted()).toEqual({});
    const sent = request('once');
    const body = { outcome: 'settled' as const, lastInteractionId: await lastStep(ticket), minutesSpent: 8 };
    for (let time = 0; time < 2; time++)
      await closeTicket.handle({ ...none, params: { ticketId: ticket.id }, body, caller: as(clerk), once: sent, ifMatch: 1 }, deps);
    expect(await world.counted()).toEqual({ [key('other')]: 8, [people]: 1 });
    // On an ended case, too.
    await write(clerk, ticket.id, note(2));
    expect((await world.sum(clerk, ticket.id)).minutes).toBe(10);
  });

  it.each([
    ['leaves the case as it is', undefined],
    ['has its clerk wait', { status: 'waiting' as const, waitingFor: 'expert' as const }],
    ['closes it', { status: 'closed' as const, outcome: 'settled' as const }],
  ])('counts with an answer from a text module that %s, once', async (_, sets) => {
    const clerk = await world.clerk();
    const ticket = await world.assignTo(clerk, await aTicket(), startedAt);
    const said = { title: 'Eingang', texts: { de: 'Guten Tag, wir melden uns.' }, ...(sets && { sets }) };
    const module = newTextModule(newId('txt'), said, { id: 'adm_01', at: now() });
    await textModuleTable({ db: storage.db, rules }).add(module, { request: request('text'), status: 201, madeId: module.id }, now());
    const answering = { ...deps, ...answerTables({ db: storage.db, rules, newId }), textModules: textModuleReader(storage.db), hours: usualHours };
    const sent = request('answer');
    const body = { textModule: { id: module.id, version: 1 }, language: 'de' as const, minutesSpent: 4, lastInteractionId: await lastStep(ticket) };
    const send = () => sendAnswer.handle({ ...none, params: { ticketId: ticket.id }, body, caller: as(clerk), once: sent, ifMatch: ticket.version }, answering);
    const [first, again] = [await send(), await send()];
    expect([again.interaction.id, again.ticket.status]).toEqual([first.interaction.id, sets?.status ?? ticket.status]);
    expect(await world.counted()).toEqual({ [key('writing')]: 4, [people]: 1 });
    expect((await world.times(clerk, ticket.id)).items).toMatchObject([{ minutes: 4, interactionId: first.interaction.id }]);
  });

  it('goes with its case to the one of which that becomes part, where it counts as it did', async () => {
    const { id: customerId } = await world.person();
    const [duplicate, into] = [await world.openTicket(customerId), await world.openTicket(customerId)];
    const clerk = await world.clerk();
    await write(clerk, duplicate.id, note(9));
    await mergeTickets.handle(
      { ...none, params: { ticketId: duplicate.id }, body: { into: into.id }, caller: as(clerk), once: request('merge'), ifMatch: 1 },
      deps,
    );
    // On a case that is part of another nobody writes, and nothing is counted.
    expect(await answerOf(write(clerk, duplicate.id, note(9)))).toBe('conflict/ticket-merged');
    await fileMerged({ aggregateId: duplicate.id }, { tickets: deps.tickets, filing: filingTable({ db: storage.db, registry: storedItems }) });
    expect([(await world.sum(clerk, into.id)).minutes, (await world.sum(clerk, duplicate.id)).minutes]).toEqual([9, 0]);
    expect((await world.times(clerk, into.id)).items).toMatchObject([{ minutes: 9, mine: true, interactionId: expect.stringMatching(/^int_/) }]);
    expect(await world.counted()).toEqual({ [key('other')]: 9, [people]: 1 });
  });
});
