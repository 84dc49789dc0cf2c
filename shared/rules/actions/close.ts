import * as z from 'zod';
import { unreadMessages } from '../../tickets/ticket.ts';
import { closed } from '../../tickets/ticket.ts';
import { kindOf } from '../../tickets/kinds/kinds.ts';
import { openTasks } from '../../tickets/ticket-tasks.ts';
import { action, done } from '../action.ts';
import { customerWrote } from '../seen.ts';

/**
 * Ends a case. Only as a customer would have it: that something is not granted, a person decides (Art. 22 GDPR). Not while something is to be done on it, nor
 * where the customer wrote something that nobody has read.
 */
export const close = action({
  deed: 'close',
  schema: z.strictObject({
    do: z.literal('close'),
    outcome: z.enum(['settled', 'answered']).describe('What was granted, or answered. That something is rejected, people decide'),
  }),
  leaves: () => ({ status: 'closed' }),
  problems: ({ outcome }, kinds = []) =>
    outcome === 'answered' && kinds.some((kind) => kindOf(kind).needs !== 'message')
      ? [{ path: ['outcome'], message: 'fits only kinds by which nothing is claimed: what is claimed is settled, or people decide' }]
      : [],
  does(draft, { outcome }, { seen }) {
    const { ticket } = draft;
    if (draft.tasks.length > 0 || (ticket.openTasks ?? 0) > 0) throw openTasks();
    if (customerWrote(seen) && (ticket.unreadMessages ?? 0) > 0) throw unreadMessages();
    const after = { ...closed(ticket, outcome, seen.now), unreadMessages: undefined };
    return done(draft, 'close', { ticket: after, steps: [...draft.steps, { content: { type: 'closing', outcome } }] });
  },
});
