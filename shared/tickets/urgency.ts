import { resolveBy } from './clock.ts';
import { Priority } from './priority.ts';
import type { Ticket } from './ticket.ts';

/** What decides how soon somebody should work on a ticket. */
export type Pressing = Pick<Ticket, 'id' | 'priority' | 'openedAt' | 'status' | 'clock'>;

/** By when it is promised; of before anything was, since when the customer waits. */
const promisedBy = (ticket: Pressing): string => resolveBy(ticket) ?? ticket.openedAt;

/**
 * The place of a ticket among others, as a text that sorts: the more pressing first, of equals whichever is promised first, and then whoever
 * waits longest. That it lay with somebody meanwhile, who gave it back, is not the customer's fault. `2#2026-03-27T16:00:00.000Z#2026-03-15T09:30:00.000Z#tck_…`.
 */
export const urgencyOf = (ticket: Pressing): string =>
  `${Priority.options.indexOf(ticket.priority ?? 'normal')}#${promisedBy(ticket)}#${ticket.openedAt}#${ticket.id}`;

/** The most urgent first. */
export const byUrgency = (one: Pressing, other: Pressing): number => (urgencyOf(one) < urgencyOf(other) ? -1 : 1);
