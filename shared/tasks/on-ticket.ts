import { tellsOfHealth } from '../tickets/kinds/kinds.ts';
import type { Ticket } from '../tickets/ticket.ts';

/** What a task or a reminder keeps of its ticket. */
export const onTicket = ({ customerId, id, number, matter }: Pick<Ticket, 'customerId' | 'id' | 'number' | 'matter'>) => ({
  customerId,
  ticketId: id,
  ticketNumber: number,
  ...(tellsOfHealth(matter) && { special: 'health' as const }),
});
