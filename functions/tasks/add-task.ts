import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { onTicket } from '../../shared/tasks/on-ticket.ts';
import { NewTask } from '../../shared/tasks/task.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { addingUses, addOnce, type AddingDeps } from './task-work.ts';
import { TaskView } from './views.ts';

const uses = { ...addingUses, tickets: only(ticketReaderNeeds, 'ticket') };

export const addTask = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/tasks',
  allow: ['agent'],
  summary: 'Add a task to a ticket: for an agent, a team, or whoever has the ticket; it comes up in their inbox when it is due',
  params: z.strictObject({ ticketId: TicketId }),
  body: NewTask,
  example: {
    title: 'Gutachten der Werkstatt anfordern',
    team: 'schaden-koeln',
    due: { on: '2027-03-16', hour: 10 },
    checklist: [{ text: 'Werkstatt anrufen', done: false }],
    repeats: { every: 1, unit: 'weeks', until: '2027-04-30' },
  },
  returns: TaskView,
  status: 201,
  version: (task) => task.version,
  uses,
  async handle({ params: { ticketId }, ...asked }, deps: Used<typeof uses> & AddingDeps) {
    return addOnce(async () => onTicket(await ticketForStaff(deps, asked.caller, ticketId)), asked, deps);
  },
});
