import { customerEndpoints } from '../functions/customers/endpoints.ts';
import { letterEndpoints } from '../functions/letters/endpoints.ts';
import { issueLetterEndpoints } from '../functions/letters/issue-letter-endpoints.ts';
import { recordLetterNotificationNeeds } from '../functions/letters/record-notification.ts';
import { removeOrphanLetterNeeds } from '../functions/letters/remove-orphan-letter.ts';
import { deliverNeeds } from '../functions/notifications/deliver.ts';
import { planNotificationNeeds } from '../functions/notifications/plan-notification.ts';
import { deleteDueNeeds } from '../functions/privacy/delete-due.ts';
import { privacyEndpoints } from '../functions/privacy/endpoints.ts';
import { eraseCustomerNeeds } from '../functions/privacy/erase-customer.ts';
import { planDeletionRunNeeds } from '../functions/privacy/plan-deletion-run.ts';
import { staffEndpoints } from '../functions/staff/endpoints.ts';
import { assignTicketNeeds } from '../functions/tickets/assign-ticket.ts';
import { ticketEndpoints } from '../functions/tickets/endpoints.ts';
import { recordTicketNotificationNeeds } from '../functions/tickets/record-notification.ts';
import { endpointNeeds } from '../shared/lambda/endpoint.ts';
import { noNeeds, type Needs } from '../shared/storage/needs.ts';

/** A Lambda function: the file that exports its `handler`, and what its role may do to the tables, as its handler's database. */
interface LambdaEntry {
  readonly handler: `functions/${string}.ts`;
  readonly needs: Needs;
}

/** Every Lambda function by name. Bundled together, named by the stacks. */
export const lambdaEntries = {
  'tickets-api': { handler: 'functions/tickets/api.ts', needs: endpointNeeds(ticketEndpoints) },
  'assign-ticket': { handler: 'functions/tickets/assign-ticket-handler.ts', needs: assignTicketNeeds },
  'record-ticket-notification': { handler: 'functions/tickets/record-notification-handler.ts', needs: recordTicketNotificationNeeds },
  'letters-api': { handler: 'functions/letters/api.ts', needs: endpointNeeds(letterEndpoints) },
  'issue-letter': { handler: 'functions/letters/issue-letter-api.ts', needs: endpointNeeds(issueLetterEndpoints) },
  'record-letter-notification': { handler: 'functions/letters/record-notification-handler.ts', needs: recordLetterNotificationNeeds },
  'remove-orphan-letter': { handler: 'functions/letters/remove-orphan-letter-handler.ts', needs: removeOrphanLetterNeeds },
  'plan-notification': { handler: 'functions/notifications/plan-notification-handler.ts', needs: planNotificationNeeds },
  'send-sms': { handler: 'functions/notifications/send-sms-handler.ts', needs: deliverNeeds },
  'send-email': { handler: 'functions/notifications/send-email-handler.ts', needs: deliverNeeds },
  'customers-api': { handler: 'functions/customers/api.ts', needs: endpointNeeds(customerEndpoints) },
  'staff-api': { handler: 'functions/staff/api.ts', needs: endpointNeeds(staffEndpoints) },
  'privacy-api': { handler: 'functions/privacy/api.ts', needs: endpointNeeds(privacyEndpoints) },
  'erase-customer': { handler: 'functions/privacy/erase-customer-handler.ts', needs: eraseCustomerNeeds },
  'plan-deletion-run': { handler: 'functions/privacy/plan-deletion-run-handler.ts', needs: planDeletionRunNeeds },
  'delete-due': { handler: 'functions/privacy/delete-due-handler.ts', needs: deleteDueNeeds },
  // Lambda reads the stream for it.
  'publish-events': { handler: 'functions/events/publish-events-handler.ts', needs: noNeeds },
  'health-api': { handler: 'functions/health/api.ts', needs: noNeeds },
} as const satisfies Record<string, LambdaEntry>;

export type LambdaName = keyof typeof lambdaEntries;
