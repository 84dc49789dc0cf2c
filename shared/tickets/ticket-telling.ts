import { changedMeanwhile } from '../domain-error.ts';
import type { Condition } from '../storage/expression.ts';
import { both, isHidden, notHidden } from '../storage/item-states.ts';
import { update } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';
import { noSuchTicket, type Ticket } from './ticket.ts';

/**
 * Part of a change by which the customer will be told of what clerks wrote on a case until a moment; `seen` is how the case was. Its version stays.
 * @throws DomainError `not-found/no-such-ticket`, `conflict/changed-meanwhile` where another telling was planned since
 */
export function messagesTold({ customerId, id, messagesToldAt: seen }: Pick<Ticket, 'customerId' | 'id' | 'messagesToldAt'>, until: Date): Write {
  const unchanged: Condition = seen === undefined ? { absent: ['messagesToldAt'] } : { equals: { messagesToldAt: seen } };
  return update(
    ticketKind,
    ticketKey(customerId, id),
    { set: { messagesToldAt: until.toISOString() } },
    {
      if: both({ exists: true, ...unchanged }, notHidden),
      refusal: (current) => (!current || isHidden(current) ? noSuchTicket() : changedMeanwhile()),
    },
  );
}
