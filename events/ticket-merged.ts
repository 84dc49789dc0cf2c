import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** What lies on it is filed under the other from here on. */
export const ticketMerged = eventType({
  type: 'ticket.merged',
  summary: 'A case has become part of another one of the same customer.',
  aggregate: idWith('tck'),
  data: z.object({ kind: code() }),
});
