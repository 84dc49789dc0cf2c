import { describe, expect, it } from '@jest/globals';
import { cellOn, fewest, type Rung } from '../../../../shared/privacy/deletion/statistics-ladder.ts';
import type { CaseTraits } from '../../../../shared/storage/item-kind.ts';
import { random } from './random.ts';
import { finds, nights, thin, type Counting, type Find } from './statistics-attacker.ts';
import { afterAll, nothingSeen, traits, values, type Seen } from './statistics-world.ts';
import { ladder, rungFor } from './case-ladder.ts';

/**
 * What is deleted of an insurer over some years: a large run for a year's cases, and in other nights those that come late. Traits
 * hang together as they do in life: questions are answered and nothing is paid, what is settled is paid; some values are rare.
 */
function world(seed: number, sizes: readonly number[]): CaseTraits[][] {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() ** 2 * from.length)]!;
  const one = (): CaseTraits => {
    const matter = pick(values.matter);
    const outcome = matter === 'question' && next() < 0.9 ? 'answered' : pick(values.outcome);
    const amount = outcome === 'settled' ? pick(values.amount.slice(1)) : 'none';
    return { year: pick(values.year), matter, outcome, amount };
  };
  return sizes.map((size) => Array.from({ length: Math.ceil(size * (0.7 + 0.6 * next())) }, one)).toSorted(() => next() - 0.5);
}

/** What is left of a case as the years go by: letters and messages, payouts with the id that tells when it began; nothing. */
const leftInSomeYear: readonly (readonly (keyof CaseTraits)[])[] = [['year', 'matter', 'amount'], ['year', 'amount'], ['year'], []];

/** Everything that somebody could know, and not know yet. */
const anyKnowledge = Array.from({ length: 2 ** traits.length - 1 }, (_, bits) => traits.filter((__, place) => bits & (1 << place)));

const ours: Counting = (seen, cases) => afterAll(seen, cases);

/** Adds cases to cells, whatever comes of it; those without a cell are not counted. */
function added(seen: Seen, cases: readonly CaseTraits[], cellOf: (one: CaseTraits) => string | undefined): Seen {
  const cells = new Map(seen);
  for (const cell of cases.flatMap((one) => cellOf(one) ?? [])) cells.set(cell, (cells.get(cell) ?? 0) + 1);
  return cells;
}

const nameOn = (rung: Rung, one: CaseTraits): string => Object.values(cellOn(rung, one)).join(' ');

/** Nights of some years: the one in which a year's cases fall due, and those in which a few do. */
const someYears = [900, 2, 15, 1, 45, 9, 12, 240, 30];

/** Counts each case at once, as finely as can be. */
const atOnce: Counting = (seen, cases) => added(seen, cases, (one) => nameOn(ladder[0]!, one));

/** Each case in the finest cell that holds eleven of the run: cell by cell, not all on one rung. */
const cellByCell: Counting = (seen, cases) => {
  let left = cases;
  let all = seen;
  for (const rung of ladder) {
    const cells = Map.groupBy(left, (one) => nameOn(rung, one));
    const full = (one: CaseTraits) => cells.get(nameOn(rung, one))!.length >= fewest;
    all = added(all, left.filter(full), (one) => nameOn(rung, one));
    left = left.filter((one) => !full(one));
  }
  return all;
};

/** As ours, but what fits a cell that is there already is added to it, one by one. */
const intoExisting: Counting = (seen, cases) => {
  const cellOf = (one: CaseTraits) => ladder.map((rung) => nameOn(rung, one)).find((cell) => seen.has(cell));
  return afterAll(
    added(
      seen,
      cases.filter((one) => cellOf(one) !== undefined),
      cellOf,
    ),
    cases.filter((one) => cellOf(one) === undefined),
  );
};

/** As ours, but the few that fill no cell are left beside those that are shown. */
const fewLeftOver: Counting = (seen, cases) => {
  const rung = rungFor(cases.length);
  if (!rung) return seen;
  const cells = Map.groupBy(cases, (one) => nameOn(rung, one));
  return added(seen, cases, (one) => (cells.get(nameOn(rung, one))!.length >= fewest ? nameOn(rung, one) : undefined));
};

/** Everybody who is found with fewer than eleven together. */
function* singledOut(counting: Counting, runs: readonly CaseTraits[][], knowledge: readonly (readonly (keyof CaseTraits)[])[]): Generator<Find> {
  for (const night of nights(runs, counting, nothingSeen)) {
    for (const known of knowledge) yield* finds(night, known, counting).filter(({ together }) => together < fewest);
  }
}

const seeds = [1, 2, 3];

describe('who joins the statistics to what is still stored', () => {
  it.each(seeds)('finds nobody (seed %i)', (seed) => {
    expect([...singledOut(ours, world(seed, someYears), leftInSomeYear)]).toEqual([]);
  });

  it.each(ladder.slice(0, -1))('finds nobody among so many that they are counted by $traits', ({ from }) => {
    expect([...singledOut(ours, [world(5, [from / 0.7])[0]!.slice(0, from)], leftInSomeYear)]).toEqual([]);
  });

  it('finds nobody, whatever they know', () => {
    expect([...singledOut(ours, world(4, [3, 14, 24, 60]), anyKnowledge)]).toEqual([]);
  });

  it.each(seeds)('finds nobody of a few that come late, and nobody who goes uncounted with them (seed %i)', (seed) => {
    const late = world(seed, [24, 40, 130, 240]).map((cases) => cases.map((one, index) => ({ ...one, year: index % 30 === 3 ? '2026' : '2027' })));
    expect([...singledOut(ours, late, anyKnowledge)]).toEqual([]);
    expect(thin(nights(late, ours, nothingSeen))).toEqual([]);
  });

  it.each(seeds)('can work out no number of fewer than eleven (seed %i)', (seed) => {
    const all = nights(world(seed, someYears), ours, nothingSeen);
    expect(thin(all)).toEqual([]);
    expect(all.at(-1)!.after.size).toBeGreaterThan(5);
  });

  it.each<[string, Counting]>([
    ['each case were counted at once', atOnce],
    ['cells that exist grew by one', intoExisting],
  ])('would find somebody if %s', (_, counting) => {
    const found = seeds.some((seed) => !singledOut(counting, world(seed, someYears), leftInSomeYear).next().done);
    expect(found).toBe(true);
  });

  it.each<[string, Counting]>([
    ['each case were counted at once', atOnce],
    ['cells that exist grew by one', intoExisting],
    ['a few were left over beside cells', fewLeftOver],
  ])('could work out some if %s', (_, counting) => {
    expect(seeds.flatMap((seed) => thin(nights(world(seed, someYears), counting, nothingSeen)))).not.toEqual([]);
  });

  it('would find somebody if cells were coarsened one by one: who got another amount can be in the coarse one only', () => {
    const of = (outcome: string, amount: string, count: number): CaseTraits[] =>
      Array.from({ length: count }, () => ({ year: '2026', matter: 'theft', outcome, amount }));
    const run = [...of('settled', 'none', 11), ...of('rejected', 'none', 10), ...of('rejected', 'up-to-500', 1)];
    const known = traits.filter((trait) => trait !== 'outcome');
    expect([...singledOut(cellByCell, [run], [known])]).toEqual([{ trait: 'outcome', value: 'rejected', together: 1 }]);
    expect([...singledOut(ours, [run], [known])]).toEqual([]);
  });
});
