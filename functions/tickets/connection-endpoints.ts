import { linkTickets } from './link-tickets.ts';
import { listLinks } from './list-links.ts';
import { mergeTickets } from './merge-tickets.ts';
import { moveTicket } from './move-ticket.ts';
import { separateTickets } from './separate-tickets.ts';
import { unlinkTickets } from './unlink-tickets.ts';

/** What connects tickets with each other, and with whom they are about. A function of its own: it is asked for seldom, and what customers call starts sooner without. */
export const connectionEndpoints = [linkTickets, listLinks, unlinkTickets, mergeTickets, separateTickets, moveTicket];
