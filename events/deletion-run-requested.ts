import * as z from 'zod';
import { eventType, idWith } from './event.ts';

/** An officer asked for a deletion run. */
export const deletionRunRequested = eventType({
  type: 'deletion-run.requested',
  summary: 'A deletion run was asked for.',
  aggregate: idWith('run'),
  data: z.object({ dryRun: z.boolean() }),
});
