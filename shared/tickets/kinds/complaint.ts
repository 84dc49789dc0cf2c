import { ticketKind } from './ticket-kind.ts';

/** The customer is not content with us [Beschwerde]. */
export const complaint = ticketKind({ name: 'complaint', title: 'Beschwerde', skill: 'service', priority: 'high', needs: 'message' });
