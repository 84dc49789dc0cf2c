import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cellOn, fewest, ladder, rungFor } from '../../../../shared/privacy/deletion/statistics-ladder.ts';
import { someCase } from './statistics-world.ts';

const steps = ladder.slice(1).map((coarser, index) => ({ finer: ladder[index]!, coarser }));
const periods = ['month', 'quarter', 'year'];

describe('the ladder', () => {
  it('leaves out something with every rung, takes nothing up again, and begins with fewer cases', () => {
    for (const { finer, coarser } of steps) {
      expect(coarser.traits.every((trait) => finer.traits.includes(trait))).toBe(true);
      expect(periods.indexOf(coarser.period)).toBeGreaterThanOrEqual(periods.indexOf(finer.period));
      expect([coarser.period, ...coarser.traits]).not.toEqual([finer.period, ...finer.traits]);
      expect(coarser.from).toBeLessThan(finer.from);
    }
    expect(ladder.at(-1)!.from).toBe(fewest);
  });

  it('never parts on a coarser rung what a finer one has in one cell', () => {
    fc.assert(
      fc.property(someCase, someCase, (one, other) => {
        for (const { finer, coarser } of steps) {
          const together = (rung: typeof finer) => JSON.stringify(cellOn(rung, one)) === JSON.stringify(cellOn(rung, other));
          expect(!together(finer) || together(coarser)).toBe(true);
        }
      }),
    );
  });

  it('is gone up by the number of cases', () => {
    expect([0, fewest - 1].map(rungFor)).toEqual([undefined, undefined]);
    for (const rung of ladder) expect(rungFor(rung.from)).toBe(rung);
    for (const { finer, coarser } of steps) expect(rungFor(finer.from - 1)).toBe(coarser);
    expect(rungFor(1e9)).toBe(ladder[0]);
  });

  it('names period and traits', () => {
    const one = { month: '2026-11', matter: 'theft', region: '5', outcome: 'settled', amount: 'up-to-500', duration: 'longer' };
    expect(ladder.map((rung) => cellOn(rung, one)).map(({ period, traits }) => `${period} ${traits}`)).toEqual([
      '2026-11 matter=theft#outcome=settled#amount=up-to-500#duration=longer#region=5',
      '2026-11 matter=theft#outcome=settled#amount=up-to-500#duration=longer',
      '2026-11 matter=theft#outcome=settled#amount=up-to-500',
      '2026-11 matter=theft#outcome=settled',
      '2026-Q4 matter=theft#outcome=settled',
      '2026 matter=theft#outcome=settled',
      '2026 matter=theft',
    ]);
    const quarters = ['01', '03', '04', '09', '10', '12'].map((month) => cellOn(ladder[4]!, { ...one, month: `2026-${month}` }).period);
    expect(quarters).toEqual(['2026-Q1', '2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2026-Q4']);
  });
});
