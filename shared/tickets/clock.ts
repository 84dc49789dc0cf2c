import { afterBusinessMinutes, businessMinutesBetween } from '../business-time/business-time.ts';
import type { OfficeHours } from '../business-time/office-hours.ts';
import { escalationOf, targetOf } from './kinds/kinds.ts';
import { Priority } from './priority.ts';
import { clockNames, type ClockName, type EscalationStep } from './service-levels.ts';
import type { Ticket } from './ticket.ts';

/**
 * What a case has promised: stored, so that what a customer was told stays, whatever becomes of targets and hours. Minutes are those in which the house
 * works. All moments follow from the rest.
 */
export interface TicketClock {
  /** Since when they run: since the case was opened, or reopened, or first had a clock. */
  readonly from: string;
  /** Absent where nobody knows whether there was an answer before. */
  readonly answerMinutes?: number | undefined;
  readonly resolveMinutes: number;
  /** So many it has waited for somebody by now, who was not of the house. */
  readonly pausedMinutes: number;
  readonly firstAnswerBy?: string | undefined;
  readonly resolveBy: string;
  /** When something is to happen next; absent where nothing is. */
  readonly next?: string | undefined;
  /** Which steps have been taken, by their names. */
  readonly taken: string[];
}

/** The name of a step, by which a case knows it. */
export const nameOfStep = ({ of, atPercent }: EscalationStep): string => `${of}-${atPercent}`;

/** By when a case is to be closed; `undefined` where it was never said, or is closed. */
export const resolveBy = ({ clock, status }: Pick<Ticket, 'clock' | 'status'>): string | undefined => (status === 'closed' ? undefined : clock?.resolveBy);

/** By when the customer is to have a first answer; `undefined` likewise, and where there was one. */
export const firstAnswerBy = ({ clock, status, answeredAt }: Pick<Ticket, 'clock' | 'status' | 'answeredAt'>): string | undefined =>
  status === 'closed' || answeredAt !== undefined ? undefined : clock?.firstAnswerBy;

/** Which of its clocks have run out, as far as somebody was told. A case that is closed is late no more. */
export function overdue({ clock, matter, status, answeredAt }: Pick<Ticket, 'clock' | 'matter' | 'status' | 'answeredAt'>): ClockName[] {
  if (!clock || status === 'closed') return [];
  const late = escalationOf(matter).filter((step) => step.atPercent >= 100 && clock.taken.includes(nameOfStep(step)));
  return clockNames.filter((name) => late.some(({ of }) => of === name) && !(name === 'first-answer' && answeredAt !== undefined));
}

/** A new case with its clocks. */
export const started = (ticket: Ticket, now: Date, hours: OfficeHours): Ticket => ({ ...ticket, clock: clockFrom(ticket, now, hours) });

/**
 * A case after a change, with what that means for its clocks: time in which it waited is added to its resolution, another priority has other targets, and
 * a case that is reopened starts anew. What is promised stays but for that. One of before there were clocks has one from its next change on, for its
 * resolution only: nobody knows whether it was answered.
 * @param before as it was read; its version does not matter
 */
export function timed(before: Ticket, after: Ticket, now: Date, hours: OfficeHours): Ticket {
  if (after.status === 'closed') return after;
  if (before.status === 'closed') return { ...after, answeredAt: undefined, clock: clockFrom(after, now, hours) };
  const waited = endedWait(before, after, now, hours);
  if (!before.clock) return { ...after, clock: next({ ...clockFrom(after, now, hours), answerMinutes: undefined, firstAnswerBy: undefined }, after, hours) };
  const reprioritised = priorityOf(before) !== priorityOf(after);
  if (waited === 0 && !reprioritised) return { ...after, clock: next(before.clock, after, hours) };
  const target = reprioritised ? minutesOf(after) : before.clock;
  const answerMinutes = before.clock.answerMinutes === undefined ? undefined : target.answerMinutes;
  const anew = promised({ ...before.clock, answerMinutes, resolveMinutes: target.resolveMinutes, pausedMinutes: before.clock.pausedMinutes + waited }, hours);
  // A pause moves the end, and not by when there is an answer.
  const clock = reprioritised ? anew : { ...anew, firstAnswerBy: before.clock.firstAnswerBy };
  return { ...after, clock: next(stillTaken(clock, after, now, hours), after, hours) };
}

/** What is to happen on a case by now, and how it is when that has happened; `undefined` where nothing is. */
export interface Escalation {
  /** Of the steps that are due the last one, of those that tell the team if there are any: several that come late are told of once. */
  readonly step: EscalationStep;
  readonly after: Ticket;
  /** To which its priority is raised, if it is. */
  readonly raisedTo?: Priority | undefined;
}

/**
 * What is due on a case. Its priority is raised without other targets: what was promised has not been kept, and an earlier promise would help nobody.
 * Nothing happens on one that is closed, or restricted.
 */
export function escalation(ticket: Ticket, now: Date, hours: OfficeHours): Escalation | undefined {
  const { clock } = ticket;
  if (!clock || ticket.status === 'closed' || ticket.restricted) return undefined;
  const due = ahead(clock, ticket, hours).filter(({ at }) => at <= now);
  // The team hears of all that its clerk would.
  const told = due.findLast(({ step }) => step.tells === 'team') ?? due.at(-1);
  if (!told) return undefined;
  const raisedTo = due.some(({ step }) => step.raisesPriority) ? oneHigher(priorityOf(ticket)) : undefined;
  const taken = [...clock.taken, ...due.map(({ step }) => nameOfStep(step))];
  const after = { ...ticket, ...(raisedTo && { priority: raisedTo }), version: ticket.version + 1 };
  return { step: told.step, after: { ...after, clock: next({ ...clock, taken }, ticket, hours) }, ...(raisedTo && { raisedTo }) };
}

/** A case with the moment at which something is to happen next as it is now: answered since, there may be another, or none. */
export const asItStands = (ticket: Ticket, hours: OfficeHours): Ticket => ({ ...ticket, clock: ticket.clock && next(ticket.clock, ticket, hours) });

const priorityOf = ({ priority = 'normal' }: Ticket): Priority => priority;

function oneHigher(priority: Priority): Priority | undefined {
  return Priority.options[Priority.options.indexOf(priority) - 1];
}

function minutesOf(ticket: Ticket) {
  const { firstAnswerHours, resolutionHours } = targetOf(ticket.matter, priorityOf(ticket));
  return { answerMinutes: firstAnswerHours * 60, resolveMinutes: resolutionHours * 60 };
}

function clockFrom(ticket: Ticket, now: Date, hours: OfficeHours): TicketClock {
  const clock = promised({ from: now.toISOString(), ...minutesOf(ticket), pausedMinutes: 0, taken: [] }, hours);
  return next(clock, { ...ticket, answeredAt: undefined }, hours);
}

/** So many whole minutes of its waiting have come to an end by a change. */
function endedWait({ waitingSince }: Ticket, after: Ticket, now: Date, hours: OfficeHours): number {
  if (waitingSince === undefined || waitingSince === after.waitingSince) return 0;
  // Not more than have passed: no step that has been taken lies ahead again.
  return Math.floor(businessMinutesBetween(hours, new Date(waitingSince), now));
}

/** Its moments, from what they follow from. */
function promised(clock: Omit<TicketClock, 'firstAnswerBy' | 'resolveBy' | 'next'>, hours: OfficeHours): TicketClock {
  return {
    ...clock,
    firstAnswerBy: clock.answerMinutes === undefined ? undefined : momentOf(clock, 'first-answer', 100, hours)!.toISOString(),
    resolveBy: momentOf(clock, 'resolution', 100, hours)!.toISOString(),
  };
}

/** When so much of a clock's time has run. The time in which the case waited lies before all that is still ahead. */
function momentOf(
  { from, answerMinutes, resolveMinutes, pausedMinutes }: Pick<TicketClock, 'from' | 'answerMinutes' | 'resolveMinutes' | 'pausedMinutes'>,
  of: ClockName,
  percent: number,
  hours: OfficeHours,
): Date | undefined {
  const target = of === 'first-answer' ? answerMinutes : resolveMinutes;
  if (target === undefined) return undefined;
  return afterBusinessMinutes(hours, new Date(from), (target * percent) / 100 + (of === 'resolution' ? pausedMinutes : 0));
}

interface StepAt {
  readonly step: EscalationStep;
  readonly at: Date;
}

/** The steps of a case that have not been taken, in the order of their moments. While it waits its resolution stands still, and once answered nobody asks for a first answer. */
function ahead(clock: TicketClock, { matter, status, answeredAt }: Ticket, hours: OfficeHours): StepAt[] {
  const runs = (name: ClockName): boolean => (name === 'resolution' ? status !== 'waiting' : answeredAt === undefined);
  return escalationOf(matter)
    .filter((step) => runs(step.of) && !clock.taken.includes(nameOfStep(step)))
    .map((step) => ({ step, at: momentOf(clock, step.of, step.atPercent, hours) }))
    .filter((one): one is StepAt => one.at !== undefined)
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

/** With the moment of the step that is the next. */
const next = (clock: TicketClock, ticket: Ticket, hours: OfficeHours): TicketClock => ({ ...clock, next: ahead(clock, ticket, hours)[0]?.at.toISOString() });

/** A step that has been put off is taken again when its time comes. */
function stillTaken(clock: TicketClock, { matter }: Ticket, now: Date, hours: OfficeHours): TicketClock {
  const behind = escalationOf(matter).filter(({ of, atPercent }) => {
    const at = momentOf(clock, of, atPercent, hours);
    return at !== undefined && at <= now;
  });
  const names = new Set(behind.map(nameOfStep));
  return { ...clock, taken: clock.taken.filter((name) => names.has(name)) };
}
