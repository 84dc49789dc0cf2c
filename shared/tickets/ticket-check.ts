import { processingRestricted } from '../domain-error.ts';
import { both, isHidden, isStopped, notHidden, notSilenced, notStopped } from '../storage/item-states.ts';
import { check } from '../storage/item-writes.ts';
import type { Write, WriteOptions } from '../storage/transact.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';
import { noSuchTicket, statesBefore, ticketClosed, type Ticket } from './ticket.ts';

/** Whose case it is, and which. */
export type TicketRef = Pick<Ticket, 'id' | 'customerId'>;

/**
 * Only on an open case, and by staff only on one that may be worked on: so a step is either there before the case ends, or refused.
 * @throws DomainError `not-found/no-such-ticket`, `conflict/ticket-closed`, `conflict/processing-restricted` for staff
 */
export const whileOpen = (by: 'staff' | 'customer') =>
  ({
    if: both({ oneOf: { status: statesBefore('closed') } }, by === 'customer' ? notHidden : notStopped),
    refusal: (current) => {
      if (!current || isHidden(current)) return noSuchTicket();
      return isStopped(current) && by === 'staff' ? processingRestricted() : ticketClosed();
    },
  }) satisfies WriteOptions;

/** Part of a change that belongs to a case: it is open then. */
export const checkTicketOpen = ({ customerId, id }: TicketRef, by: 'staff' | 'customer'): Write => check(ticketKind, ticketKey(customerId, id), whileOpen(by));

/** Part of a change that leads to a message: the case is there, and nothing silences it. */
export const checkTicketNotSilenced = ({ customerId, id }: TicketRef, refusal: () => Error): Write =>
  check(ticketKind, ticketKey(customerId, id), { if: { exists: true, ...notSilenced }, refusal });
