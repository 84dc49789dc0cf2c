import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { requireTeam } from '../../shared/staff/team.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { taskNeeds } from '../../shared/tasks/task-table.ts';
import { onTicket } from '../../shared/tasks/on-ticket.ts';
import { addedTask, NewTask } from '../../shared/tasks/task.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { requireAtWork } from './at-work.ts';
import { TaskView } from './views.ts';

const uses = {
  tasks: only(taskNeeds, 'add', 'earlier', 'task'),
  tickets: only(ticketReaderNeeds, 'ticket'),
  staff: only(staffReaderNeeds, 'agent', 'clerksOf'),
};

interface AddTaskDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

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
  async handle({ params: { ticketId }, body, caller, once }, { tasks, tickets, staff, newId, now }: AddTaskDeps) {
    const at = now();
    // A repeat must not be judged by what is past, or who has left, since.
    const [ticket, again] = await Promise.all([ticketForStaff({ tickets, staff }, caller, ticketId), tasks.earlier(once, at)]);
    if (again) return tasks.task(ticket, again.id);
    if (body.assignee) await requireAtWork(staff, body.assignee, 'body.assignee');
    if (body.team !== undefined) await requireTeam(staff, body.team, 'body.team');
    const task = addedTask(newId('tsk'), onTicket(ticket), body, { id: caller.id, at });
    const { earlier } = await tasks.add(task, { request: once, status: 201, madeId: task.id, subjectId: ticket.customerId }, at);
    return earlier ? tasks.task(ticket, earlier.id) : task;
  },
});
