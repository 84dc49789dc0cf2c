import type { Database } from '../storage/database.ts';
import { ticketKey, visibleTicket } from './ticket-item.ts';
import type { Ticket } from './ticket.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** What other concepts may read of tickets. */
export interface TicketReader {
  /**
   * The ticket by its id: found by the index (which lags a little, so a ticket just opened may be `undefined`), read from the
   * table (so what is returned is current). `undefined` also for one that is kept for the law only.
   */
  ticket(ticketId: string): Promise<Ticket | undefined>;
  /** The customer's ticket: one strongly consistent read. */
  ofCustomer(customerId: string, ticketId: string): Promise<Ticket | undefined>;
}

/** What each of its methods asks of the tables. */
export const ticketReaderNeeds: NeedsOf<TicketReader> = {
  ticket: ['queries tickets by-id', 'gets tickets'],
  ofCustomer: ['gets tickets'],
};

export function ticketReader(db: Database): TicketReader {
  const ofCustomer = async (customerId: string, ticketId: string): Promise<Ticket | undefined> =>
    visibleTicket(await db.get('tickets', ticketKey(customerId, ticketId)));
  return {
    async ticket(ticketId) {
      const { items } = await db.page({ table: 'tickets', index: 'by-id', pk: ticketId, limit: 1 });
      return items[0] && ofCustomer(String(items[0].pk), ticketId);
    },
    ofCustomer,
  };
}
