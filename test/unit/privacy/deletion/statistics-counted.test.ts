import { describe, expect, it } from '@jest/globals';
import { fewest } from '../../../../shared/privacy/deletion/statistics-ladder.ts';
import { asInLife, independent, mixed, type Mixture } from './statistics-mixture.ts';
import { afterAll, nothingSeen, sumOf } from './statistics-world.ts';
import { ladder } from './case-ladder.ts';

/** How much of so many cases is counted, on the average of some nights. */
function share(mixture: Mixture, cases: number): number {
  const nights = Math.max(5, Math.ceil(10_000 / cases));
  const counted = Array.from({ length: nights }, (_, seed) => sumOf(afterAll(nothingSeen, mixed(mixture, cases, seed))));
  return counted.reduce((sum, one) => sum + one, 0) / (nights * cases);
}

const begins = ladder.map(({ from }) => from).filter((from) => from > fewest);

/** From one rung to the next and far beyond the last, evenly to the eye. */
const someNumbers = Array.from({ length: 12 }, (_, step) => Math.round(150 * 1.5 ** step));

describe.each<[string, Mixture]>([
  ['as in life', asInLife],
  ['of independent traits', independent],
])('of cases %s', (_, mixture) => {
  it.each(begins)('nearly nine in ten are counted where a rung begins, and hardly fewer than before: %i', (from) => {
    const [before, after] = [from - 1, from].map((cases) => share(mixture, cases)) as [number, number];
    expect(after).toBeGreaterThan(0.88);
    expect(Math.abs(after - before)).toBeLessThan(0.1);
  });

  it.each(someNumbers)('so are they wherever: %i', (cases) => {
    expect(share(mixture, cases)).toBeGreaterThan(0.88);
  });

  it.each([40, 80])('four in five are counted of few, in spite of those that come late: %i', (cases) => {
    expect(share(mixture, cases)).toBeGreaterThan(0.8);
  });
});
