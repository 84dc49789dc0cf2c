import { processingRestricted } from '../domain-error.ts';
import { both, isHidden, isStopped, notStopped } from '../storage/item-states.ts';
import { update } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { ticketAttributes, ticketKey, ticketKind } from './ticket-item.ts';
import { noSuchTicket, statesBefore, ticketChanged, wrongState, type Ticket } from './ticket.ts';

/**
 * Part of a change by which somebody works on with an open case or waits for something, under the version that they saw. Who has it stays.
 * @throws DomainError `not-found/no-such-ticket`, `stale/ticket-changed`, `conflict/processing-restricted`, `conflict/…` of a state that does not lead there
 */
export function inState(ticket: Ticket): Write {
  const { customerId, id } = ticket;
  const { status, waitingFor, version, gsi2pk } = ticketAttributes(ticket);
  const before = status === 'waiting' ? statesBefore('waiting') : (['waiting'] as const);
  const changes = { set: { status, version, gsi2pk, waitingFor }, ...(waitingFor === undefined && { remove: ['waitingFor' as const] }) };
  return update(ticketKind, ticketKey(customerId, id), changes, {
    if: both({ equals: { version: version - 1 }, oneOf: { status: before } }, notStopped),
    refusal: (current) => {
      if (!current || isHidden(current)) return noSuchTicket();
      if (current.version !== version - 1) return ticketChanged();
      return isStopped(current) ? processingRestricted() : wrongState(status, current.status as Ticket['status']);
    },
  });
}
