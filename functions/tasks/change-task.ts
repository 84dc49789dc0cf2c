import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { requireTeam } from '../../shared/staff/team.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { taskNeeds } from '../../shared/tasks/task-table.ts';
import { changedTask, saysAlready, taskChanged, TaskId, WholeTask } from '../../shared/tasks/task.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { ticketForStaff } from '../../shared/tickets/ticket-for-staff.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { addTask } from './add-task.ts';
import { requireAtWork } from './at-work.ts';
import { TaskView } from './views.ts';

const uses = {
  tasks: only(taskNeeds, 'task', 'change'),
  tickets: only(ticketReaderNeeds, 'ticket'),
  staff: only(staffReaderNeeds, 'agent', 'clerksOf'),
};

interface ChangeTaskDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

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
  async handle({ params: { ticketId, taskId }, body, caller, ifMatch }, { tasks, tickets, staff, newId, now }: ChangeTaskDeps) {
    const at = now();
    const before = await tasks.task(await ticketForStaff({ tickets, staff }, caller, ticketId), taskId);
    if (saysAlready(before, body)) return before;
    if (before.version !== ifMatch) throw taskChanged();
    // Who has left may still have it: what they were given is done by others, and named.
    if (body.assignee !== undefined && body.assignee !== before.assignee) await requireAtWork(staff, body.assignee, 'body.assignee');
    if (body.team !== undefined && body.team !== before.team) await requireTeam(staff, body.team, 'body.team');
    const changed = changedTask(before, body, newId('tsk'), { id: caller.id, at });
    await tasks.change(before, changed, at);
    return changed.task;
  },
});
