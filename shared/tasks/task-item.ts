import * as z from 'zod';
import { taskDue } from '../../events/task-due.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, mayTellOfHealth, staffData, technical } from '../personal-data/classification.ts';
import { alongAttributes, customerKeys, headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { awake, asleep, wakeAttributes } from '../storage/wake-index.ts';
import type { TicketRef } from '../tickets/ticket-check.ts';
import { inboxAttributes, outOfInbox } from './inbox.ts';
import { dueAt, Repeats, TaskStatus, type Task, type TaskPlace } from './task.ts';

const caseFile = 'Bearbeitung dessen, was im Fall oder für die Person zu tun ist';

/** Under this lie the tasks of a case, or of a person without one, in the order in which they were added. */
export const taskPrefix = (ticketId: string | undefined): string => `tsk#${ticketId ?? 'customer'}#`;

/** A task: `cus_… / tsk#tck_…#tsk_…` on a case, `cus_… / tsk#customer#tsk_…` without one. */
export const taskKind = itemKind({
  kind: 'task',
  table: 'tasks',
  title: 'Aufgabe zu einem Vorgang oder einer Person',
  sk: 'tsk#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('task'),
    id: customerData(z.string(), 'Kennung der Aufgabe', caseFile),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', caseFile).optional(),
    ticketNumber: customerData(z.string(), 'Vorgangsnummer', caseFile).optional(),
    special: mayTellOfHealth(customerData(z.literal('health'), 'Gesundheitsbezug', caseFile)).optional(),
    /** Its title, which is the subject of what people do about a case. */
    subject: mayTellOfHealth(customerData(z.string(), 'Was zu tun ist', caseFile)).optional(),
    assignee: staffData(z.string(), 'Wessen Aufgabe (Kennung)', caseFile).optional(),
    team: staffData(z.string(), 'Aufgabe welches Teams', caseFile).optional(),
    due: z
      .strictObject({ on: customerData(z.iso.date(), 'Fällig am', caseFile), hour: customerData(z.number(), 'Fällig um (Stunde)', caseFile).optional() })
      .optional(),
    checklist: z
      .array(
        z.strictObject({
          text: mayTellOfHealth(customerData(z.string(), 'Punkt der Aufgabe', caseFile)),
          done: customerData(z.boolean(), 'Punkt erledigt', caseFile),
        }),
      )
      .optional(),
    redactedBy: technical(z.string(), 'Kennung der Schwärzung').optional(),
    repeats: z
      .strictObject({
        every: technical(z.number(), 'Wiederholung: alle'),
        unit: technical(Repeats.shape.unit.clone(), 'Wiederholung: Einheit'),
        until: customerData(z.iso.date(), 'Wiederholung bis', caseFile),
      })
      .optional(),
    repeatsFrom: customerData(z.iso.date(), 'Wiederholung ab', caseFile).optional(),
    followedBy: technical(z.string(), 'Kennung der folgenden Aufgabe').optional(),
    status: customerData(TaskStatus.clone(), 'Offen oder erledigt', caseFile),
    addedAt: customerData(z.iso.datetime(), 'Angelegt am', caseFile),
    addedBy: staffData(z.string(), 'Angelegt von (Kennung)', caseFile),
    doneAt: customerData(z.iso.datetime(), 'Erledigt am', caseFile).optional(),
    doneBy: staffData(z.string(), 'Erledigt von (Kennung)', caseFile).optional(),
    version: technical(z.number(), 'Version'),
    gsi1pk: customerData(z.string(), 'Kennung der Aufgabe', 'Auffinden, wenn sie fällig wird'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    ...inboxAttributes,
    ...alongAttributes,
    ...wakeAttributes,
    ...headAttributes,
  }),
  ending: {
    class: { oneOf: ['case-tasks', 'customer-tasks'], of: ({ ticketId }) => (ticketId === undefined ? 'customer-tasks' : 'case-tasks') },
    recordedAt: (item) => item.addedAt,
    starts: ({ ticketId, doneAt }) => (ticketId === undefined && doneAt !== undefined ? { 'last-effect': dayOf(new Date(doneAt)) } : {}),
    partOf: {
      kind: 'ticket',
      id: ({ ticketId }) => ticketId,
      prefix: taskPrefix,
      goesAlong: {
        to: ({ id }, ticket) => ({ sk: `${taskPrefix(ticket.id)}${id}`, ticketId: ticket.id, ticketNumber: ticket.number }),
        counts: ({ status }) => ({ openTasks: status === 'open' ? 1 : 0 }),
        toPerson: {},
      },
    },
    toldAs: ({ id }) => id,
    wakes: ({ id }, told) => taskDue.make({ ...told, aggregateId: id, data: {} }),
    // Until it lies in an inbox, in case that the message about it was lost.
    sleepsOn: ({ status, inboxSk }, now) => (status === 'open' && inboxSk === undefined ? new Date(now.getTime() + lookAgainMs) : undefined),
  },
  // The one that follows was made of what this said.
  written: { parts: ['subject', 'checklist'], alike: ({ followedBy }) => [followedBy] },
});

/** After this, whoever was to put it into an inbox has either done so or never heard of it. */
const lookAgainMs = 30 * 60_000;

/** A case, or a person without one. */
export type CaseOrPerson = TicketRef | (Pick<TicketRef, 'customerId'> & { readonly id?: undefined });

/** That of which a task is. */
export const placeOf = ({ customerId, ticketId: id }: TaskPlace): CaseOrPerson => ({ customerId, id });

export const taskKey = ({ customerId, id: ticketId }: CaseOrPerson, taskId: string): ItemKey => ({ pk: customerId, sk: `${taskPrefix(ticketId)}${taskId}` });

/** The key of a task that is known. */
export const keyOfTask = (task: Pick<Task, 'customerId' | 'ticketId' | 'id'>): ItemKey => taskKey(placeOf(task), task.id);

/** What is stored of a new task, but for what its kind adds. It sleeps until it is due. */
export const taskAttributes = ({ customerId, title: subject, redacted: _, ...task }: Task) => ({
  ...keyOfTask({ customerId, ...task }),
  ...task,
  subject,
  gsi1pk: task.id,
  gsi1sk: 'task',
  ...sleeping(task),
});

/** The same as it lies there, but for what is stored of its states and its day. */
export const storedTask = (task: Task) => ({ ...taskAttributes(task), kind: taskKind.kind as 'task', dueOn: '' });

const sleeping = ({ id, due, status }: Pick<Task, 'id' | 'due' | 'status'>) => (due && status === 'open' ? asleep(id, dueAt(due)) : {});

/** What changes of a task that comes up anew: it leaves the inbox, and wakes when it is due, which may be at once. */
export const anew = (task: Task) => {
  const sleeps = sleeping(task);
  return { set: sleeps, remove: [...outOfInbox, ...('wakeAt' in sleeps ? [] : awake)] };
};

/** The task in a stored item. */
export function taskOf(item: Item): Task {
  const {
    pk,
    id,
    ticketId,
    ticketNumber,
    special,
    subject: title,
    assignee,
    team,
    due,
    checklist = [],
    repeats,
    repeatsFrom,
    followedBy,
    status,
    version,
    ...rest
  } = parseItem(taskKind, item);
  const { addedAt, addedBy, doneAt, doneBy, cameWith, redactedBy } = rest;
  const content = { title, assignee, team, due, checklist, repeats, status, ...(redactedBy && { redacted: true as const }) };
  return { id, customerId: pk, ticketId, ticketNumber, special, ...content, repeatsFrom, followedBy, cameWith, addedAt, addedBy, doneAt, doneBy, version };
}

/** A task for people to see; neither what is kept for the law only, nor what is being deleted. */
export const visibleTask = (item: Item | undefined): Task | undefined => (item && !isHidden(item) ? taskOf(item) : undefined);
