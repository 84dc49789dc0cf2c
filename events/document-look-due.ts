import * as z from 'zod';
import { eventType, idWith } from './event.ts';

/** It is not known yet what becomes of the file of a document: whoever checks files looks whether one came, and at it. */
export const documentLookDue = eventType({
  type: 'document.look-due',
  summary: 'The file of a document is not checked; it is looked at again.',
  aggregate: idWith('doc'),
  data: z.object({}),
});
