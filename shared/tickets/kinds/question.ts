import { ticketKind } from './ticket-kind.ts';

/** Anything that fits nowhere else [Anfrage]. */
export const question = ticketKind({ name: 'question', title: 'Anfrage', skill: 'service', needs: 'message' });
