import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ReminderId } from '../../shared/tasks/reminder.ts';
import { reminderWriting } from '../../shared/tasks/task-writing.ts';
import { RedactionGround } from '../../shared/tickets/interaction.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { redactionNeeds } from '../../shared/tickets/redaction-table.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { takeOut } from './take-out.ts';
import { InteractionView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  interactions: only(interactionNeeds, 'interaction', 'earlier'),
  redactions: only(redactionNeeds('tasks'), 'found', 'takeOut', 'finish'),
};

interface RedactReminderDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const redactReminder = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/reminders/{reminderId}/redaction',
  allow: ['officer'],
  summary: 'Take the note out of a reminder: it is kept nowhere, and a step says who took it out and why. Not while a legal hold keeps it as evidence',
  params: z.strictObject({ ticketId: TicketId, reminderId: ReminderId }),
  body: z.strictObject({
    reason: RedactionGround,
  }),
  example: { reason: 'wrongly-sent-health-data' },
  returns: InteractionView,
  status: 201,
  uses,
  async handle({ params: { ticketId, reminderId: id }, body, caller, once }, deps: RedactReminderDeps) {
    return takeOut(reminderWriting, { ticketId, id, ...body, caller, once }, deps);
  },
});
