import { addInteraction } from './add-interaction.ts';
import { changeTicket } from './change-ticket.ts';
import { closeTicket } from './close-ticket.ts';
import { getTicket } from './get-ticket.ts';
import { linkTickets } from './link-tickets.ts';
import { listInteractions } from './list-interactions.ts';
import { listLinks } from './list-links.ts';
import { listTickets } from './list-tickets.ts';
import { markRead } from './mark-read.ts';
import { openTicket } from './open-ticket.ts';
import { reopenTicket } from './reopen-ticket.ts';
import { resumeTicket } from './resume-ticket.ts';
import { takeTicket } from './take-ticket.ts';
import { unlinkTickets } from './unlink-tickets.ts';
import { waitFor } from './wait-for.ts';

/** Everything that can be asked of tickets. */
export const ticketEndpoints = [
  openTicket,
  listTickets,
  getTicket,
  listInteractions,
  addInteraction,
  markRead,
  takeTicket,
  waitFor,
  resumeTicket,
  closeTicket,
  reopenTicket,
  changeTicket,
  linkTickets,
  listLinks,
  unlinkTickets,
];
