import { ticketKind } from './ticket-kind.ts';

/** Somebody fell, or was hit, on a bicycle [Fahrradunfall]. */
export const bicycleAccident = ticketKind({ name: 'bicycle-accident', title: 'Fahrradunfall', skill: 'claims', needs: 'incident', reopensForDays: 365 });
