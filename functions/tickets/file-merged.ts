import type { DomainEvent } from '../../events/event.ts';
import { alreadyDone } from '../../shared/domain-error.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { filingNeeds } from '../../shared/tickets/filing-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { noSuchTicket } from '../../shared/tickets/ticket.ts';
import { theirTicket } from './find-ticket.ts';

/** What it works with on the tables. */
export const fileMergedUses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  filing: only(filingNeeds(storedItems), 'fileUnder', 'fileBack'),
};

export type FileMergedDeps = Used<typeof fileMergedUses>;

/**
 * Files what lies on a case where it belongs: under the one of which it has become part, or, where that was undone, under it again. Judged by the case as it
 * is, so a repeat, or an event that comes late, does no harm; whatever ended in between goes on.
 * @throws DomainError `not-found/no-such-ticket` (tried again: the index lags), `conflict/changed-meanwhile` (tried again), `conflict/already-done`,
 *   `conflict/customer-erased`
 */
export async function fileMerged({ aggregateId }: Pick<DomainEvent, 'aggregateId'>, { tickets, filing }: FileMergedDeps): Promise<void> {
  const found = await tickets.byId(aggregateId);
  if (!found) throw noSuchTicket();
  const ticket = await theirTicket(tickets, found);
  if (ticket.mergedInto !== undefined) return filing.fileUnder(ticket, await theirTicket(tickets, { customerId: ticket.customerId, id: ticket.mergedInto }));
  if (ticket.separatedFrom === undefined) throw alreadyDone();
  await filing.fileBack(ticket, { customerId: ticket.customerId, id: ticket.separatedFrom });
}
