import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  handsOver,
  isAbsent,
  mostAbsences,
  nextHandOver,
  nextHandOverAfter,
  stillAhead,
  withAbsence,
  withoutAbsence,
  type Absence,
} from '../../../shared/staff/absence.ts';
import { addDays, dayOf, startOf } from '../../../shared/personal-data/calendar.ts';
import { berlinMidnight } from '../personal-data/civil-day.ts';

/** Half past nine in Berlin. */
const now = new Date('2026-03-15T08:30:00.000Z');
const of = (from: string, to: string, id = `abs_${from}`): Absence => ({ id, from, to });
const midnight = (day: string) => new Date(berlinMidnight(day));

describe('an absence', () => {
  it.each<[string, string, boolean]>([
    ['the day before', '2026-03-09', false],
    ['its first day', '2026-03-10', true],
    ['its last day', '2026-03-12', true],
    ['the day after', '2026-03-13', false],
  ])('on %s', (_which, day, absent) => {
    expect(isAbsent([of('2026-03-10', '2026-03-12')], day)).toBe(absent);
  });

  it.each<[string, Absence[], Absence, object]>([
    ['that ends before it begins', [], of('2026-04-03', '2026-04-02'), { kind: 'invalid', fields: [{ field: 'body.to' }] }],
    ['that is over', [], of('2026-03-10', '2026-03-14'), { kind: 'invalid', fields: [{ field: 'body.to' }] }],
    ['in ten years', [], of('2036-04-01', '2036-04-02'), { kind: 'invalid', fields: [{ field: 'body.from' }] }],
    [
      'that overlaps by a day',
      [of('2026-04-01', '2026-04-05')],
      of('2026-04-05', '2026-04-09'),
      { code: 'absence-overlaps', fields: [{ field: 'body.from' }] },
    ],
    [
      'that is one too many',
      Array.from({ length: mostAbsences }, (_, index) => of(addDays('2026-04-01', index), addDays('2026-04-01', index))),
      of('2026-12-01', '2026-12-01'),
      { code: 'too-many-absences' },
    ],
  ])('%s is refused', (_what, known, added, refusal) => {
    expect(() => withAbsence(known, added, now)).toThrow(
      expect.objectContaining({ ...refusal, ...('fields' in refusal && { fields: [expect.objectContaining((refusal.fields as object[])[0]!)] }) }),
    );
  });

  it('stands among the others in their order, and what is over is forgotten', () => {
    const [over, running, later, added] = [
      of('2026-03-01', '2026-03-14'),
      of('2026-03-15', '2026-03-15'),
      of('2026-08-01', '2026-08-14'),
      of('2026-05-01', '2026-05-02'),
    ];
    expect(withAbsence([over, later, running], added, now)).toEqual([running, added, later]);
    expect(stillAhead([over, running], now)).toEqual([running]);
    expect(withoutAbsence([over, running, later], running.id, now)).toEqual([later]);
    for (const id of [over.id, 'abs_unknown'])
      expect(() => withoutAbsence([over, running], id, now)).toThrow(expect.objectContaining({ code: 'no-such-absence' }));
  });
});

describe('what lies with somebody absent', () => {
  it.each<[string, Absence[], boolean, Date | undefined]>([
    ['nothing planned', [], false, undefined],
    ['a day', [of('2026-03-15', '2026-03-15')], false, undefined],
    ['two days', [of('2026-03-15', '2026-03-16')], false, undefined],
    ['three days, from today', [of('2026-03-15', '2026-03-17')], true, now],
    ['three days, the last of which is today', [of('2026-03-13', '2026-03-15')], true, now],
    ['three days that are over', [of('2026-03-12', '2026-03-14')], false, undefined],
    ['three days, from tomorrow', [of('2026-03-16', '2026-03-18')], false, midnight('2026-03-16')],
    ['three days, behind the change of the clocks', [of('2026-03-30', '2026-04-02')], false, midnight('2026-03-30')],
    [
      'a day now, and long ones later',
      [of('2026-03-15', '2026-03-15'), of('2026-08-03', '2026-08-14'), of('2026-05-04', '2026-05-09')],
      false,
      midnight('2026-05-04'),
    ],
  ])('for %s', (_what, absences, goesToOthers, lookedAt) => {
    expect([handsOver(absences, now), nextHandOver(absences, now)]).toEqual([goesToOthers, lookedAt]);
  });

  it('is looked at once for each absence, whatever the minute', () => {
    const absences = [of('2026-03-20', '2026-03-25'), of('2026-05-04', '2026-05-09')];
    const first = nextHandOver(absences, now)!;
    expect(nextHandOverAfter(absences, first)).toEqual(midnight('2026-05-04'));
    expect(nextHandOverAfter(absences, new Date(first.getTime() + 7 * 60_000))).toEqual(midnight('2026-05-04'));
    expect(nextHandOverAfter(absences, midnight('2026-05-04'))).toBeUndefined();
  });

  it('goes to others at the moment at which it is looked at, and not a moment before', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-03-16', days));
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 30 }), (from, length) => {
        const absences = [of(from, addDays(from, length))];
        const at = nextHandOver(absences, now);
        expect(at !== undefined).toBe(length >= 2);
        if (at) expect([handsOver(absences, at), handsOver(absences, new Date(at.getTime() - 1))]).toEqual([true, false]);
      }),
    );
  });
});

describe('the first moment of a day', () => {
  it('is midnight in Berlin', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), (days) => {
        const day = addDays('2024-01-01', days);
        expect(startOf(day).getTime()).toBe(berlinMidnight(day));
        expect([dayOf(startOf(day)), dayOf(new Date(startOf(day).getTime() - 1))]).toEqual([day, addDays(day, -1)]);
      }),
    );
  });
});
