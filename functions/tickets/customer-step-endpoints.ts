import { rateTicket } from './rate-ticket.ts';
import { withdrawTicket } from './withdraw-ticket.ts';

/** What customers do with their tickets once in a while. A function of its own, so that what they do often starts sooner. */
export const customerStepEndpoints = [withdrawTicket, rateTicket];
