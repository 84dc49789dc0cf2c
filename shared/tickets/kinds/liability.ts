import { ticketKind } from './ticket-kind.ts';

/** Somebody says that the customer owes them damages [Haftpflichtschaden]: what they claim does not end with the customer's report. */
export const liability = ticketKind({
  name: 'liability',
  title: 'Haftpflichtschaden',
  skill: 'claims',
  needs: 'incident',
  reopensForDays: 365,
  withdrawnByClerkOnly: true,
});
