/** Tickets that wait for a clerk, clerks who can have them, and workers who give them at the same time: for tests and bench. */
import { ticketOpened } from '../../events/ticket-opened.ts';
import { assignTicket, type AssignDeps } from '../../functions/tickets/assign-ticket.ts';
import { newId } from '../../shared/id.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { agentKey, skillAttributes, skillKind } from '../../shared/staff/agent-item.ts';
import type { Skilled } from '../../shared/staff/agent.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import { headItem, putChild } from '../../shared/storage/item-writes.ts';
import { clerksAtWork } from '../../shared/tickets/clerks-at-work.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { ticketAttributes, ticketKind } from '../../shared/tickets/ticket-item.ts';
import { opened, type Ticket } from '../../shared/tickets/ticket.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import { putOf } from '../unit/storage/put-of.ts';
import { customerItem } from './customer-item.ts';
import type { Storage } from './harness.ts';
import { now, report, ticketTables } from './ticket-world.ts';

type Put = Storage['put'];

/** Clerks who have the skill that the tickets need. @returns their ids */
export async function clerksAtOnce(put: Put, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId('agt'));
  await put('staff', ...ids.map((id) => skillEntry(id)));
  return ids;
}

/** The entry of a clerk's skill. */
export const skillEntry = (id: string, over: Partial<Parameters<typeof skillAttributes>[0]> = {}, skilled: Skilled = { skill: 'claims', level: 3 }) =>
  putOf(putChild(skillKind, agentKey(id), skilled.skill, skillAttributes({ id, status: 'available', capacity: undefined, absences: [], ...over }, skilled)));

/** Tickets that nobody has, each of somebody else. */
export async function ticketsAtOnce(put: Put, count: number): Promise<Ticket[]> {
  const tickets = Array.from({ length: count }, () => opened({ id: newId('tck'), number: newTicketNumber(now), customerId: newId('cus') }, report, now));
  await put('customers', ...tickets.map(({ customerId }) => customerItem(customerId)));
  const dating = { rules: deletionRules('insurer'), today: '2026-03-15' } as const;
  await put('tickets', ...tickets.map((ticket) => headItem(ticketKind, ticketAttributes(ticket), dating)));
  return tickets;
}

/** What a worker does with a ticket. */
export type Assign = (ticket: Ticket) => Promise<void>;

export const openedEvent = ({ id, matter }: Ticket) => ticketOpened.make({ id: newId('evt'), aggregateId: id, at: now, data: { kind: matter } });

/** A worker as the function is one, with a memory of its own. */
export function assigning(db: Database, { clock = () => new Date() }: { readonly clock?: () => Date } = {}): Assign {
  const deps: AssignDeps = {
    tickets: ticketTables(db).tickets,
    clerks: clerksAtWork({ workloads: ticketTables(db).workloads, staff: staffReader(db), now: clock, random: Math.random }),
    log: memoryLog(),
    now: () => now,
    hasTime: () => true,
  };
  return (ticket) => assignTicket(openedEvent(ticket), deps);
}

/** Each of these workers gives one ticket after the other, until there is none left. */
export async function atOnce(workers: readonly Assign[], tickets: readonly Ticket[]): Promise<void> {
  const left = [...tickets];
  await Promise.all(
    workers.map(async (assign) => {
      for (let ticket = left.shift(); ticket; ticket = left.shift()) await assign(ticket);
    }),
  );
}
