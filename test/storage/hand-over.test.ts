import { beforeEach, expect, it } from '@jest/globals';
import { assignTicket, type AssignDeps } from '../../functions/tickets/assign-ticket.ts';
import { handOverTicket } from '../../functions/tickets/hand-over-ticket.ts';
import { returnTicket } from '../../functions/tickets/return-ticket.ts';
import { takeTicket } from '../../functions/tickets/take-ticket.ts';
import { ticketWaitsForClerk } from '../../events/ticket-waits-for-clerk.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { employed, type AgentStatus, type Skilled } from '../../shared/staff/agent.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { clerksAtWork } from '../../shared/tickets/clerks-at-work.ts';
import { queueOf, ticketKey, worklist } from '../../shared/tickets/ticket-item.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { describeStorage } from './harness.ts';
import { privacyWorld } from './privacy-fixtures.ts';
import { outcome } from './ticket-world.ts';

describeStorage('handing over', (storage) => {
  const world = privacyWorld(storage);
  const now = () => world.clock.at;
  const at = () => now().toISOString();
  beforeEach(() => world.clear());

  const staff = staffReader(storage.db);
  const deps = { ...world.over(storage.db), staff, newId, now };
  const nothing = { params: undefined, query: undefined, body: undefined, once: undefined, ifMatch: undefined };
  const once = (key = newId('acc')) => ({ key, body: '{}' });
  const asAgent = (id: string): Caller => ({ id, roles: ['agent'] });
  const claims = { skill: 'claims', level: 3 } as const;

  async function clerk(team: string, skills: readonly Skilled[] = [claims], hasLogin = true): Promise<string> {
    const id = newId('agt');
    const data = { displayName: 'Rita Fuchs', email: `${id.toLowerCase()}@lindenhof.example`, role: 'agent' as const, team };
    const agent = employed(id, { ...data, skills: [...skills], languages: [], workingHours: [] }, now());
    await world.deps.staff.register(agent, `mac-${id}`, { request: once(), status: 201, madeId: id }, now());
    if (hasLogin) await world.deps.staff.loginMade(agent, now());
    return id;
  }

  async function be(agentId: string, status: AgentStatus): Promise<void> {
    const seen = await world.deps.staff.byId(agentId);
    await world.deps.staff.change({ ...seen, status, version: seen.version + 1 }, seen, now());
  }

  type To = Parameters<typeof handOverTicket.handle>[0]['body']['to'];
  const handOver = ({ id }: Ticket, to: To, ifMatch: number, by: string, key?: string) =>
    handOverTicket.handle(
      { ...nothing, params: { ticketId: id }, body: { to, reason: 'Gehört woanders hin.' }, caller: asAgent(by), once: once(key), ifMatch },
      deps,
    );
  const giveBack = ({ id }: Ticket, ifMatch: number, by: string) =>
    returnTicket.handle({ ...nothing, params: { ticketId: id }, caller: asAgent(by), ifMatch }, deps);
  const give = ({ id }: Ticket, assignee: string, ifMatch: number, by: string) =>
    takeTicket.handle({ ...nothing, params: { ticketId: id }, body: { assignee }, caller: asAgent(by), ifMatch }, deps);

  const current = async ({ customerId, id }: Ticket): Promise<Ticket> => (await deps.tickets.ofCustomer(customerId, id))!;
  const item = ({ customerId, id }: Ticket) => storage.db.get('tickets', ticketKey(customerId, id));
  const lastStep = async (ticket: Ticket) => (await deps.interactions.interactions(ticket, 100)).items.at(-1)!;
  const loads = async (...ids: string[]) => {
    const all = await deps.workloads.workloads(ids);
    return ids.map((id) => all.get(id) ?? 0);
  };

  /** A worker looks for a clerk, as it does when a ticket wakes. */
  async function lookForClerk({ id, matter }: Ticket): Promise<void> {
    const log = memoryLog();
    const clerks = clerksAtWork({ workloads: deps.workloads, staff, now, random: Math.random });
    const worker: AssignDeps = { tickets: deps.tickets, clerks, log, now, hasTime: () => true };
    await assignTicket(ticketWaitsForClerk.make({ id: newId('evt'), aggregateId: id, at: now(), data: { kind: matter } }), worker);
  }

  async function assignedTo(assignee: string): Promise<Ticket> {
    return world.assignTo(assignee, await world.openTicket((await world.person()).id), at());
  }

  it('to a clerk is theirs at once, with the reason, and one count less and one more', async () => {
    const [mine, theirs] = [await clerk('fahrrad'), await clerk('kfz')];
    const ticket = await assignedTo(mine);
    const key = newId('acc');
    expect(await handOver(ticket, { agent: theirs }, 2, mine, key)).toMatchObject({ status: 'assigned', assignee: theirs, version: 3 });
    // A repeat is not judged by what has become of them since.
    await be(theirs, 'away');
    expect(await handOver(ticket, { agent: theirs }, 2, mine, key)).toMatchObject({ assignee: theirs, version: 3 });
    await expect(handOver(ticket, { agent: theirs }, 3, mine)).rejects.toMatchObject({ fields: [{ field: 'body.to.agent', problem: 'has it already' }] });
    expect(await lastStep(ticket)).toMatchObject({
      by: { role: 'agent', id: mine },
      content: { type: 'hand-over', assignee: theirs, text: 'Gehört woanders hin.' },
    });
    expect(await loads(mine, theirs)).toEqual([0, 1]);
  });

  it('to a team finds one of its clerks, then and later, and nobody else', async () => {
    const [mine, motor] = [await clerk('fahrrad'), await clerk('kfz', [{ skill: 'claims', level: 1 }])];
    await clerk('fahrrad', [{ skill: 'claims', level: 5 }]);
    const ticket = await assignedTo(mine);
    expect(await handOver(ticket, { team: 'kfz' }, 2, mine)).toMatchObject({ status: 'open', assignee: undefined, team: 'kfz', version: 3 });
    expect(await item(ticket)).toMatchObject({ gsi2pk: worklist('open', undefined, 'kfz'), queuePk: queueOf('claims'), wakeAt: at() });
    await lookForClerk(ticket);
    expect(await current(ticket)).toMatchObject({ status: 'assigned', assignee: motor, team: 'kfz' });
    // Theirs is the only one in the team: it waits, and goes to nobody of another.
    await giveBack(ticket, 4, motor);
    await lookForClerk(ticket);
    expect(await current(ticket)).toMatchObject({ status: 'open', team: 'kfz' });
    const second = await clerk('kfz');
    await lookForClerk(ticket);
    expect(await current(ticket)).toMatchObject({ assignee: second });
    expect(await loads(mine, motor, second)).toEqual([0, 0, 1]);
  });

  it('to somebody outside leaves it with its clerk, who waits', async () => {
    const mine = await clerk('fahrrad');
    const ticket = await assignedTo(mine);
    const to = { organisation: 'Sachverständigenbüro Nordlicht' };
    expect(await handOver(ticket, to, 2, mine)).toMatchObject({ status: 'waiting', waitingFor: 'third-party', assignee: mine });
    expect(await lastStep(ticket)).toMatchObject({ content: { type: 'hand-over', toOrganisation: to.organisation } });
    const free = await world.openTicket((await world.person()).id);
    expect(await outcome(handOver(free, to, 1, mine))).toBe('conflict/ticket-unassigned');
  });

  it('back finds somebody else, and never whoever had it; a repeat is told how it is', async () => {
    const [mine, other] = [await clerk('fahrrad', [{ skill: 'claims', level: 5 }]), await clerk('kfz')];
    const ticket = await assignedTo(mine);
    expect(await giveBack(ticket, 2, mine)).toMatchObject({ status: 'open', assignee: undefined, version: 3 });
    expect(await giveBack(ticket, 2, mine)).toMatchObject({ status: 'open', version: 3 });
    await lookForClerk(ticket);
    expect(await current(ticket)).toMatchObject({ assignee: other });
    // From here on nothing is held against who had it first.
    expect(await item(ticket)).not.toHaveProperty('handedOverBy');
    await giveBack(await current(ticket), 4, other);
    await lookForClerk(ticket);
    expect(await current(ticket)).toMatchObject({ assignee: mine });
  });

  it('ends the waiting, and is one of two at once', async () => {
    const [mine, one, two] = [await clerk('fahrrad'), await clerk('kfz'), await clerk('kfz')];
    const ticket = await assignedTo(mine);
    await handOver(ticket, { organisation: 'Werkstatt Nord' }, 2, mine);
    const tries = await Promise.all([one, two].map((agent) => outcome(handOver(ticket, { agent }, 3, mine))));
    expect(tries.toSorted()).toEqual(['done', 'stale/ticket-changed']);
    expect(await item(ticket)).not.toHaveProperty('waitingSince');
    expect((await loads(mine, one, two)).toSorted()).toEqual([0, 0, 1]);
  });

  it('is refused, with what to do, to who lacks the skill, is absent, has left, or a team that cannot', async () => {
    const [mine, service, absent] = [await clerk('fahrrad'), await clerk('service', [{ skill: 'service', level: 3 }]), await clerk('kfz')];
    const [away, without] = [await clerk('kfz'), await clerk('kfz', [claims], false)];
    await be(away, 'away');
    const seen = await world.deps.staff.byId(absent);
    const absences = [{ id: newId('abs'), from: '2026-03-15', to: '2026-03-16' }];
    await world.deps.staff.change({ ...seen, absences, version: seen.version + 1 }, seen, now());
    const ticket = await assignedTo(mine);
    const refusal = (field: string, problem: string) => ({ code: 'invalid-body', fields: [{ field, problem: expect.stringContaining(problem) }] });
    for (const [agent, problem] of [
      [service, 'has not the skill `claims`'],
      [absent, 'is absent today'],
      [away, 'is away'],
      [without, 'has no login yet'],
      [newId('agt'), 'is no agent'],
    ] as const) {
      await expect(handOver(ticket, { agent }, 2, mine)).rejects.toMatchObject(refusal('body.to.agent', problem));
      await expect(give(ticket, agent, 2, mine)).rejects.toMatchObject(refusal('body.assignee', problem));
    }
    // The only one of a team who could is who gives it away.
    for (const team of ['service', 'nirgendwo', 'fahrrad']) {
      await expect(handOver(ticket, { team }, 2, mine)).rejects.toMatchObject(refusal('body.to.team', 'has nobody else who has the skill `claims`'));
    }
    // Whoever takes one themselves knows what they do.
    expect(await give(ticket, service, 2, service)).toMatchObject({ assignee: service });
    await world.closeTicket(await current(ticket), at());
    expect(await outcome(handOver(ticket, { team: 'kfz' }, 4, mine))).toBe('conflict/ticket-closed');
    expect(await outcome(giveBack(ticket, 4, mine))).toBe('conflict/ticket-closed');
  });
});
