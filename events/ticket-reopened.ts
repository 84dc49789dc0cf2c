import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** A case that had ended goes on: no period runs from that end any more. */
export const ticketReopened = eventType({
  type: 'ticket.reopened',
  summary: 'A closed case goes on.',
  aggregate: idWith('tck'),
  data: z.object({ kind: code() }),
});
