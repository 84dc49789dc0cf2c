import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** What lies on it goes after it from here on. Neither person is named. */
export const ticketMoved = eventType({
  type: 'ticket.moved',
  summary: 'A case was in the file of the wrong customer, and has gone to that of another one. Personal data may have been disclosed (Art. 33 GDPR).',
  aggregate: idWith('tck'),
  data: z.object({ kind: code(), reason: code() }),
});
