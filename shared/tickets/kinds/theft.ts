import { ticketKind } from './ticket-kind.ts';

/** Something was stolen [Diebstahl]. */
export const theft = ticketKind({ name: 'theft', skill: 'claims', needs: 'incident', reopensForDays: 365 });
