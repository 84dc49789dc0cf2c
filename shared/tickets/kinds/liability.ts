import { ticketKind } from './ticket-kind.ts';

/** Somebody says that the customer owes them damages [Haftpflichtschaden]. */
export const liability = ticketKind({ name: 'liability', skill: 'claims', needs: 'incident', reopensForDays: 365 });
