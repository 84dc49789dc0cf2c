import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { TaskId } from '../../shared/tasks/task.ts';
import { taskWriting } from '../../shared/tasks/task-writing.ts';
import { RedactionGround } from '../../shared/tickets/interaction.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { namedParts } from '../../shared/tickets/redaction.ts';
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

interface RedactTaskDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const redactTask = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/tasks/{taskId}/redaction',
  allow: ['officer'],
  summary:
    'Take out of a task, and of those that it followed or that followed it, what must not stand there: it is kept nowhere, and a step says who took it out and why. Not while a legal hold keeps it as evidence',
  params: z.strictObject({ ticketId: TicketId, taskId: TaskId }),
  body: z.strictObject({
    reason: RedactionGround,
    parts: namedParts(taskWriting).describe('`subject` is its title, `checklist` its list; everything that was written in it if absent'),
  }),
  example: { reason: 'wrongly-sent-health-data' },
  returns: InteractionView,
  status: 201,
  uses,
  async handle({ params: { ticketId, taskId: id }, body, caller, once }, deps: RedactTaskDeps) {
    return takeOut(taskWriting, { ticketId, id, ...body, caller, once }, deps);
  },
});
