import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, firstDayAfter, type Day } from '../../../shared/personal-data/calendar.ts';
import {
  deletionClasses,
  deletionRules,
  endOf,
  endOfUse,
  sectors,
  termsOf,
  type DeletionClass,
  type DeletionRule,
  type End,
  type Sector,
  type StartPoint,
  type StartPoints,
  type Term,
} from '../../../shared/personal-data/deletion-rules.ts';
import { berlinDay, dayNumber, dayText, lastDay, yearsLastDay } from './civil-day.ts';

const today = '2026-06-01';
const end = (sector: Sector, cls: DeletionClass, points: StartPoints, on: Day = today) => endOf(deletionRules(sector)[cls], points, on);

describe('worked examples of the deletion concept', () => {
  const table: [string, Sector, DeletionClass, StartPoints, string][] = [
    ['notes of a case closed on 2026-03-15', 'general', 'case-notes', { recorded: '2026-03-14', 'case-closed': '2026-03-15' }, '2030-04-01'],
    ['notes of a case closed on the last day of a year', 'general', 'case-notes', { recorded: '2026-03-14', 'case-closed': '2026-12-31' }, '2030-04-01'],
    ['notes of a case closed on the first day of the next', 'general', 'case-notes', { recorded: '2026-03-14', 'case-closed': '2027-01-01' }, '2031-04-01'],
    ['a message sent in 2026', 'general', 'business-letter', { sent: '2026-07-01' }, '2033-01-01'],
    ['an insurer’s voucher of 2026', 'insurer', 'voucher', { recorded: '2026-03-20' }, '2037-01-01'],
    ['anybody else’s voucher of 2026', 'general', 'voucher', { recorded: '2026-03-20' }, '2035-01-01'],
    ['a letter of 2026, contract ended long ago', 'general', 'letter-centre', { sent: '2026-03-20', 'relationship-ended': '2026-04-01' }, '2033-01-01'],
    ['a letter of 2026, contract ended in 2040', 'general', 'letter-centre', { sent: '2026-03-20', 'relationship-ended': '2040-08-31' }, '2041-03-01'],
    ['the IP address of a report', 'general', 'login-ip', { recorded: '2026-03-14' }, '2026-04-14'],
    ['the time of a login', 'general', 'login-time', { recorded: '2026-03-14' }, '2026-06-13'],
    ['a draft, last changed on that day', 'general', 'draft', { recorded: '2026-03-14' }, '2026-04-14'],
    ['a notification', 'general', 'notification', { recorded: '2026-03-14' }, '2026-06-13'],
    ['an event', 'general', 'event', { recorded: '2026-03-14' }, '2026-04-14'],
    ['an idempotency marker', 'general', 'idempotency', { recorded: '2026-03-14' }, '2026-03-16'],
    ['an entry of the deletion log', 'general', 'deletion-log', { recorded: '2028-02-29' }, '2031-03-01'],
    ['a rights request answered in 2026', 'general', 'rights-request', { recorded: '2026-03-01', answered: '2026-03-20' }, '2030-01-01'],
    ['a login after the contract', 'general', 'login-account', { 'relationship-ended': '2026-08-31' }, '2027-03-01'],
    ['master data after the contract', 'general', 'customer-master-data', { 'relationship-ended': '2026-08-31' }, '2030-04-01'],
    ['feedback on a letter', 'insurer', 'letter-feedback', { recorded: '2026-03-14' }, '2027-03-15'],
    ['a topic that has been out of use since 2026-03-14', 'general', 'topic', { recorded: '2024-01-01', 'last-effect': '2026-03-14' }, '2027-03-15'],
    ['a text that has been out of use since 2026-03-14', 'general', 'text-module', { recorded: '2024-01-01', 'last-effect': '2026-03-14' }, '2027-03-15'],
    [
      'a letter module that nothing has been written from since 2026-03-14',
      'general',
      'letter-module',
      { recorded: '2024-01-01', 'last-effect': '2026-03-14' },
      '2033-01-01',
    ],
    ['a rule that has been out of use since 2026-03-14', 'general', 'rule', { recorded: '2024-01-01', 'last-effect': '2026-03-14' }, '2031-04-01'],
    ['somebody who left', 'general', 'staff-account', { 'staff-left': '2026-03-31' }, '2026-10-01'],
    ['notes of a health fund’s closed case', 'health-fund', 'case-notes', { recorded: '2026-03-14', 'case-closed': '2026-03-15' }, '2031-04-01'],
    ['a message of a health fund', 'health-fund', 'business-letter', { sent: '2026-07-01' }, '2033-01-01'],
    ['a health fund’s voucher of 2026', 'health-fund', 'voucher', { recorded: '2026-03-20' }, '2033-01-01'],
    ['a health fund’s letter, insured until 2026', 'health-fund', 'letter-centre', { sent: '2026-03-20', 'relationship-ended': '2026-04-01' }, '2033-01-01'],
    ['a health fund’s letter, insured until 2034', 'health-fund', 'letter-centre', { sent: '2026-03-20', 'relationship-ended': '2034-08-31' }, '2035-03-01'],
    ['a health fund’s letter, insured until 2040', 'health-fund', 'letter-centre', { sent: '2026-03-20', 'relationship-ended': '2040-08-31' }, '2037-01-01'],
    ['a health fund’s master data', 'health-fund', 'customer-master-data', { 'relationship-ended': '2026-08-31' }, '2031-04-01'],
    ['the ledger after the last effect', 'general', 'privacy-ledger', { 'last-effect': '2026-03-14' }, '2026-04-29'],
  ];
  it.each(table)('%s', (_, sector, cls, points, on) => {
    expect(end(sector, cls, points)).toEqual({ on, final: true });
  });

  it('counts the year in which it is in Berlin', () => {
    const sent = dayOf(new Date('2026-12-31T23:30:00Z'));
    expect(end('general', 'business-letter', { sent })).toEqual({ on: '2034-01-01', final: true });
  });
});

describe('the rules', () => {
  it.each([
    ['insurer', ['voucher']],
    [
      'health-fund',
      ['case-notes', 'case-notes-ten-years', 'case-notes-thirty-years', 'case-tasks', 'business-letter', 'voucher', 'letter-centre', 'customer-master-data'],
    ],
  ] as const)('of the sector %s differ from the general ones in %j only', (sector, classes) => {
    const [general, its] = [deletionRules('general'), deletionRules(sector)];
    expect(Object.keys(its)).toEqual(Object.keys(general));
    expect(deletionClasses.filter((cls) => JSON.stringify(general[cls]) !== JSON.stringify(its[cls]))).toEqual(classes);
  });

  it('of a health fund rest on no commercial or tax law, and on civil law for claims that have passed to it', () => {
    const rules = deletionRules('health-fund');
    const sources = deletionClasses.flatMap((cls) => [...termsOf(rules[cls]), ...(rules[cls].maximum ? [rules[cls].maximum] : [])].map(({ source }) => source));
    expect(sources.filter((source) => /HGB|AO §/.test(source) || (source.includes('BGB') && !source.startsWith('SGB X § 116')))).toEqual([]);
  });

  it.each(deletionClasses)('%s names its source, and something is left of it when an erasure has waived what it can', (cls) => {
    for (const sector of sectors) {
      const rule: DeletionRule = deletionRules(sector)[cls];
      expect(rule.title).not.toBe('');
      expect(
        termsOf(rule)
          .map((term) => term.source)
          .filter((source) => source.trim() === ''),
      ).toEqual([]);
      expect(rule.terms.filter((term) => term !== rule.use).length).toBeGreaterThan(0);
      // Two kinds of period in one would depend on the order of adding.
      for (const { period } of [...termsOf(rule), ...(rule.maximum ? [rule.maximum] : [])])
        expect(period.days === undefined || (period.years === undefined && period.months === undefined)).toBe(true);
    }
  });
});

const days = fc.integer({ min: dayNumber('2015-01-01'), max: dayNumber('2075-12-31') }).map(dayText);
const startPoints: readonly StartPoint[] = ['recorded', 'sent', 'case-closed', 'relationship-ended', 'answered', 'staff-left', 'last-effect'];
const anyRule = fc
  .record({ sector: fc.constantFrom(...sectors), cls: fc.constantFrom(...deletionClasses) })
  .map(({ sector, cls }): DeletionRule => deletionRules(sector)[cls]);
const somePoints = fc.record(Object.fromEntries(startPoints.map((point) => [point, days])), { requiredKeys: [] }) as fc.Arbitrary<StartPoints>;
const runs = { numRuns: 10_000 };
const fewer = { numRuns: 1_000 };

/** Every start point a rule asks for, each moved or set by `change`. */
const complete = (rule: DeletionRule, points: StartPoints, change: (point: StartPoint) => Day): StartPoints =>
  Object.fromEntries(termsOf(rule).map(({ start }) => [start, points[start] ?? change(start)]));

/** The end of a term by the tests' own calendar. */
function byHand({ start, period, fromYearEnd }: Term, points: StartPoints, day: Day): Day {
  const from = points[start] ?? day;
  const last = fromYearEnd ? lastDay(`${yearsLastDay(from).slice(0, 4)}-12-01`, period).slice(0, 7) : lastDay(from, period);
  return fromYearEnd ? lastDay(`${last}-01`, { months: 1 }) : dayText(dayNumber(last) + 1);
}

/** An end, or the maximum of the rule where that comes first. */
function cappedByHand({ maximum }: DeletionRule, uncapped: End, points: StartPoints, day: Day): End {
  const on = maximum && byHand(maximum, points, day);
  return on !== undefined && on <= uncapped.on ? { on, final: points[maximum!.start] !== undefined } : uncapped;
}

describe('when data of a class ends', () => {
  it('is the latest end of its terms, or the maximum before that, by a calendar of its own', () => {
    fc.assert(
      fc.property(anyRule, days, somePoints, (rule, day, points) => {
        const known = complete(rule, points, () => day);
        const ends = termsOf(rule).map((term) => byHand(term, known, day));
        const latest = cappedByHand(rule, { on: ends.toSorted().at(-1)!, final: true }, known, day);
        const { on, final } = endOf(rule, known, day);
        return on === latest.on && final;
      }),
      runs,
    );
  });

  it('is never early: an unfinished item is asked for no later than any start point could make it end', () => {
    fc.assert(
      fc.property(anyRule, days, somePoints, fc.nat(10_000), (rule, day, points, later) => {
        const { recorded: _, ...open } = points;
        const soFar = endOf(rule, open, day);
        const finished = endOf(
          rule,
          complete(rule, open, () => dayText(dayNumber(day) + later)),
          day,
        );
        // And it is as late as it can be said today.
        return (
          soFar.on <= finished.on &&
          endOf(
            rule,
            complete(rule, open, () => day),
            day,
          ).on === soFar.on
        );
      }),
      runs,
    );
  });

  it('moves on by itself: asked on the day it named, an unfinished item names a later one', () => {
    fc.assert(
      fc.property(anyRule, days, (rule, day) => {
        const first = endOf(rule, {}, day);
        return !first.final && first.on > day && endOf(rule, {}, first.on).on > first.on;
      }),
      fewer,
    );
  });

  it('is no earlier for a later start point or a later today', () => {
    fc.assert(
      fc.property(anyRule, days, somePoints, fc.nat(4_000), fc.constantFrom(...startPoints), (rule, day, points, by, point) => {
        const moved = points[point] === undefined ? points : { ...points, [point]: dayText(dayNumber(points[point]) + by) };
        const { on } = endOf(rule, points, day);
        return on <= endOf(rule, moved, day).on && on <= endOf(rule, points, dayText(dayNumber(day) + by)).on;
      }),
      fewer,
    );
  });

  it('is final exactly when every start point is known, or ceiling or maximum have been reached', () => {
    fc.assert(
      fc.property(anyRule, days, somePoints, (rule, day, points) => {
        const { on, final } = endOf(rule, points, day);
        const known = termsOf(rule).every(({ start }) => points[start] !== undefined);
        const ceiling = rule.ceiling && points.recorded && firstDayAfter(points.recorded, rule.ceiling, false);
        const maximum = rule.maximum && points[rule.maximum.start] && byHand(rule.maximum, points, day);
        return final === (known || on === ceiling || on === maximum);
      }),
      fewer,
    );
  });

  it('lies under the ceiling, whatever never happens', () => {
    for (const cls of ['case-notes'] as const) {
      const rule: DeletionRule = deletionRules('general')[cls];
      fc.assert(
        fc.property(days, fc.nat(30_000), (recorded, age) => {
          const on = dayText(dayNumber(recorded) + age);
          const ceiling = dayText(dayNumber(lastDay(recorded, rule.ceiling!)) + 1);
          const ends = endOf(rule, { recorded }, on);
          return on < ceiling ? ends.on <= ceiling : ends.on === ceiling && ends.final;
        }),
      );
    }
  });

  it('reaches the ceiling in the end: an item that nobody finishes does not move on for ever', () => {
    const rule: DeletionRule = deletionRules('general')['case-notes'];
    let day = '2026-03-15';
    let steps = 0;
    for (let ends = endOf(rule, { recorded: day }, day); !ends.final; ends = endOf(rule, { recorded: '2026-03-15' }, day), steps++) day = ends.on;
    expect(endOf(rule, { recorded: '2026-03-15' }, day)).toEqual({ on: '2056-03-16', final: true });
    expect(steps).toBeLessThan(12);
  });

  it('is not later with an erasure than without, and drops only what serves the person', () => {
    fc.assert(
      fc.property(anyRule, days, somePoints, (rule, day, points) => {
        const erased = endOf(rule, points, day, { lawOnly: true });
        const kept = endOf(rule, points, day);
        return rule.use ? erased.on <= kept.on : erased.on === kept.on && erased.final === kept.final;
      }),
    );
    const points = { sent: '2026-03-20' };
    expect(endOf(deletionRules('general')['letter-centre'], points, '2032-12-01', { lawOnly: true })).toEqual({ on: '2033-01-01', final: true });
    expect(endOf(deletionRules('general')['letter-centre'], points, '2032-12-01')).toEqual({ on: '2033-06-02', final: false });
  });

  it('is the same for an event at any hour of a day in Berlin', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }), (at) => {
        const { on } = end('general', 'business-letter', { sent: dayOf(at) });
        return on === `${Number(berlinDay(at.getTime()).slice(0, 4)) + 7}-01-01`;
      }),
      fewer,
    );
  });
});

const someEnd: fc.Arbitrary<End> = fc.record({ on: days, final: fc.boolean() });

const rulesOfClass = (cls: DeletionClass): DeletionRule => deletionRules('general')[cls];

describe('what hangs on a case', () => {
  const withCase = deletionClasses.filter((cls) => rulesOfClass(cls).withCase);

  it('is correspondence, tasks, vouchers and letters', () => {
    expect(withCase.toSorted()).toEqual(['business-letter', 'case-tasks', 'letter-centre', 'voucher']);
  });

  it('does not end before the case does, unless a maximum comes first; in every other class the case decides nothing', () => {
    fc.assert(
      fc.property(anyRule, days, somePoints, fc.option(someEnd, { nil: undefined }), fc.boolean(), (rule, day, points, caseEnd, lawOnly) => {
        const alone = endOf(rule, points, day, { lawOnly });
        const together = endOf(rule, points, day, { lawOnly, caseEnd });
        if (!rule.withCase || !caseEnd) expect(together).toEqual(alone);
        else {
          const ends = termsOf(rule).filter((term) => !lawOnly || term !== rule.use);
          const own = ends
            .map((term) => byHand(term, points, day))
            .toSorted()
            .at(-1)!;
          const final = caseEnd.final && ends.every(({ start }) => points[start] !== undefined);
          expect(together).toEqual(cappedByHand(rule, { on: own > caseEnd.on ? own : caseEnd.on, final }, points, day));
        }
      }),
      fewer,
    );
  });

  it.each([
    // Sent in 2026: six years from the end of that year. The case that was closed in 2031 is kept until 2035-04-01.
    ['the case ended long before', '2030-04-01', { on: '2033-01-01', final: true }],
    ['the case ends on the same day', '2033-01-01', { on: '2033-01-01', final: true }],
    ['the case ends a day later', '2033-01-02', { on: '2033-01-02', final: true }],
    ['the case ends years later', '2035-04-01', { on: '2035-04-01', final: true }],
  ])('ends with the later of both: %s', (_, on, expected) => {
    expect(endOf(deletionRules('general')['business-letter'], { sent: '2026-07-01' }, today, { caseEnd: { on, final: true } })).toEqual(expected);
  });

  it('waits for an open case, however long ago it was sent', () => {
    const caseEnd: End = { on: '2037-04-01', final: false };
    expect(endOf(deletionRules('general')['business-letter'], { sent: '2026-07-01' }, '2034-01-01', { caseEnd })).toEqual(caseEnd);
  });
});

describe('ten years at most, in a health fund', () => {
  const rules = deletionRules('health-fund');
  const ofCases = deletionClasses.filter((cls) => rules[cls].withCase);
  const tenYearsAfter = (day: Day): Day => `${Number(day.slice(0, 4)) + 11}-01-01`;

  it('bound everything that hangs on a case: from the end of the year in which it was sent or paid', () => {
    expect(ofCases.map((cls) => [cls, rules[cls].maximum?.start])).toEqual([
      ['case-tasks', 'recorded'],
      ['business-letter', 'sent'],
      ['voucher', 'recorded'],
      ['letter-centre', 'sent'],
    ]);
  });

  it('end it whatever else would keep it: a case, the letter centre, both', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ofCases), days, days, somePoints, fc.option(someEnd, { nil: undefined }), (cls, began, day, points, caseEnd) => {
        const { on } = endOf(rules[cls], { ...points, recorded: began, sent: began }, day, { caseEnd });
        return on <= tenYearsAfter(began);
      }),
      fewer,
    );
  });

  it.each([
    ['goes after its six years', '2031-04-01', '2033-01-01'],
    ['stays with its case', '2036-04-01', '2036-04-01'],
    ['does not wait for it any longer than ten years', '2039-04-01', '2037-01-01'],
  ])('a payout of 2026 %s', (_, caseEndsOn, on) => {
    expect(endOf(rules.voucher, { recorded: '2026-03-20' }, today, { caseEnd: { on: caseEndsOn, final: true } })).toEqual({ on, final: true });
  });

  it('are no period of their own: nothing is kept ten years that nobody needs so long', () => {
    const own = (cls: DeletionClass) => (cls === 'case-tasks' ? '2031-04-01' : '2033-01-01');
    for (const cls of ofCases) expect(endOf(rules[cls], { recorded: '2026-03-20', sent: '2026-03-20' }, today, { lawOnly: true }).on).toBe(own(cls));
  });

  it('do not bind insurers, whose duty is ten years', () => {
    const caseEnd: End = { on: '2039-04-01', final: true };
    expect(endOf(deletionRules('insurer').voucher, { recorded: '2026-03-20' }, today, { caseEnd })).toEqual(caseEnd);
  });
});

describe('the end of use', () => {
  const use = (cls: DeletionClass, points: StartPoints, caseEnd?: End) => endOfUse(deletionRules('general')[cls], points, today, caseEnd);

  it('of a letter is half a year after the relationship, whatever becomes of its case', () => {
    const letter = { sent: '2026-03-20', 'relationship-ended': '2026-08-31' } as const;
    expect(use('letter-centre', letter)).toEqual({ on: '2027-03-01', final: true });
    expect(use('letter-centre', letter, { on: '2040-01-01', final: false })).toEqual({ on: '2027-03-01', final: true });
    expect(use('letter-centre', { sent: '2026-03-20' })).toEqual({ on: '2026-12-02', final: false });
  });

  it('of correspondence and vouchers is the end of their case: now, where that is gone', () => {
    const caseEnd: End = { on: '2030-04-01', final: true };
    for (const cls of ['business-letter', 'voucher'] as const) {
      expect(use(cls, { sent: '2026-03-20', recorded: '2026-03-20' }, caseEnd)).toEqual(caseEnd);
      expect(use(cls, { sent: '2026-03-20', recorded: '2026-03-20' })).toEqual({ on: today, final: true });
    }
  });

  it('is not told apart from the end where nothing but one purpose keeps the data', () => {
    const told = deletionClasses.filter((cls) => use(cls, {}) !== undefined);
    expect(told.toSorted()).toEqual(['business-letter', 'case-tasks', 'letter-centre', 'voucher']);
  });

  it('is never later than the end, so that what is kept for the law only has something to be kept for', () => {
    fc.assert(
      fc.property(anyRule, days, somePoints, someEnd, (rule, day, points, caseEnd) => {
        const ended = endOfUse(rule, points, day, caseEnd);
        return ended === undefined || ended.on <= endOf(rule, points, day, { caseEnd }).on;
      }),
      fewer,
    );
  });
});
