import * as z from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { DomainError, invalidField } from '../domain-error.ts';
import { idOf } from '../id.ts';
import { addDays, addMonths, dayOf, type Day } from '../personal-data/calendar.ts';
import { berlinInstant } from '../personal-data/local-time.ts';
import { oneLine } from '../personal-data/one-line.ts';
import { PlausibleDay, requireNear } from '../personal-data/plausible-days.ts';
import { AgentId, Team } from '../staff/agent.ts';

export const TaskId = idOf('tsk');

/** By when a task is to be done, by clocks in Berlin: on a day, or by an hour of it. */
export const Due = z.strictObject({
  on: PlausibleDay.describe(
    'The day, as it is in Berlin: today or later, five years ahead at most; without a ticket three years from when it was added: add another one',
  ),
  hour: z.int().min(0).max(23).optional().describe('By this hour of it, by clocks in Berlin; without it any time of the day will do'),
});
export type Due = z.infer<typeof Due>;

/** A task that comes again when it is done [wiederkehrende Aufgabe]. */
export const Repeats = z.strictObject({
  every: z.int().min(1).max(366),
  unit: z.enum(['days', 'weeks', 'months']).describe('Months from the first due day: of the 31st, in a shorter month its last day'),
  until: PlausibleDay.describe('The last day on which it may be due, ten years ahead at most; three without a ticket'),
});
export type Repeats = z.infer<typeof Repeats>;

const ChecklistEntry = z.strictObject({ text: oneLine(200), done: z.boolean().default(false) });

const contentFields = {
  title: oneLine(200),
  assignee: AgentId.optional().describe(
    'Whose task it is. Without assignee and team it is of whoever has the ticket; without a ticket one of them is required',
  ),
  team: Team.optional().describe('Or whose, of a whole team'),
  due: Due.optional(),
  checklist: z.array(ChecklistEntry).max(50).default([]),
  repeats: Repeats.optional().describe('When it is done, the next one is made'),
};

/** A task's content with these fields besides. It is of somebody or of a team, and what comes again has a day to count from. */
const contentWith = <More extends z.ZodRawShape>(more: More) =>
  z
    .strictObject({ ...contentFields, ...more })
    .superRefine((value, context) => {
      const { assignee, team, due, repeats } = value as Pick<TaskContent, 'assignee' | 'team' | 'due' | 'repeats'>;
      if (assignee && team) context.addIssue({ code: 'custom', path: ['team'], message: 'does not go with assignee' });
      if (repeats && !due) context.addIssue({ code: 'custom', path: ['due'], message: 'is required of a task that repeats' });
    })
    // The same for the reference, which knows a schema and no code.
    .meta({ not: { properties: { assignee: {}, team: {} }, required: ['assignee', 'team'] }, dependentRequired: { repeats: ['due'] } });

/** What is to be done, by whom, until when. */
export const NewTask = contentWith({});
export type TaskContent = z.infer<z.ZodObject<typeof contentFields>>;

export const TaskStatus = z.enum(['open', 'done']);
export type TaskStatus = z.infer<typeof TaskStatus>;

/** A task as somebody wants it to be, all of it. */
export const WholeTask = contentWith({ status: TaskStatus });
export type WholeTask = TaskContent & { readonly status: TaskStatus };

/** What a task is of: a case, or a person without one. */
export interface TaskPlace {
  readonly customerId: string;
  readonly ticketId?: string | undefined;
  readonly ticketNumber?: string | undefined;
  /** Of a ticket that tells of somebody's health: for agents with the skill. */
  readonly special?: 'health' | undefined;
}

/** Something that is to be done on a case, or for a person [Aufgabe]. Of people of the company only. */
export interface Task extends Omit<WholeTask, 'title'>, TaskPlace {
  readonly id: string;
  /** Absent once it was taken out: whoever changes the task says it anew. */
  readonly title?: string | undefined;
  /** Something of what was written in it has been taken out, and is kept nowhere. */
  readonly redacted?: true | undefined;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly doneAt?: string | undefined;
  readonly doneBy?: string | undefined;
  /** From which day the repetition counts. */
  readonly repeatsFrom?: Day | undefined;
  /** The next one, which was made when this was done, and repeats instead of it. */
  readonly followedBy?: string | undefined;
  /** The tickets on which it was before they became part of this one; the one that follows it goes where it goes. */
  readonly cameWith?: string[] | undefined;
  readonly version: number;
}

/** Who did something, and when. */
export interface By {
  readonly id: string;
  readonly at: Date;
}

/** When a task is due: what has a day only comes up as that day begins. */
export const dueAt = ({ on, hour = 0 }: Due): Date => berlinInstant(on, hour * 60);

/**
 * A new task. @throws DomainError `invalid/invalid-body` for one that is due in the past, or later than its kind is kept; and for one without a case that is
 * nobody's
 */
export function addedTask(id: string, place: TaskPlace, content: TaskContent, by: By): Task {
  checkWhose(place, content);
  checkDue(place, content, by.at);
  return { id, ...place, ...content, status: 'open', repeatsFrom: fromOf(content), addedAt: by.at.toISOString(), addedBy: by.id, version: 1 };
}

/** Whether a task says all this. Whoever asks again after a lost answer is told so, whatever version they saw. */
export function saysAlready(task: Task, asked: WholeTask): boolean {
  // The next one repeats in its place.
  const handedOn = task.followedBy !== undefined && task.status === 'done';
  const said = ({ title, assignee, team, due, checklist, repeats, status }: Omit<WholeTask, 'title'> & Pick<Task, 'title'>) =>
    canonicalJson({ title, assignee, team, due, checklist, status, ...(!handedOn && { repeats }) });
  return said(task) === said(asked);
}

/** What came of a change: the task, and the one that follows it, if it was done and comes again. */
export interface ChangedTask {
  readonly task: Task;
  readonly next?: Task | undefined;
  /** So many more tasks of the case are open now. */
  readonly opens: -1 | 0 | 1;
  readonly what: 'changed' | 'done' | 'reopened';
}

/**
 * A task as it is wanted now. One that is done and comes again is followed by the next one, which is made of what it says now; what was done is not done
 * again by being reopened. A day in the past is refused where it is a new one: an overdue task can still be worked on.
 * @throws DomainError `invalid/invalid-body`
 */
export function changedTask(before: Task, asked: WholeTask, nextId: string, by: By): ChangedTask {
  checkWhose(before, asked);
  if (canonicalJson(asked.due ?? {}) !== canonicalJson(before.due ?? {})) checkDue(before, asked, by.at);
  else checkUntil(before, asked, by.at);
  const sameRhythm = asked.due?.on === before.due?.on && canonicalJson(asked.repeats ?? {}) === canonicalJson(before.repeats ?? {});
  const repeatsFrom = sameRhythm ? before.repeatsFrom : fromOf(asked);
  const { title, assignee, team, due, checklist, repeats, status } = asked;
  const task: Task = { ...before, title, assignee, team, due, checklist, repeats, repeatsFrom, version: before.version + 1 };
  if (status === before.status) return { task, opens: 0, what: 'changed' };
  if (status === 'open') return { task: { ...task, status, doneAt: undefined, doneBy: undefined }, opens: 1, what: 'reopened' };
  const done = { ...task, status, doneAt: by.at.toISOString(), doneBy: by.id };
  const next = following(done, nextId, by);
  // Who comes again is the next one: reopened and done once more, this one makes no second.
  return next
    ? { task: { ...done, repeats: undefined, repeatsFrom: undefined, followedBy: next.id }, next, opens: 0, what: 'done' }
    : { task: done, opens: -1, what: 'done' };
}

/** Whether it comes up another time, or before somebody else, after a change. */
export const comesUpAnew = (before: Task, after: Task): boolean =>
  (['status', 'assignee', 'team', 'due'] as const).some((name) => canonicalJson(before[name] ?? '') !== canonicalJson(after[name] ?? ''));

function following(task: Task, id: string, by: By): Task | undefined {
  const due = nextDue(task, by.at);
  if (!due) return undefined;
  const { doneAt: _at, doneBy: _by, redacted: _, ...rest } = task;
  const checklist = task.checklist.map(({ text }) => ({ text, done: false }));
  return { ...rest, id, status: 'open', due, checklist, addedAt: by.at.toISOString(), addedBy: by.id, version: 1 };
}

/** When it is due the next time: the first time of its rhythm after this one that is still to come; `undefined` when its last day is past. */
export function nextDue({ due, repeats, repeatsFrom }: Pick<Task, 'due' | 'repeats' | 'repeatsFrom'>, now: Date): Due | undefined {
  if (!due || !repeats || !repeatsFrom) return undefined;
  for (let times = 1; ; times++) {
    const next = { ...due, on: later(repeatsFrom, repeats, times) };
    if (next.on > repeats.until) return undefined;
    if (next.on > due.on && !isPast(next, now)) return next;
  }
}

function later(from: Day, { every, unit }: Repeats, times: number): Day {
  const count = every * times;
  return unit === 'months' ? addMonths(from, count) : addDays(from, unit === 'weeks' ? 7 * count : count);
}

const fromOf = ({ due, repeats }: Pick<TaskContent, 'due' | 'repeats'>): Day | undefined => (repeats ? due?.on : undefined);

/** A day is past when it has ended, an hour when it has come. */
const isPast = (due: Due, now: Date): boolean => due.on < dayOf(now) || (due.hour !== undefined && dueAt(due) < now);

/** Of a case it is, without a word, of whoever has that. */
function checkWhose({ ticketId }: TaskPlace, { assignee, team }: Pick<TaskContent, 'assignee' | 'team'>): void {
  if (ticketId === undefined && assignee === undefined && team === undefined)
    throw invalidField('body.assignee', 'or team is required: without a ticket nobody has it');
}

/**
 * How many years ahead a task may be due, and the last of those that follow it: on a case of the day on which that is said; without one of that on which the task
 * was added, since it is kept for five years at most.
 */
const yearsAhead = ({ ticketId }: TaskPlace) => (ticketId === undefined ? { due: 3, until: 3 } : { due: 5, until: 10 });

/** A task that is there, or where one is to be. */
type There = TaskPlace & Partial<Pick<Task, 'addedAt'>>;

const aheadOf = ({ ticketId, addedAt }: There, now: Date): Date => (ticketId === undefined && addedAt !== undefined ? new Date(addedAt) : now);

function checkDue(place: There, content: Pick<TaskContent, 'due' | 'repeats'>, now: Date): void {
  const { due } = content;
  if (!due) return;
  if (isPast(due, now)) throw invalidField('body.due', 'lies in the past');
  requireNear('body.due.on', due.on, aheadOf(place, now), { yearsBack: 0, yearsAhead: yearsAhead(place).due });
  checkUntil(place, content, now);
}

function checkUntil(place: There, { due, repeats }: Pick<TaskContent, 'due' | 'repeats'>, now: Date): void {
  if (!due || !repeats) return;
  if (repeats.until < due.on) throw invalidField('body.repeats.until', 'lies before the day on which the task is due');
  requireNear('body.repeats.until', repeats.until, aheadOf(place, now), { yearsBack: 100, yearsAhead: yearsAhead(place).until });
}

export const noSuchTask = (): DomainError => new DomainError('not-found', 'no-such-task');

/** Somebody else changed it since it was seen. */
export const taskChanged = (): DomainError => new DomainError('stale', 'task-changed');
