import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { invalidField } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { documentReaderNeeds } from '../../shared/documents/document-reader.ts';
import { isOpen } from '../../shared/documents/document.ts';
import { letterReaderNeeds } from '../../shared/letters/letter-reader.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { MoveReason } from '../../shared/tickets/move-reason.ts';
import { moveNeeds, type MoveStep } from '../../shared/tickets/move-table.ts';
import { movedTo } from '../../shared/tickets/move.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { findReadable, theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  moves: only(moveNeeds, 'standing', 'move'),
  interactions: only(interactionNeeds, 'earlier'),
  letterReader: only(letterReaderNeeds, 'anyAbout'),
  documentReader: only(documentReaderNeeds, 'statesOn'),
  customers: only(customerReaderNeeds, 'customer'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface MoveTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const moveTicket = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/move',
  allow: ['agent'],
  summary: 'A ticket that is in the file of the wrong customer goes to that of the right one, with what staff wrote on it; its id and number stay',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({
    customerId: CustomerId.describe('Whose it is'),
    reason: MoveReason.describe('How it came to the wrong one. No words: none of the two may read of the other'),
  }),
  example: { customerId: 'cus_01JQ0000000000000000000001', reason: 'similar-name' },
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body: { customerId, reason }, caller, once, ifMatch }, deps: MoveTicketDeps) {
    const { tickets, moves, interactions, letterReader, documentReader, customers, staff, newId, now } = deps;
    const at = now();
    const there = { customerId, id: ticketId };
    // The index that finds a ticket lags: whoever asks again is told of the one that they made.
    if (await interactions.earlier(once, at)) return ticketFor(caller, await theirTicket(tickets, there), now());
    const found = await findReadable({ tickets, staff }, caller, ticketId);
    const [standing, letters, states, other] = await Promise.all([
      moves.standing(found),
      letterReader.anyAbout(found),
      documentReader.statesOn(found),
      customers.customer(customerId),
    ]);
    if (!other) throw invalidField('body.customerId', 'is no customer, or nobody for whom anything can be done any more');
    const after = movedTo({ ...standing, letters, openDocuments: states.some(isOpen) }, customerId, ifMatch);
    const step: MoveStep = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'agent', id: caller.id },
      content: { type: 'move', moveReason: reason },
    };
    const { earlier } = await moves.move(standing, after, step, { request: once, status: 200, madeId: ticketId, subjectId: customerId }, at);
    return ticketFor(caller, earlier ? await theirTicket(tickets, there) : after, now());
  },
});
