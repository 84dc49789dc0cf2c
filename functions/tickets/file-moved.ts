import type { DomainEvent } from '../../events/event.ts';
import { alreadyDone } from '../../shared/domain-error.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { carryingNeeds } from '../../shared/tickets/carrying-table.ts';
import { moveNeeds } from '../../shared/tickets/move-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { noSuchTicket } from '../../shared/tickets/ticket.ts';

/** What it works with on the tables. */
export const fileMovedUses = {
  tickets: only(ticketNeeds, 'byId'),
  moves: only(moveNeeds, 'underWay', 'isThrough'),
  carrying: only(carryingNeeds(storedItems), 'carry'),
};

export interface FileMovedDeps extends Used<typeof fileMovedUses> {
  readonly now: () => Date;
}

/**
 * Brings what lies on a ticket to the file of the customer to whom it was moved. Judged by the ticket as it is, so a repeat, or an event that comes late, does no
 * harm; whatever ended in between goes on.
 * @throws DomainError `not-found/no-such-ticket` (tried again: the index lags), `conflict/changed-meanwhile` (tried again), `conflict/already-done`
 */
export async function fileMoved({ aggregateId }: Pick<DomainEvent, 'aggregateId'>, { tickets, moves, carrying, now }: FileMovedDeps): Promise<void> {
  const move = await moves.underWay(aggregateId);
  if (move) return carrying.carry(move, now());
  const ticket = await tickets.byId(aggregateId);
  if (ticket && (await moves.isThrough(ticket))) throw alreadyDone();
  throw noSuchTicket();
}
