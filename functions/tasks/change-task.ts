import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { onTicket } from '../../shared/tasks/on-ticket.ts';
import { TaskId, WholeTask } from '../../shared/tasks/task.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { addTask } from './add-task.ts';
import { changeTo, changingUses, type ChangingDeps } from './task-work.ts';
import { TaskView } from './views.ts';

const uses = { ...changingUses, tickets: only(ticketReaderNeeds, 'ticket') };

export const changeTask = endpoint({
  method: 'PUT',
  path: '/v1/tickets/{ticketId}/tasks/{taskId}',
  allow: ['agent'],
  summary:
    'Change a task, all of it: do it, reopen it, give it to somebody else, tick its list; what is left out is absent from now on. What is so already is answered with the version that it has. One that repeats is followed by the next one when it is done',
  params: z.strictObject({ ticketId: TicketId, taskId: TaskId }),
  body: WholeTask,
  example: { ...addTask.example!, checklist: [{ text: 'Werkstatt anrufen', done: true }], status: 'done' },
  returns: TaskView,
  status: 200,
  ifMatch: true,
  version: (task) => task.version,
  uses,
  async handle({ params: { ticketId, taskId }, ...asked }, deps: Used<typeof uses> & ChangingDeps) {
    return changeTo(onTicket(await ticketForStaff(deps, asked.caller, ticketId)), taskId, asked, deps);
  },
});
