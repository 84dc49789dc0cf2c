import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import type { OfCase } from '../../shared/time/time-entry.ts';

/** What an entry keeps of its ticket. */
export const ofCase = ({ customerId, id, number, matter }: Pick<Ticket, 'customerId' | 'id' | 'number' | 'matter'>): OfCase => ({
  customerId,
  ticketId: id,
  ticketNumber: number,
  matter,
  ...(tellsOfHealth(matter) && { special: 'health' as const }),
});
