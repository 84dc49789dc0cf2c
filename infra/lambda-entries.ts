/** Every Lambda function by name, with the file that exports its `handler`. Bundled together, named by the stacks. */
export const lambdaEntries = {
  'tickets-api': 'functions/tickets/api.ts',
  'assign-ticket': 'functions/tickets/assign-ticket-handler.ts',
  'record-ticket-notification': 'functions/tickets/record-notification-handler.ts',
  'letters-api': 'functions/letters/api.ts',
  'issue-letter': 'functions/letters/issue-letter-api.ts',
  'record-letter-notification': 'functions/letters/record-notification-handler.ts',
  'remove-orphan-file': 'functions/files/remove-orphan-file-handler.ts',
  'reconcile-files': 'functions/files/reconcile-files-handler.ts',
  'plan-notification': 'functions/notifications/plan-notification-handler.ts',
  'send-sms': 'functions/notifications/send-sms-handler.ts',
  'send-email': 'functions/notifications/send-email-handler.ts',
  'customers-api': 'functions/customers/api.ts',
  'staff-api': 'functions/staff/api.ts',
  'privacy-api': 'functions/privacy/api.ts',
  'erase-customer': 'functions/privacy/erase-customer-handler.ts',
  'plan-deletion-run': 'functions/privacy/plan-deletion-run-handler.ts',
  'delete-due': 'functions/privacy/delete-due-handler.ts',
  'publish-events': 'functions/events/publish-events-handler.ts',
  'wake-items': 'functions/wake/wake-items-handler.ts',
  'health-api': 'functions/health/api.ts',
} as const;

export type LambdaName = keyof typeof lambdaEntries;
