import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** What was recorded of the relationship with a customer was corrected, taken back, voided, or the customer has come back. */
export const relationshipChanged = eventType({
  type: 'relationship.changed',
  summary: 'The recorded end of a relationship was corrected or taken back, or it was void, or began anew.',
  aggregate: idWith('rel'),
  data: z.object({ change: code(), reason: code() }),
});
