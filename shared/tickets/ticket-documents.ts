import { interactionAdded } from '../../events/interaction-added.ts';
import { alreadyDone, type DomainError } from '../domain-error.ts';
import type { Condition } from '../storage/expression.ts';
import { both, isHidden } from '../storage/item-states.ts';
import { check, update, type Dating } from '../storage/item-writes.ts';
import type { Write, WriteOptions } from '../storage/transact.ts';
import { customerSaid } from './customer-said.ts';
import { interactionWrites } from './interaction-item.ts';
import type { Interaction } from './interaction.ts';
import { whileNoEvidence, whileThere, type TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';

type Who = Interaction['by']['role'];

/** So many documents a case takes, and what is said where it has as many. */
export interface TakesMore {
  readonly most: number;
  readonly tooMany: () => DomainError;
}

/**
 * On a case that is there and has not as many documents yet as it takes; those that are only announced do not count.
 * @throws DomainError `not-found/no-such-ticket`, `conflict/processing-restricted` for staff, and what is said where it has as many
 */
function whileItTakesMore(by: Who, { most, tooMany }: TakesMore): WriteOptions & { readonly if: Condition } {
  const { if: isThere, refusal } = whileThere(by === 'customer' ? 'customer' : 'staff');
  return {
    if: both(isThere, { notAbove: { documents: most - 1 } }),
    refusal: (current) => (current && !isHidden(current) && Number(current.documents ?? 0) >= most ? tooMany() : refusal(current)),
  };
}

/** Part of the announcement of a document: its case takes one more by now. @throws DomainError as `whileItTakesMore` */
export const takesDocument = ({ customerId, id }: TicketRef, by: Who, more: TakesMore): Write =>
  check(ticketKind, ticketKey(customerId, id), whileItTakesMore(by, more));

/**
 * Part of a change by which a document becomes part of its case: the step, counted, and unread where the customer sent it, or new for them. Of several that were announced at
 * once, as many do as it takes. @throws DomainError as `whileItTakesMore`
 */
export function documentAdded(ticket: TicketRef, step: Interaction, more: TakesMore, dating: Dating): Write[] {
  const there = whileItTakesMore(step.by.role, more);
  return [
    step.by.role === 'customer'
      ? customerSaid(ticket, step, { documents: 1 }, there)
      : update(ticketKind, ticketKey(ticket.customerId, ticket.id), { set: { newsUpTo: step.id }, add: { documents: 1, news: 1 } }, there),
    ...interactionWrites(ticket.customerId, step, dating, { refusal: alreadyDone }),
  ];
}

/** Part of a change by which a file is not taken: a step that says so, on a case that is there. What is said of a restricted one is no work on it. */
export const documentRefused = (ticket: TicketRef, step: Interaction, dating: Dating): Write[] => [
  check(ticketKind, ticketKey(ticket.customerId, ticket.id), whileThere('customer')),
  ...interactionWrites(ticket.customerId, step, dating, { refusal: alreadyDone }),
];

/**
 * Part of a change by which a document is taken out of its case: the step that says so, on a case that may be worked on and is no evidence. It has one
 * document fewer. @throws DomainError `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/held-as-evidence`
 */
export const documentTakenOut = (ticket: TicketRef, step: Interaction, dating: Dating): Write[] => [
  update(ticketKind, ticketKey(ticket.customerId, ticket.id), { add: { documents: -1 } }, whileNoEvidence),
  ...interactionWrites(ticket.customerId, step, dating, { refusal: alreadyDone }),
];

/** That there is such a step. */
export const documentStepEvent = (id: string, { ticketId, content, by }: Interaction, at: Date) =>
  interactionAdded.make({ id, aggregateId: ticketId, at, data: { type: content.type, by: by.role } });
