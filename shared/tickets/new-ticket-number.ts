import { randomBytes } from 'node:crypto';
import { drawnCharacters, ticketNumber, type NewTicketNumber } from './ticket-number.ts';

/** Draws numbers by the process's own randomness; each character is as likely as the others, 256 being a multiple of 32. */
export const newTicketNumber: NewTicketNumber = (now) =>
  ticketNumber(
    now,
    [...randomBytes(drawnCharacters)].map((byte) => byte % 32),
  );
