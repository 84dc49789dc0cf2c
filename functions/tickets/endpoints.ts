import { addInteraction } from './add-interaction.ts';
import { closeTicket } from './close-ticket.ts';
import { getTicket } from './get-ticket.ts';
import { listInteractions } from './list-interactions.ts';
import { listTickets } from './list-tickets.ts';
import { markRead } from './mark-read.ts';
import { openTicket } from './open-ticket.ts';
import { setRetention } from './set-retention.ts';
import { takeTicket } from './take-ticket.ts';

/** Everything that can be asked of tickets. */
export const ticketEndpoints = [openTicket, listTickets, getTicket, listInteractions, addInteraction, markRead, takeTicket, closeTicket, setRetention];
