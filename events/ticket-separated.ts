import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** What came with it to the other is filed under it again. */
export const ticketSeparated = eventType({
  type: 'ticket.separated',
  summary: 'A case that had become part of another by mistake is one of its own again.',
  aggregate: idWith('tck'),
  data: z.object({ kind: code() }),
});
