import * as z from 'zod';
import { Priority } from '../../tickets/priority.ts';
import { action, done } from '../action.ts';

/** Says how soon somebody should work on a case. */
export const setPriority = action({
  deed: 'set-priority',
  schema: z.strictObject({ do: z.literal('set-priority'), priority: Priority }),
  causes: 'priority-changed',
  leaves: ({ priority }) => ({ priority }),
  does(draft, { priority }) {
    if ((draft.ticket.priority ?? 'normal') === priority) return draft;
    return done(draft, 'set-priority', { ticket: { ...draft.ticket, priority }, steps: [...draft.steps, { content: { type: 'priority', priority } }] });
  },
});
