import * as z from 'zod';
import { code, eventType, idWith } from './event.ts';

/** A member of staff is gone: what lies with them has to go to others. */
export const agentLeft = eventType({
  type: 'agent.left',
  summary: 'A clerk or officer has left.',
  aggregate: idWith('agt'),
  data: z.object({ role: code() }),
});
