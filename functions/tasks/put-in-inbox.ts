import { agentLeft } from '../../events/agent-left.ts';
import { reminderDue } from '../../events/reminder-due.ts';
import type { DomainEvent } from '../../events/event.ts';
import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { alreadyDone, isRefusal } from '../../shared/domain-error.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { entryIdOf, isAtWork, type InboxOwner } from '../../shared/tasks/inbox.ts';
import { inboxNeeds } from '../../shared/tasks/inbox-table.ts';
import { reminderNeeds } from '../../shared/tasks/reminder-table.ts';
import { mailStep, nextTry, noSuchReminder, type Reminder } from '../../shared/tasks/reminder.ts';
import { taskNeeds } from '../../shared/tasks/task-table.ts';
import { dueAt, noSuchTask, type TaskPlace } from '../../shared/tasks/task.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';

/** What it works with on the tables. */
export const putInInboxUses = {
  tasks: only(taskNeeds, 'byId', 'comeUp'),
  reminders: only(reminderNeeds, 'byId', 'reminder', 'fire', 'claimMail', 'finishMail', 'putOffMail'),
  tickets: only(ticketReaderNeeds, 'ofCustomer'),
  customers: only(customerReaderNeeds, 'customer'),
  inbox: only(inboxNeeds, 'entries'),
  staff: only(staffReaderNeeds, 'agent'),
};

export interface PutInInboxDeps extends Used<typeof putInInboxUses> {
  /** Hands the mail about a ticket of this number over, once. */
  readonly mail: (to: string, ticketNumber: string) => Promise<'sent' | 'unknown' | 'failed' | 'busy'>;
  readonly log: Log;
  readonly now: () => Date;
}

/** How the log says that somebody is not reminded by mail, or perhaps not. They are in the inbox all the same. */
export const unmailed = { failed: 'reminder-mail-failed', unknown: 'reminder-mail-unknown' } as const;

/**
 * Puts a task whose time has come, or a reminder, before whose it is: or where they have left, before whoever has the ticket, and where that is nobody
 * who is here, before everybody. Judged when it comes up, since people come and go meanwhile. A reminder's mail is sent then, at most once. What had come up before
 * somebody who leaves goes on before others likewise, if it is a task of no ticket: nothing else shows that one.
 * @throws DomainError `not-found` (tried again: the index lags), `changed-meanwhile`, `being-sent` (tried again), `already-done`
 */
export async function putInInbox(event: DomainEvent, deps: PutInInboxDeps): Promise<void> {
  if (event.type === agentLeft.type) return passOn(event, deps);
  await (event.type === reminderDue.type ? reminderComesUp(event, deps) : taskComesUp(event, deps));
}

async function taskComesUp(event: DomainEvent, deps: PutInInboxDeps): Promise<void> {
  const task = await deps.tasks.byId(event.aggregateId);
  if (!task) throw noSuchTask();
  // Done since, or put off: it sleeps until its new time.
  if (task.status === 'done' || !task.due || dueAt(task.due) > deps.now()) throw alreadyDone();
  await deps.tasks.comeUp(task, await ownerFor(task, task.assignee, deps), entryIdOf(event.id));
}

async function passOn({ aggregateId: agent, id: eventId }: DomainEvent, { inbox, tasks }: PutInInboxDeps): Promise<void> {
  let after: string | undefined;
  do {
    const { items, next } = await inbox.entries({ agent }, 50, after);
    for (const entry of items) {
      if ('task' in entry && entry.task.ticketId === undefined) await tasks.comeUp(entry.task, 'everybody', entryIdOf(`${eventId}#${entry.task.id}`));
    }
    after = next;
  } while (after !== undefined);
}

async function reminderComesUp(event: DomainEvent, deps: PutInInboxDeps): Promise<void> {
  const found = await deps.reminders.byId(event.aggregateId);
  if (!found) throw noSuchReminder();
  if (found.firedAt === undefined)
    await deps.reminders.fire(found, await ownerFor(found, found.forAgent, deps), entryIdOf(event.id), deps.now()).catch(unlessFired);
  if (found.byMail) await sendMail(await deps.reminders.reminder({ customerId: found.customerId, id: found.ticketId }, found.id), event, deps);
}

/** An attempt that ended may have fired it, and not sent its mail. */
function unlessFired(error: unknown): void {
  if (!isRefusal(error, alreadyDone())) throw error;
}

async function sendMail(reminder: Reminder, event: DomainEvent, deps: PutInInboxDeps): Promise<void> {
  const { reminders, staff, mail, log, now } = deps;
  const finish = async (outcome: 'sent' | 'unknown' | 'failed'): Promise<void> => {
    await reminders.finishMail(reminder, outcome);
    if (outcome !== 'sent') log.warn(unmailed[outcome], { eventId: event.id });
  };
  if (mailStep(reminder, now()) === 'lost') return finish('unknown');
  const agent = reminder.forAgent === undefined ? undefined : await staff.agent(reminder.forAgent);
  await reminders.claimMail(reminder, now());
  const outcome = agent && isAtWork(agent) ? await mail(agent.email, reminder.ticketNumber) : 'failed';
  await (outcome === 'busy' ? reminders.putOffMail(reminder, nextTry(now())) : finish(outcome));
}

/**
 * Before whom something comes up: the team whose it is, or whose it is; where they have left, whoever has the ticket; else everybody.
 * @throws DomainError `already-done` where the ticket, or of what has none the customer, is gone or kept for the law only: nothing becomes of it
 */
async function ownerFor(of: TaskPlace & { readonly team?: string | undefined }, wanted: string | undefined, deps: PutInInboxDeps): Promise<InboxOwner> {
  const clerk = await clerkOf(of, deps);
  if (of.team !== undefined) return { team: of.team };
  for (const id of new Set([wanted, clerk])) {
    if (id !== undefined && isAtWork(await deps.staff.agent(id))) return { agent: id };
  }
  return 'everybody';
}

async function clerkOf({ customerId, ticketId }: TaskPlace, { tickets, customers }: PutInInboxDeps): Promise<string | undefined> {
  if (ticketId !== undefined) {
    const ticket = await tickets.ofCustomer(customerId, ticketId);
    if (!ticket) throw alreadyDone();
    return ticket.assignee;
  }
  if (!(await customers.customer(customerId))) throw alreadyDone();
  return undefined;
}
