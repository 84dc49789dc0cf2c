import type { Database } from '../storage/database.ts';
import { whereGoingOn } from './merge.ts';
import { ticketKey, visibleTicket } from './ticket-item.ts';
import { numbered, ticketNumberKey } from './ticket-number-item.ts';
import type { Ticket } from './ticket.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** What other concepts may read of tickets. */
export interface TicketReader {
  /**
   * The ticket by its id, as the index has it, which lags a little: one just opened may be `undefined`, and what can change of it is that
   * of a moment ago. Who changes it makes that a condition. `undefined` also for one that is kept for the law only.
   */
  ticket(ticketId: string): Promise<Ticket | undefined>;
  /** The customer's ticket: one strongly consistent read. */
  ofCustomer(customerId: string, ticketId: string): Promise<Ticket | undefined>;
  /** By the number that people say, as we show it; that of a merged one leads to the one of which it has become part. Strongly consistent. */
  byNumber(number: string): Promise<Ticket | undefined>;
}

/** What each of its methods asks of the tables. */
export const ticketReaderNeeds: NeedsOf<TicketReader> = {
  ticket: ['queries tickets by-id'],
  ofCustomer: ['gets tickets'],
  byNumber: ['gets tickets'],
};

export function ticketReader(db: Database): TicketReader {
  const ofCustomer = async (customerId: string, ticketId: string) => visibleTicket(await db.get('tickets', ticketKey(customerId, ticketId)));
  return {
    async ticket(ticketId) {
      const { items } = await db.page({ table: 'tickets', index: 'by-id', pk: ticketId, limit: 1 });
      return visibleTicket(items[0]);
    },
    ofCustomer,
    async byNumber(number) {
      const found = await db.get('tickets', ticketNumberKey(number));
      if (!found) return undefined;
      const { customerId, id } = numbered(found);
      const ticket = await ofCustomer(customerId, id);
      return ticket && whereGoingOn({ ofCustomer }, ticket);
    },
  };
}
