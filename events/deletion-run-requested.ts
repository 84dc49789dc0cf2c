import * as z from 'zod';
import { eventType } from './event.ts';

/** An officer asked for a deletion run. */
export const deletionRunRequested = eventType({
  type: 'deletion-run.requested',
  summary: 'A deletion run was asked for.',
  aggregate: z.string(),
  data: z.object({ dryRun: z.boolean() }),
});
