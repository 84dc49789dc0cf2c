import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { invalidField } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { timed } from '../../shared/tickets/clock.ts';
import type { Interaction, InteractionContent } from '../../shared/tickets/interaction.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { otherCustomers } from '../../shared/tickets/link.ts';
import { goingOn, intoClosed, intoMerged, joinedBy, merged } from '../../shared/tickets/merge.ts';
import { mergeNeeds } from '../../shared/tickets/merge-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { resumed, TicketId, type Ticket } from '../../shared/tickets/ticket.ts';
import { findReadable, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  merges: only(mergeNeeds, 'merge'),
  interactions: only(interactionNeeds, 'earlier'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface MergeTicketsDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

export const mergeTickets = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/merge',
  allow: ['agent'],
  summary: 'A duplicate becomes part of another ticket of the customer, with everything that is on it; its number leads there. To be undone within a day',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({ into: TicketId.describe('The ticket that goes on, of the same customer; not closed') }),
  example: { into: 'tck_01JQ0000000000000000000001' },
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body: { into }, caller, once, ifMatch }, deps: MergeTicketsDeps) {
    const { tickets, merges, interactions, staff, newId, now, hours } = deps;
    if (into === ticketId) throw invalidField('body.into', 'is this ticket itself');
    const ticket = await theirTicket(tickets, await findReadable({ tickets, staff }, caller, ticketId));
    const at = now();
    // What was merged is so no longer for whoever asks again.
    if (await interactions.earlier(once, at)) return ticketFor(caller, await goingOn(tickets, ticket), now());
    const other = await otherOf(ticket, into, tickets);
    // It waits no more, and how long it did is counted: it may be taken apart again.
    const rested = ticket.status === 'waiting' ? timed(ticket, resumed(ticket), at, hours) : ticket;
    const after = { ticket: merged({ ...rested, version: ifMatch }, other, at), other: timed(other, joinedBy(other, ticket), at, hours) };
    const step = (content: InteractionContent): Interaction => ({
      id: newId('int'),
      ticketId: into,
      at: at.toISOString(),
      by: { role: 'agent', id: caller.id },
      content,
    });
    const goesOn = other.waitingFor !== undefined && after.other.waitingFor === undefined;
    const steps = [step({ type: 'merge', otherId: ticketId }), ...(goesOn ? [step({ type: 'resumption', cause: 'customer-message' })] : [])];
    const before = { ticket: { ...ticket, version: ifMatch }, other };
    const { earlier } = await merges.merge(after, before, steps, { request: once, status: 200, madeId: into, subjectId: ticket.customerId }, at);
    return ticketFor(caller, earlier ? await theirTicket(tickets, other) : after.other, now());
  },
});

/** What it is to become part of. @throws DomainError `invalid/invalid-body`, `conflict/of-another-customer`, `conflict/ticket-merged`, `conflict/ticket-closed` */
async function otherOf({ customerId }: Ticket, into: string, tickets: MergeTicketsDeps['tickets']): Promise<Ticket> {
  const other = await tickets.ofCustomer(customerId, into);
  if (!other) throw (await tickets.byId(into)) ? otherCustomers('body.into') : invalidField('body.into', 'is no ticket');
  if (other.mergedInto !== undefined) throw intoMerged();
  if (other.status === 'closed') throw intoClosed();
  return other;
}
