import { interactionAdded } from '../../events/interaction-added.ts';
import { alreadyDone, type DomainError } from '../domain-error.ts';
import { both } from '../storage/item-states.ts';
import { check, update, type Dating } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { customerSaid } from './customer-said.ts';
import { interactionWrites } from './interaction-item.ts';
import type { Interaction } from './interaction.ts';
import { whileThere, type TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';

type Who = Interaction['by']['role'];

const there = (by: Who) => whileThere(by === 'customer' ? 'customer' : 'staff');

/**
 * Part of the announcement of a document: the case is there, and has not as many yet as it takes. Those that are only announced do not count.
 * @throws DomainError `not-found/no-such-ticket`, `conflict/processing-restricted` for staff, and what is said where it has as many
 */
export function takesDocument({ customerId, id }: TicketRef, by: Who, most: number, tooMany: () => DomainError): Write {
  const { if: isThere, refusal } = there(by);
  return check(ticketKind, ticketKey(customerId, id), {
    if: both(isThere, { notAbove: { documents: most - 1 } }),
    refusal: (current) => (Number(current?.documents ?? 0) >= most ? tooMany() : refusal(current)),
  });
}

/** Part of a change by which a document becomes part of its case: the step, counted, and unread where the customer sent it. */
export const documentAdded = (ticket: TicketRef, step: Interaction, dating: Dating): Write[] => [
  step.by.role === 'customer'
    ? customerSaid(ticket, step, { documents: 1 })
    : update(ticketKind, ticketKey(ticket.customerId, ticket.id), { add: { documents: 1 } }, there(step.by.role)),
  ...interactionWrites(ticket.customerId, step, dating, { refusal: alreadyDone }),
];

/** That it did. */
export const documentAddedEvent = (id: string, { ticketId, content, by }: Interaction, at: Date) =>
  interactionAdded.make({ id, aggregateId: ticketId, at, data: { type: content.type, by: by.role } });
