import { customerEndpoints } from '../functions/customers/endpoints.ts';
import { membershipEndpoints } from '../functions/customers/membership-endpoints.ts';
import { checkDocumentUses } from '../functions/documents/check-document.ts';
import { documentEndpoints } from '../functions/documents/endpoints.ts';
import { feedbackEndpoints } from '../functions/feedback/endpoints.ts';
import { reconcileFilesUses } from '../functions/files/reconcile-files.ts';
import { removeOrphanFileUses } from '../functions/files/remove-orphan-file.ts';
import { checkImportUses } from '../functions/letters/check-import.ts';
import { letterImportEndpoints } from '../functions/letters/import-endpoints.ts';
import { letterReviewEndpoints } from '../functions/letters/review-endpoints.ts';
import { letterEndpoints } from '../functions/letters/endpoints.ts';
import { issueLetterEndpoints } from '../functions/letters/issue-letter-endpoints.ts';
import { letterModuleEndpoints } from '../functions/letters/module-endpoints.ts';
import { recordLetterNotificationUses } from '../functions/letters/record-notification.ts';
import { deliverUses } from '../functions/notifications/deliver.ts';
import { planNotificationUses } from '../functions/notifications/plan-notification.ts';
import { deleteDueUses } from '../functions/privacy/delete-due.ts';
import { privacyEndpoints } from '../functions/privacy/endpoints.ts';
import { eraseCustomerUses } from '../functions/privacy/erase-customer.ts';
import { planDeletionRunUses } from '../functions/privacy/plan-deletion-run.ts';
import { ruleEndpoints } from '../functions/rules/endpoints.ts';
import { staffEndpoints } from '../functions/staff/endpoints.ts';
import { taskEndpoints } from '../functions/tasks/endpoints.ts';
import { putInInboxUses } from '../functions/tasks/put-in-inbox.ts';
import { textModuleEndpoints } from '../functions/text-modules/endpoints.ts';
import { topicEndpoints } from '../functions/topics/endpoints.ts';
import { deviceEndpoints } from '../functions/tickets/device-endpoints.ts';
import { answerEndpoints } from '../functions/tickets/answer-endpoints.ts';
import { assignTicketUses } from '../functions/tickets/assign-ticket.ts';
import { customerStepEndpoints } from '../functions/tickets/customer-step-endpoints.ts';
import { correctionEndpoints } from '../functions/tickets/correction-endpoints.ts';
import { connectionEndpoints } from '../functions/tickets/connection-endpoints.ts';
import { fileMovedUses } from '../functions/tickets/file-moved.ts';
import { fileMergedUses } from '../functions/tickets/file-merged.ts';
import { escalateTicketUses } from '../functions/tickets/escalate-ticket.ts';
import { hearCustomerUses } from '../functions/tickets/hear-customer.ts';
import { returnTicketsUses } from '../functions/tickets/return-tickets.ts';
import { ruleTrialEndpoints } from '../functions/tickets/rule-trial-endpoints.ts';
import { runRulesUses } from '../functions/tickets/run-rules.ts';
import { ticketEndpoints } from '../functions/tickets/endpoints.ts';
import { worklistEndpoints } from '../functions/tickets/worklist-endpoints.ts';
import { recordTicketNotificationUses } from '../functions/tickets/record-notification.ts';
import { endStopwatchUses } from '../functions/time/end-stopwatch.ts';
import { timeEndpoints } from '../functions/time/endpoints.ts';
import { wakeItemsUses } from '../functions/wake/wake-items.ts';
import { endpointNeeds } from '../shared/lambda/endpoint.ts';
import type { Needs } from '../shared/storage/needs.ts';
import { needsOf } from '../shared/storage/uses.ts';

/** A Lambda function: the file that exports its `handler`, and what its role may do to the tables, as its handler's database. */
interface LambdaEntry {
  readonly handler: `functions/${string}.ts`;
  readonly needs: Needs;
}

/** Every Lambda function by name. Bundled together, named by the stacks. */
export const lambdaEntries = {
  'tickets-api': { handler: 'functions/tickets/api.ts', needs: endpointNeeds(ticketEndpoints) },
  'assign-ticket': { handler: 'functions/tickets/assign-ticket-handler.ts', needs: needsOf(assignTicketUses) },
  'escalate-ticket': { handler: 'functions/tickets/escalate-ticket-handler.ts', needs: needsOf(escalateTicketUses) },
  'return-tickets': { handler: 'functions/tickets/return-tickets-handler.ts', needs: needsOf(returnTicketsUses) },
  'hear-customer': { handler: 'functions/tickets/hear-customer-handler.ts', needs: needsOf(hearCustomerUses) },
  'devices-api': { handler: 'functions/tickets/device-api.ts', needs: endpointNeeds(deviceEndpoints) },
  'customer-steps-api': { handler: 'functions/tickets/customer-step-api.ts', needs: endpointNeeds(customerStepEndpoints) },
  'worklists-api': { handler: 'functions/tickets/worklist-api.ts', needs: endpointNeeds(worklistEndpoints) },
  'corrections-api': { handler: 'functions/tickets/correction-api.ts', needs: endpointNeeds(correctionEndpoints) },
  'connections-api': { handler: 'functions/tickets/connection-api.ts', needs: endpointNeeds(connectionEndpoints) },
  'file-moved': { handler: 'functions/tickets/file-moved-handler.ts', needs: needsOf(fileMovedUses) },
  'file-merged': { handler: 'functions/tickets/file-merged-handler.ts', needs: needsOf(fileMergedUses) },
  'record-ticket-notification': { handler: 'functions/tickets/record-notification-handler.ts', needs: needsOf(recordTicketNotificationUses) },
  'letters-api': { handler: 'functions/letters/api.ts', needs: endpointNeeds(letterEndpoints) },
  'issue-letter': { handler: 'functions/letters/issue-letter-api.ts', needs: endpointNeeds(issueLetterEndpoints) },
  'letter-modules-api': { handler: 'functions/letters/module-api.ts', needs: endpointNeeds(letterModuleEndpoints) },
  'record-letter-notification': { handler: 'functions/letters/record-notification-handler.ts', needs: needsOf(recordLetterNotificationUses) },
  'letter-imports-api': { handler: 'functions/letters/import-api.ts', needs: endpointNeeds(letterImportEndpoints) },
  'letter-reviews-api': { handler: 'functions/letters/review-api.ts', needs: endpointNeeds(letterReviewEndpoints) },
  'check-letter-import': { handler: 'functions/letters/check-import-handler.ts', needs: needsOf(checkImportUses) },
  'remove-orphan-file': { handler: 'functions/files/remove-orphan-file-handler.ts', needs: needsOf(removeOrphanFileUses) },
  'reconcile-files': { handler: 'functions/files/reconcile-files-handler.ts', needs: needsOf(reconcileFilesUses) },
  'plan-notification': { handler: 'functions/notifications/plan-notification-handler.ts', needs: needsOf(planNotificationUses) },
  'send-sms': { handler: 'functions/notifications/send-sms-handler.ts', needs: needsOf(deliverUses) },
  'send-email': { handler: 'functions/notifications/send-email-handler.ts', needs: needsOf(deliverUses) },
  'customers-api': { handler: 'functions/customers/api.ts', needs: endpointNeeds(customerEndpoints) },
  'membership-api': { handler: 'functions/customers/membership-api.ts', needs: endpointNeeds(membershipEndpoints) },
  'staff-api': { handler: 'functions/staff/api.ts', needs: endpointNeeds(staffEndpoints) },
  'feedback-api': { handler: 'functions/feedback/api.ts', needs: endpointNeeds(feedbackEndpoints) },
  'privacy-api': { handler: 'functions/privacy/api.ts', needs: endpointNeeds(privacyEndpoints) },
  'erase-customer': { handler: 'functions/privacy/erase-customer-handler.ts', needs: needsOf(eraseCustomerUses) },
  'plan-deletion-run': { handler: 'functions/privacy/plan-deletion-run-handler.ts', needs: needsOf(planDeletionRunUses) },
  'delete-due': { handler: 'functions/privacy/delete-due-handler.ts', needs: needsOf(deleteDueUses) },
  'wake-items': { handler: 'functions/wake/wake-items-handler.ts', needs: needsOf(wakeItemsUses) },
  // Lambda reads the stream for it.
  'publish-events': { handler: 'functions/events/publish-events-handler.ts', needs: [] },
  'health-api': { handler: 'functions/health/api.ts', needs: [] },
  'tasks-api': { handler: 'functions/tasks/api.ts', needs: endpointNeeds(taskEndpoints) },
  'answers-api': { handler: 'functions/tickets/answer-api.ts', needs: endpointNeeds(answerEndpoints) },
  'text-modules-api': { handler: 'functions/text-modules/api.ts', needs: endpointNeeds(textModuleEndpoints) },
  'topics-api': { handler: 'functions/topics/api.ts', needs: endpointNeeds(topicEndpoints) },
  'rules-api': { handler: 'functions/rules/api.ts', needs: endpointNeeds(ruleEndpoints) },
  'rule-trials-api': { handler: 'functions/tickets/rule-trial-api.ts', needs: endpointNeeds(ruleTrialEndpoints) },
  'run-rules': { handler: 'functions/tickets/run-rules-handler.ts', needs: needsOf(runRulesUses) },
  'put-in-inbox': { handler: 'functions/tasks/put-in-inbox-handler.ts', needs: needsOf(putInInboxUses) },
  'time-api': { handler: 'functions/time/api.ts', needs: endpointNeeds(timeEndpoints) },
  'end-stopwatch': { handler: 'functions/time/end-stopwatch-handler.ts', needs: needsOf(endStopwatchUses) },
  'documents-api': { handler: 'functions/documents/api.ts', needs: endpointNeeds(documentEndpoints) },
  'check-document': { handler: 'functions/documents/check-document-handler.ts', needs: needsOf(checkDocumentUses) },
} as const satisfies Record<string, LambdaEntry>;

export type LambdaName = keyof typeof lambdaEntries;
