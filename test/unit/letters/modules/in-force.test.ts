import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastDay, mostAhead, versionInForce, withPeriod, type Period } from '../../../../shared/letters/modules/in-force.ts';

const period = (version: number, from: string, more: Partial<Period> = {}): Period => ({ version, from, ...more });

describe('the version in force', () => {
  it.each<[string, Period[], string, number | undefined]>([
    ['is none before anything was approved', [], '2026-03-15', undefined],
    ['is none before its first day', [period(1, '2026-03-16')], '2026-03-15', undefined],
    ['is one from its first day on', [period(1, '2026-03-15')], '2026-03-15', 1],
    ['and on its last', [period(1, '2026-03-01', { to: '2026-03-15' })], '2026-03-15', 1],
    ['but not after it', [period(1, '2026-03-01', { to: '2026-03-14' })], '2026-03-15', undefined],
    ['is the one whose turn came last', [period(1, '2026-01-01'), period(2, '2026-03-01')], '2026-03-15', 2],
    ['of two that begin together the later one', [period(2, '2026-03-01'), period(1, '2026-03-01')], '2026-03-15', 2],
    ['whichever was approved first', [period(2, '2026-01-01'), period(1, '2026-03-01')], '2026-03-15', 1],
    ['is none once it was withdrawn', [period(1, '2026-03-01', { withdrawnOn: '2026-03-15' })], '2026-03-15', undefined],
    ['also on its first day', [period(1, '2026-01-01'), period(2, '2026-03-15', { withdrawnOn: '2026-03-15' })], '2026-03-15', undefined],
    [
      'what a withdrawn one replaced does not come back',
      [period(1, '2026-01-01'), period(2, '2026-03-01', { withdrawnOn: '2026-03-10' })],
      '2026-03-15',
      undefined,
    ],
    ['what an ended one replaced neither', [period(1, '2026-01-01'), period(2, '2026-03-01', { to: '2026-03-10' })], '2026-03-15', undefined],
    ['one withdrawn before its first day replaces nothing', [period(1, '2026-01-01'), period(2, '2026-03-10', { withdrawnOn: '2026-03-09' })], '2026-03-15', 1],
  ])('%s', (_, periods, on, version) => {
    expect(versionInForce(periods, on)).toBe(version);
  });
});

const day = fc.integer({ min: 0, max: 40 }).map((days) => new Date(Date.UTC(2026, 2, 1 + days)).toISOString().slice(0, 10));
const step = fc.record({ from: day, length: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }), at: day, withdraws: fc.boolean() });

describe('what is kept of periods', () => {
  it('says for every day from then on what all of them say, whatever was done in which order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let [all, kept]: [Period[], Period[]] = [[], []];
        for (const [index, { from, length, at, withdraws }] of steps.toSorted((one, other) => (one.at < other.at ? -1 : 1)).entries()) {
          const before = all.findLast(({ withdrawnOn }) => withdrawnOn === undefined);
          const to = length === undefined ? undefined : new Date(Date.parse(from) + length * 86_400_000).toISOString().slice(0, 10);
          const changed: Period =
            withdraws && before
              ? { ...before, withdrawnOn: at }
              : period(index + 1, from < at ? at : from, to !== undefined && to >= at && to >= from ? { to } : {});
          all = [...all.filter(({ version }) => version !== changed.version), changed];
          kept = withPeriod(kept, changed, at);
          for (let days = 0; days < 70; days += 1) {
            const on = new Date(Date.parse(at) + days * 86_400_000).toISOString().slice(0, 10);
            expect(versionInForce(kept, on)).toBe(versionInForce(all, on));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is no more than somebody can plan', () => {
    const ahead = Array.from({ length: mostAhead }, (_, index) => period(index + 2, `2027-01-${String(index + 1).padStart(2, '0')}`));
    const kept = ahead.reduce((periods, next) => withPeriod(periods, next, '2026-03-15'), withPeriod([], period(1, '2026-03-15'), '2026-03-15'));
    expect(kept).toHaveLength(mostAhead + 1);
    expect(() => withPeriod(kept, period(99, '2027-02-01'), '2026-03-15')).toThrow('too-many-ahead');
  });

  it.each<[Period[], string | undefined]>([
    [[], undefined],
    [[period(1, '2026-01-01')], undefined],
    [[period(1, '2026-01-01', { to: '2026-12-31' })], '2026-12-31'],
    [[period(1, '2026-01-01', { to: '2026-12-31', withdrawnOn: '2026-03-15' })], '2026-03-15'],
    [[period(1, '2026-01-01', { to: '2026-12-31' }), period(2, '2027-01-01')], undefined],
  ])('%j end on %s', (periods, on) => {
    expect(lastDay(periods)).toBe(on);
  });
});
