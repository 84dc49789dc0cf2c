import { tellsOfHealth } from '../tickets/kinds/kinds.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { OfCase } from './time-entry.ts';

/** What an entry keeps of its ticket. */
export const ofCase = ({ customerId, id, number, matter }: Pick<Ticket, 'customerId' | 'id' | 'number' | 'matter'>): OfCase => ({
  customerId,
  ticketId: id,
  ticketNumber: number,
  matter,
  ...(tellsOfHealth(matter) && { special: 'health' as const }),
});
