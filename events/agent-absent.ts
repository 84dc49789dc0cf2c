import * as z from 'zod';
import { eventType, idWith } from './event.ts';

/** A member of staff is away for longer than what lies with them can wait. Who acts on it looks whether they still are. */
export const agentAbsent = eventType({
  type: 'agent.absent',
  summary: 'An absence of a clerk has begun for which their work does not wait.',
  aggregate: idWith('agt'),
  data: z.object({}),
});
