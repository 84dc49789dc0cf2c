import type { DomainEvent } from '../../events/event.ts';
import { alreadyDone } from '../../shared/domain-error.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { filingNeeds } from '../../shared/tickets/filing-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { noSuchTicket, type Ticket } from '../../shared/tickets/ticket.ts';
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
  if (ticket.mergedInto !== undefined) return alongWith(ticket, { tickets, filing });
  if (ticket.separatedFrom === undefined) throw alreadyDone();
  await filing.fileBack(ticket, { customerId: ticket.customerId, id: ticket.separatedFrom });
}

/** To the end of the chain: what came to a case after that had itself become part of another was not there when its things were filed. */
async function alongWith(ticket: Ticket, deps: FileMergedDeps): Promise<void> {
  if (ticket.mergedInto === undefined) return;
  const { tickets, filing } = deps;
  const into = { customerId: ticket.customerId, id: ticket.mergedInto };
  await filing.fileUnder(ticket, await theirTicket(tickets, into));
  await alongWith(await theirTicket(tickets, into), deps);
}
