import { describe, expect, it } from '@jest/globals';
import { storedItems } from '../../../../shared/stored-items.ts';
import { mostTogether } from '../../../../shared/privacy/deletion/ending-cases.ts';
import { cellOn, fewest } from '../../../../shared/privacy/deletion/statistics-ladder.ts';
import { ladder, rungFor } from './case-ladder.ts';

const steps = ladder.slice(1).map((coarser, index) => ({ finer: ladder[index]!, coarser }));

describe('the ladder', () => {
  it('leaves out something with every rung, takes nothing up again, and begins with fewer cases', () => {
    for (const { finer, coarser } of steps) {
      expect(coarser.traits).toEqual(finer.traits.slice(0, -1));
      expect(coarser.from).toBeLessThan(finer.from);
    }
    expect(ladder.at(-1)!.from).toBe(fewest);
  });

  it('begins each rung with three times the cases that would fill all its cells', () => {
    expect(ladder.map(({ from }) => from)).toEqual([5 * 5 * 5 * 33, 5 * 5 * 33, 5 * 33, 11]);
  });

  it('has rungs for as many as end together, some of them of the same people', () => {
    expect(rungFor(0.95 * mostTogether(storedItems))).toBe(ladder[0]);
  });

  it('is gone up by the number of cases', () => {
    expect([0, fewest - 1].map(rungFor)).toEqual([undefined, undefined]);
    for (const rung of ladder) expect(rungFor(rung.from)).toBe(rung);
    for (const { finer, coarser } of steps) expect(rungFor(finer.from - 1)).toBe(coarser);
    expect(rungFor(1e9)).toBe(ladder[0]);
  });

  it('names year and traits', () => {
    const one = { year: '2026', matter: 'theft', outcome: 'settled', amount: 'up-to-500' };
    expect(ladder.map((rung) => Object.values(cellOn(rung, one)).join(' '))).toEqual([
      '2026 matter=theft#outcome=settled#amount=up-to-500',
      '2026 matter=theft#outcome=settled',
      '2026 matter=theft',
      '2026 any',
    ]);
  });
});
