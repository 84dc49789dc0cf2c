import * as z from 'zod';
import { eventType, idWith } from './event.ts';

/** A clerk's stopwatch has run as long as one may. Whose case it was running for stands with it, and is no matter of an event. */
export const stopwatchForgotten = eventType({
  type: 'stopwatch.forgotten',
  summary: 'The stopwatch of a clerk has run for so long that it was probably forgotten.',
  aggregate: idWith('agt'),
  data: z.object({}),
});
