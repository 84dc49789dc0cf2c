import { taskDue } from '../../events/task-due.ts';
import { reminderDue } from '../../events/reminder-due.ts';
import type { DomainEvent } from '../../events/event.ts';
import { addCustomerTask } from '../../functions/tasks/add-customer-task.ts';
import { addTask } from '../../functions/tasks/add-task.ts';
import { changeCustomerTask } from '../../functions/tasks/change-customer-task.ts';
import { changeTask } from '../../functions/tasks/change-task.ts';
import { clearEntry } from '../../functions/tasks/clear-entry.ts';
import { listCustomerTasks } from '../../functions/tasks/list-customer-tasks.ts';
import { listReminders } from '../../functions/tasks/list-reminders.ts';
import { listTasks } from '../../functions/tasks/list-tasks.ts';
import { putInInbox, type PutInInboxDeps } from '../../functions/tasks/put-in-inbox.ts';
import { readInbox } from '../../functions/tasks/read-inbox.ts';
import { removeReminder } from '../../functions/tasks/remove-reminder.ts';
import { setReminder } from '../../functions/tasks/set-reminder.ts';
import { wakeItems } from '../../functions/wake/wake-items.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { newId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import type { Database } from '../../shared/storage/database.ts';
import { eventOf } from '../../shared/storage/event-item.ts';
import type { IdempotentRequest } from '../../shared/storage/idempotency.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { NewReminder } from '../../shared/tasks/reminder.ts';
import { NewTask, WholeTask } from '../../shared/tasks/task.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { memoryLog } from '../unit/lambda/requests.ts';
import type { Storage } from './harness.ts';
import { privacyWorld } from './privacy-fixtures.ts';

const none = { params: undefined, query: undefined, body: undefined, ifMatch: undefined, once: undefined };

/** Tasks, reminders and inboxes on a storage engine, with one clock for all. */
export function taskWorld(storage: Storage, options: Parameters<typeof privacyWorld>[1] = {}) {
  const world = privacyWorld(storage, options);
  const now = () => world.clock.at;
  const mails: { readonly to: string; readonly number: string }[] = [];
  const provider = { answer: 'sent' as Awaited<ReturnType<PutInInboxDeps['mail']>> };
  const log = memoryLog();
  const over = (db: Database) => ({ ...world.over(db), tickets: ticketReader(db), customers: customerReader(db), staff: staffReader(db), newId, now });
  const deps = over(storage.db);
  const as = (id: string): Caller => ({ id, roles: ['agent'] });
  const request = (key = newId('acc'), body = '{}'): IdempotentRequest => ({ key, body });
  const workerOver = (db: Database): PutInInboxDeps => ({
    ...over(db),
    mail: async (to, number) => {
      mails.push({ to, number });
      return provider.answer;
    },
    log,
  });

  return {
    ...world,
    now,
    mails,
    provider,
    log,
    workerOver,
    async clear() {
      await world.clear();
      mails.length = 0;
      log.lines.length = 0;
      provider.answer = 'sent';
    },
    add: (ticketId: string, body: object, { by = 'agt_01', once = request() }: { by?: string; once?: IdempotentRequest } = {}) =>
      addTask.handle({ ...none, params: { ticketId }, body: NewTask.parse(body), caller: as(by), once }, deps),
    change: (ticketId: string, taskId: string, ifMatch: number, body: object, by = 'agt_01') =>
      changeTask.handle({ ...none, params: { ticketId, taskId }, body: WholeTask.parse(body), caller: as(by), ifMatch }, deps),
    tasks: (ticketId: string, limit = 25, cursor?: string) =>
      listTasks.handle({ ...none, params: { ticketId }, query: { limit, ...(cursor && { cursor }) }, caller: as('agt_01') }, deps),
    addFor: (customerId: string, body: object, { by = 'agt_01', once = request() }: { by?: string; once?: IdempotentRequest } = {}) =>
      addCustomerTask.handle({ ...none, params: { customerId }, body: NewTask.parse(body), caller: as(by), once }, deps),
    changeFor: (customerId: string, taskId: string, ifMatch: number, body: object, by = 'agt_01') =>
      changeCustomerTask.handle({ ...none, params: { customerId, taskId }, body: WholeTask.parse(body), caller: as(by), ifMatch }, deps),
    tasksFor: (customerId: string, limit = 25, cursor?: string) =>
      listCustomerTasks.handle({ ...none, params: { customerId }, query: { limit, ...(cursor && { cursor }) }, caller: as('agt_01') }, deps),
    remind: (ticketId: string, body: object, { by = 'agt_01', once = request() }: { by?: string; once?: IdempotentRequest } = {}) =>
      setReminder.handle({ ...none, params: { ticketId }, body: NewReminder.parse(body), caller: as(by), once }, deps),
    reminders: (ticketId: string, limit = 25, cursor?: string) =>
      listReminders.handle({ ...none, params: { ticketId }, query: { limit, ...(cursor && { cursor }) }, caller: as('agt_01') }, deps),
    forget: (ticketId: string, reminderId: string) => removeReminder.handle({ ...none, params: { ticketId, reminderId }, caller: as('agt_01') }, deps),
    inbox: (by: string, of: 'me' | 'team' | 'everybody' = 'me', limit = 25, cursor?: string) =>
      readInbox.handle({ ...none, query: { limit, of, ...(cursor && { cursor }) }, caller: as(by) }, deps),
    clearEntry: (by: string, entryId: string, of: 'me' | 'team' | 'everybody' = 'me') =>
      clearEntry.handle({ ...none, params: { entryId }, query: { of }, caller: as(by) }, deps),
    open: async (ticket: { readonly customerId: string; readonly id: string }) =>
      (await world.deps.tickets.ofCustomer(ticket.customerId, ticket.id))?.openTasks,

    /** What is told when it is so late, and what of that was not told before. */
    async wake(at: string): Promise<DomainEvent[]> {
      world.clock.at = new Date(at);
      const told = async () => (await storage.items('events')).map(eventOf).filter(({ type }) => type === taskDue.type || type === reminderDue.type);
      const before = new Set((await told()).map(({ id }) => id));
      await wakeItems({ db: storage.db, kinds: storedItems.kinds, newId, now, log: memoryLog(), hasTime: () => true });
      return (await told()).filter(({ id }) => !before.has(id));
    },

    /** What comes up by then does. */
    async comesUp(at: string): Promise<number> {
      const events = await this.wake(at);
      for (const event of events) await putInInbox(event, workerOver(storage.db));
      return events.length;
    },
  };
}
