import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** So much of the time has run in which a ticket was to be answered or closed that something may have to happen. */
export const ticketEscalationDue = eventType({
  type: 'ticket.escalation-due',
  summary: 'A part of the time has run in which the ticket was to be answered or closed.',
  aggregate: idWith('tck'),
  data: z.object({ kind: code() }),
});
