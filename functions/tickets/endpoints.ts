import { addInteraction } from './add-interaction.ts';
import { changeTicket } from './change-ticket.ts';
import { closeTicket } from './close-ticket.ts';
import { getTicket } from './get-ticket.ts';
import { handOverTicket } from './hand-over-ticket.ts';
import { listInteractions } from './list-interactions.ts';
import { listTickets } from './list-tickets.ts';
import { markRead } from './mark-read.ts';
import { openTicket } from './open-ticket.ts';
import { reopenTicket } from './reopen-ticket.ts';
import { resumeTicket } from './resume-ticket.ts';
import { returnTicket } from './return-ticket.ts';
import { takeTicket } from './take-ticket.ts';
import { waitFor } from './wait-for.ts';

/** What is asked of tickets by themselves. */
export const ticketEndpoints = [
  openTicket,
  listTickets,
  getTicket,
  listInteractions,
  addInteraction,
  markRead,
  takeTicket,
  returnTicket,
  handOverTicket,
  waitFor,
  resumeTicket,
  closeTicket,
  reopenTicket,
  changeTicket,
];
