import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterBusinessMinutes, businessMinutesBetween } from '../../../shared/business-time/business-time.ts';
import { escalation, firstAnswerBy, nameOfStep, overdue, resolveBy, started, timed, type TicketClock } from '../../../shared/tickets/clock.ts';
import { escalationOf, kindOf, matters, targetOf } from '../../../shared/tickets/kinds/kinds.ts';
import { Priority } from '../../../shared/tickets/priority.ts';
import { clockNames, usualEscalation } from '../../../shared/tickets/service-levels.ts';
import { assigned, chosen, closed, nextLookForClerk, reopened, resumed, returned, waits, type Ticket } from '../../../shared/tickets/ticket.ts';
import { usualHours as hours } from '../business-time/usual-hours.ts';

/** A Monday in March, by clocks in Berlin an hour later. */
const monday = new Date('2026-03-16T09:00:00.000Z');
const at = (text: string) => new Date(`${text}:00.000Z`);
const open = (over: Partial<Ticket> = {}): Ticket =>
  started(
    {
      id: 'tck_1',
      number: '26-7K3M-9QXN',
      customerId: 'cus_1',
      matter: 'question',
      status: 'open',
      priority: 'normal',
      openedAt: monday.toISOString(),
      version: 1,
      ...over,
    },
    monday,
    hours,
  );
const given = (ticket = open()): Ticket => timed(ticket, assigned(ticket, 'agt_1'), monday, hours);

describe('the clocks of a case', () => {
  it('promise a first answer in a working day and an end in ten, usually', () => {
    expect(open().clock).toEqual({
      from: monday.toISOString(),
      answerMinutes: 600,
      resolveMinutes: 6_000,
      pausedMinutes: 0,
      firstAnswerBy: '2026-03-17T09:00:00.000Z',
      // Clocks are put forward in between.
      resolveBy: '2026-03-30T08:00:00.000Z',
      next: '2026-03-16T16:30:00.000Z',
      taken: [],
    });
  });

  it.each(matters)('run for a %s the sooner the more it presses, and have steps with names of their own', (matter) => {
    const targets = Priority.options.map((priority) => targetOf(matter, priority));
    for (const name of ['firstAnswerHours', 'resolutionHours'] as const) {
      expect(targets.map((target) => target[name]).toSorted((a, b) => a - b)).toEqual(targets.map((target) => target[name]));
    }
    expect(targets.every(({ firstAnswerHours, resolutionHours }) => 0 < firstAnswerHours && firstAnswerHours <= resolutionHours)).toBe(true);
    const names = escalationOf(matter).map(nameOfStep);
    expect(new Set(names).size).toBe(names.length);
    expect(clockNames.every((name) => escalationOf(matter).some(({ of, atPercent }) => of === name && atPercent === 100))).toBe(true);
    expect(kindOf(matter).targets?.urgent?.resolutionHours ?? 20).toBeLessThanOrEqual(20);
  });

  it('let what the law gives three weeks take no longer, whatever its priority', () => {
    for (const priority of Priority.options) expect(targetOf('medical-aid', priority).resolutionHours).toBeLessThanOrEqual(15 * 10);
  });

  it('stand still while it waits: that is added to its resolution, and not to its first answer', () => {
    const waiting = timed(given(), waits(given(), 'customer', at('2026-03-16T10:00')), at('2026-03-16T10:00'), hours);
    expect(waiting.clock).toMatchObject({ pausedMinutes: 0, next: '2026-03-16T16:30:00.000Z', resolveBy: given().clock!.resolveBy });
    // Over a night: seven hours until it closes, two of the next morning.
    const goesOn = timed(waiting, resumed(waiting), at('2026-03-17T09:00'), hours);
    expect(goesOn.clock).toMatchObject({ pausedMinutes: 540, firstAnswerBy: waiting.clock!.firstAnswerBy });
    expect(goesOn.clock!.resolveBy).toBe('2026-03-31T07:00:00.000Z');
  });

  it.each([
    ['goes on', (ticket: Ticket) => resumed(ticket)],
    ['waits for somebody else', (ticket: Ticket) => waits(ticket, 'expert', at('2026-03-16T12:00'))],
    ['is given to another clerk', (ticket: Ticket) => assigned(ticket, 'agt_2')],
    ['loses its clerk', (ticket: Ticket) => returned(ticket, at('2026-03-16T12:00'))],
  ])('have stood still until it %s', (_, change) => {
    const waiting = waits(given(), 'customer', at('2026-03-16T10:00'));
    expect(timed(waiting, change(waiting), at('2026-03-16T12:00'), hours).clock!.pausedMinutes).toBe(120);
  });

  it('ask for no more than a first answer while it waits, and for nothing where that was given', () => {
    const waiting = waits({ ...given(), answeredAt: monday.toISOString() }, 'expert', monday);
    expect(timed(given(), waiting, monday, hours).clock!.next).toBeUndefined();
    expect(escalation(timed(given(), waiting, monday, hours), at('2027-03-16T09:00'), hours)).toBeUndefined();
  });

  it('have other targets with another priority, from when they began, with all the time in which it waited', () => {
    const paused = { ...given(), clock: { ...given().clock!, pausedMinutes: 60 } };
    const urgent = timed(paused, chosen(paused, { priority: 'urgent' }), at('2026-03-16T10:00'), hours);
    expect(urgent.clock).toMatchObject({
      answerMinutes: 120,
      resolveMinutes: 1_200,
      pausedMinutes: 60,
      firstAnswerBy: '2026-03-16T11:00:00.000Z',
      resolveBy: '2026-03-18T10:00:00.000Z',
    });
    // Tags are another matter.
    expect(timed(paused, chosen(paused, { tags: ['gutachten'] }), at('2026-03-16T10:00'), hours).clock).toEqual(paused.clock);
  });

  it('start anew where it is reopened', () => {
    const answered = { ...given(), answeredAt: monday.toISOString() };
    const ended = closed({ ...answered, clock: { ...answered.clock!, taken: ['resolution-75'], pausedMinutes: 3 } }, 'answered', monday);
    const again = at('2026-04-13T09:00');
    expect(timed(ended, reopened(ended, 'agt_1', again), again, hours)).toMatchObject({
      answeredAt: undefined,
      clock: { from: again.toISOString(), pausedMinutes: 0, taken: [], firstAnswerBy: '2026-04-14T09:00:00.000Z' },
    });
  });

  it('are as they were once it is closed, and say nothing more', () => {
    const ended = timed(given(), closed(given(), 'answered', monday), monday, hours);
    expect(ended.clock).toEqual(given().clock);
    expect([resolveBy(ended), firstAnswerBy(ended), overdue(ended), escalation(ended, at('2030-03-16T09:00'), hours)]).toEqual([
      undefined,
      undefined,
      [],
      undefined,
    ]);
  });

  it('begin for a case of before with its next change, and only for its end', () => {
    const before: Ticket = { ...given(), clock: undefined };
    expect([resolveBy(before), firstAnswerBy(before), overdue(before), escalation(before, at('2030-03-16T09:00'), hours)]).toEqual([
      undefined,
      undefined,
      [],
      undefined,
    ]);
    const now = at('2026-03-18T09:00');
    const waiting = timed(before, waits(before, 'expert', now), now, hours);
    expect(waiting.clock).toEqual({ from: now.toISOString(), resolveMinutes: 6_000, pausedMinutes: 0, resolveBy: '2026-04-01T08:00:00.000Z', taken: [] });
    expect(timed(waiting, chosen(waiting, { priority: 'low' }), now, hours).clock!.answerMinutes).toBeUndefined();
  });

  it('wake a case that nobody has, should its time run out before a clerk is looked for again', () => {
    const ticket = open();
    const lastLook = new Date(Date.parse(ticket.clock!.next!) - 60_000);
    expect(nextLookForClerk(ticket, lastLook).toISOString()).toBe(ticket.clock!.next);
    expect(nextLookForClerk(ticket, new Date(ticket.clock!.next!)).getTime()).toBe(Date.parse(ticket.clock!.next!) + 30 * 60_000);
  });
});

describe('escalation', () => {
  const after = (ticket: Ticket, name: 'first-answer' | 'resolution', percent: number): Date => {
    const { from, answerMinutes, resolveMinutes, pausedMinutes } = ticket.clock!;
    const minutes = name === 'first-answer' ? (answerMinutes! * percent) / 100 : (resolveMinutes * percent) / 100 + pausedMinutes;
    return afterBusinessMinutes(hours, new Date(from), minutes);
  };

  it('tells the clerk, then the team, then raises the priority, each once', () => {
    let ticket = given();
    const told: string[] = [];
    for (let now = monday; now < at('2026-05-01T00:00'); now = new Date(now.getTime() + 3_600_000)) {
      const due = escalation(ticket, now, hours);
      if (!due) continue;
      told.push(`${nameOfStep(due.step)} ${due.step.tells} ${due.after.priority} ${now.toISOString().slice(0, 10)} v${due.after.version}`);
      expect(escalation(due.after, now, hours)).toBeUndefined();
      ticket = due.after;
    }
    expect(told).toEqual([
      'first-answer-75 clerk normal 2026-03-16 v3',
      'first-answer-100 team normal 2026-03-17 v4',
      'first-answer-200 team high 2026-03-18 v5',
      'resolution-75 clerk high 2026-03-25 v6',
      'resolution-100 team high 2026-03-30 v7',
      'resolution-150 team urgent 2026-04-08 v8',
    ]);
    expect(overdue(ticket)).toEqual(['first-answer', 'resolution']);
    expect(overdue({ ...ticket, answeredAt: monday.toISOString() })).toEqual(['resolution']);
    // What was promised is not promised for another day because it was not kept.
    expect(ticket.clock).toMatchObject({ resolveMinutes: 6_000, resolveBy: given().clock!.resolveBy });
    expect(ticket.clock!.next).toBeUndefined();
  });

  it('tells once of steps that come together, and the team if one of them does', () => {
    const late = escalation(given(), after(given(), 'resolution', 75), hours)!;
    expect(late.step).toEqual({ of: 'first-answer', atPercent: 200, tells: 'team', raisesPriority: true });
    expect(late).toMatchObject({ raisedTo: 'high', after: { priority: 'high' } });
    expect(late.after.clock!.taken).toEqual(['first-answer-75', 'first-answer-100', 'first-answer-200', 'resolution-75']);
  });

  it('raises nothing above urgent, and nothing of what is restricted', () => {
    const urgent = { ...given(), priority: 'urgent' as const };
    expect(escalation(urgent, at('2027-03-16T09:00'), hours)).toMatchObject({ after: { priority: 'urgent' } });
    expect(escalation(urgent, at('2027-03-16T09:00'), hours)!.raisedTo).toBeUndefined();
    expect(escalation({ ...urgent, restricted: true }, at('2027-03-16T09:00'), hours)).toBeUndefined();
  });

  it('takes a step again that a new priority has put off', () => {
    const now = after(given(), 'resolution', 80);
    const warned = escalation({ ...given(), answeredAt: monday.toISOString() }, now, hours)!.after;
    expect(warned.clock!.taken).toEqual(['resolution-75']);
    const low = timed(warned, chosen(warned, { priority: 'low' }), now, hours);
    expect(low.clock).toMatchObject({ taken: [], next: after(low, 'resolution', 75).toISOString() });
  });

  it('never takes a step twice, nor one that is not due, whatever happens of a case', () => {
    const happenings = fc.array(
      fc.tuple(
        fc.constantFrom('wait', 'resume', 'give', 'return', 'priority', 'answer', 'look'),
        fc.integer({ min: 1, max: 3 * 24 * 60 }),
        fc.constantFrom(...Priority.options),
      ),
      { minLength: 5, maxLength: 25 },
    );
    fc.assert(
      fc.property(happenings, (all) => {
        let now = monday;
        let ticket = given();
        let paused = 0;
        const taken = new Map<string, number>();
        for (const [what, minutes, priority] of all) {
          now = new Date(now.getTime() + minutes * 60_000);
          const before = ticket;
          const to = (next: Ticket) => timed(before, next, now, hours);
          if (before.waitingSince && ['wait', 'resume', 'give', 'return'].includes(what))
            paused += businessMinutesBetween(hours, new Date(before.waitingSince), now);
          if (what === 'wait' && before.status !== 'open') ticket = to(waits(before, 'expert', now));
          else if (what === 'resume' && before.status === 'waiting') ticket = to(resumed(before));
          else if (what === 'give') ticket = to(assigned(before, 'agt_1'));
          else if (what === 'return' && before.status !== 'open') ticket = to(returned(before, now));
          else if (what === 'priority' && before.priority !== priority) {
            ticket = to(chosen(before, { priority }));
            // With a new promise all may happen anew.
            taken.clear();
          } else if (what === 'answer') ticket = { ...before, answeredAt: before.answeredAt ?? now.toISOString() };
          const due = escalation(ticket, now, hours);
          for (const name of due ? due.after.clock!.taken.filter((one) => !ticket.clock!.taken.includes(one)) : []) {
            taken.set(name, (taken.get(name) ?? 0) + 1);
            const step = usualEscalation.find((one) => nameOfStep(one) === name)!;
            expect(after(ticket, step.of, step.atPercent).getTime()).toBeLessThanOrEqual(now.getTime());
          }
          if (due) ticket = due.after;
          expect(Math.max(0, ...taken.values())).toBeLessThanOrEqual(1);
          const clock: TicketClock = ticket.clock!;
          expect(Math.abs(clock.pausedMinutes - paused)).toBeLessThanOrEqual(all.length);
          expect(clock.resolveBy).toBe(after(ticket, 'resolution', 100).toISOString());
          // Nothing that is due is slept over.
          if (clock.next !== undefined && ticket.answeredAt === undefined) expect(clock.next > now.toISOString()).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
  });
});
