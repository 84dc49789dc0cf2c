import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { isRefusal } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { asItStands, timed } from '../../shared/tickets/clock.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { separated, separatedFrom } from '../../shared/tickets/merge.ts';
import { mergeNeeds } from '../../shared/tickets/merge-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { noSuchTicket, TicketId, ticketNotMerged, type Ticket } from '../../shared/tickets/ticket.ts';
import { assigneeLeft } from '../../shared/tickets/workload-table.ts';
import { findReadable, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  merges: only(mergeNeeds, 'separate'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface SeparateTicketsDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

export const separateTickets = endpoint({
  method: 'DELETE',
  path: '/v1/tickets/{ticketId}/merge',
  allow: ['agent'],
  summary: 'Undo that a ticket has become part of another, within a day: what came with it goes back, what was written since stays where it was written',
  params: z.strictObject({ ticketId: TicketId.describe('The one that became part of another') }),
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, caller, ifMatch }, deps: SeparateTicketsDeps) {
    const { tickets, staff } = deps;
    const ticket = await theirTicket(tickets, await findReadable({ tickets, staff }, caller, ticketId));
    // Who asks again after a lost answer is told how it is.
    if (ticket.mergedInto === undefined && ticket.separatedFrom !== undefined) return ticketFor(caller, ticket, deps.now());
    if (ticket.mergedInto === undefined) throw ticketNotMerged();
    const other = await tickets.ofCustomer(ticket.customerId, ticket.mergedInto);
    if (!other) throw noSuchTicket();
    return ticketFor(caller, await withItsClerk({ ticket: { ...ticket, version: ifMatch }, other }, caller.id, deps), deps.now());
  },
});

/** With the clerk who had it, and where that one has left, with whoever is found. */
async function withItsClerk(before: { readonly ticket: Ticket; readonly other: Ticket }, by: string, deps: SeparateTicketsDeps): Promise<Ticket> {
  try {
    return await undone(before, before.ticket.assignee, by, deps);
  } catch (error) {
    if (!isRefusal(error, assigneeLeft())) throw error;
    return undone(before, undefined, by, deps);
  }
}

async function undone(
  before: { readonly ticket: Ticket; readonly other: Ticket },
  clerk: string | undefined,
  by: string,
  deps: SeparateTicketsDeps,
): Promise<Ticket> {
  const { merges, newId, now, hours } = deps;
  const { ticket, other } = before;
  const at = now();
  const again = asItStands(separated(ticket, other, clerk, at), hours);
  const after = { ticket: again, other: timed(other, separatedFrom(other, ticket), at, hours) };
  const step = (on: Ticket, from: Ticket): Interaction => ({
    id: newId('int'),
    ticketId: on.id,
    at: at.toISOString(),
    by: { role: 'agent', id: by },
    content: { type: 'separation', otherId: from.id },
  });
  await merges.separate(after, before, [step(ticket, other), step(other, ticket)], at);
  return after.ticket;
}
