import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** Somebody asked for erasure (Art. 17 GDPR). The aggregate is the request, not the person. */
export const erasureRequested = eventType({
  type: 'erasure.requested',
  summary: 'An erasure request came in and waits to be carried out.',
  aggregate: idWith('era'),
  data: z.object({ by: code() }),
});
