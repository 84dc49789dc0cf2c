/**
 * Somebody who looks for people in the statistics. They have kept what was to be seen after every run, know how it is counted, and
 * have read everything that is still stored: so of every case a run took they know which run it was, and some of its traits
 * (payouts tell amount and year, letters and messages the matter …). They want a trait that the store no longer tells.
 */
import type { CaseTraits } from '../../../../shared/storage/item-kind.ts';
import { fewest } from '../../../../shared/privacy/deletion/statistics-ladder.ts';
import { nothingSeen, sight, sumOf, traits, values, type Seen } from './statistics-world.ts';

type Trait = keyof CaseTraits;

/** A way to count: what is seen after a run, from what was seen before. */
export type Counting = (before: Seen, cases: readonly CaseTraits[]) => Seen;

/** What was seen at an end of a run, and before it. */
export interface Night {
  readonly before: Seen;
  readonly cases: readonly CaseTraits[];
  readonly after: Seen;
}

export function nights(runs: readonly (readonly CaseTraits[])[], counting: Counting, start: Seen): Night[] {
  const all: Night[] = [];
  let before = start;
  for (const cases of runs) {
    const after = counting(before, cases);
    all.push({ before, cases, after });
    before = after;
  }
  return all;
}

/**
 * What stands for fewer than eleven cases and still tells something: a small cell, a cell that differs by little between any two
 * nights, and the few of a night who are in none of the cells that are shown of it (the log of the run says how many it had).
 */
export const thin = (all: readonly Night[]): string[] =>
  all.flatMap(({ before, cases, after }, night) => {
    const earlier = [nothingSeen, ...all.slice(0, night + 1).map((one) => one.before)];
    const changes = [...after].flatMap(([cell, count]) => earlier.map((seen) => ({ cell, change: count - (seen.get(cell) ?? 0) })));
    const shown = sumOf(after) - sumOf(before);
    const others = shown > 0 ? [{ cell: 'none of the others', change: cases.length - shown }] : [];
    return [...changes, ...others].filter(({ change }) => change !== 0 && change < fewest).map(({ cell, change }) => `${cell}: ${change}`);
  });

/** Somebody of whom a trait is sure. */
export interface Find {
  readonly trait: Trait;
  readonly value: string;
  /** How many are found by the same cells. */
  readonly together: number;
}

/**
 * Whose trait is sure: in no world that fits what the attacker knows and has seen is it another one. Other worlds are those in
 * which this case was different, and those in which two of the run had each other's unknown traits. People about whom the same
 * cells tell the same are found together.
 */
export function finds(night: Night, known: readonly Trait[], counting: Counting): Find[] {
  const unknown = traits.filter((trait) => !known.includes(trait));
  const grown = [...night.after].flatMap(([cell, count]) => (count === night.before.get(cell) ? [] : [cell]));
  const kinds = [...Map.groupBy(night.cases, (one) => JSON.stringify(traits.map((trait) => one[trait]))).values()].map((same) => ({
    one: same[0]!,
    count: same.length,
  }));
  const sure = kinds.flatMap(({ one, count }) =>
    unknown
      .filter((trait) => !isOpen(night, one, known, trait, counting))
      .map((trait) => ({ trait, value: one[trait], count, by: grown.filter((cell) => fits(cell, one, [...known, trait])).join(' ') })),
  );
  const groups = Map.groupBy(sure, ({ trait, value, by }) => [trait, value, by].join(' '));
  return [...groups.values()].flatMap((group) => {
    const together = group.reduce((sum, { count }) => sum + count, 0);
    return group.map(({ trait, value }) => ({ trait, value, together }));
  });
}

/** Whether another world fits, in which this case has another value of a trait. */
function isOpen({ before, cases, after }: Night, one: CaseTraits, known: readonly Trait[], trait: Trait, counting: Counting): boolean {
  const seen = sight(after);
  const fitting = (world: readonly CaseTraits[]): boolean => sight(counting(before, world)) === seen;
  const at = cases.indexOf(one);
  const different = cases.filter((other) => other[trait] !== one[trait]);
  // These two can have each other's traits without a look: the attacker can't tell them apart at all.
  if (different.some((other) => known.every((name) => other[name] === one[name]))) return true;
  if (values[trait].some((value) => value !== one[trait] && fitting(cases.with(at, { ...one, [trait]: value })))) return true;
  const unknown = traits.filter((name) => !known.includes(name));
  const given = (to: CaseTraits, from: CaseTraits) => ({ ...to, ...Object.fromEntries(unknown.map((name) => [name, from[name]])) });
  const partners = new Map(different.map((other) => [JSON.stringify(traits.map((name) => other[name])), other]));
  return [...partners.values()].some((other) => fitting(cases.with(at, given(one, other)).with(cases.indexOf(other), given(other, one))));
}

/** Whether a case of which these traits are given could stand in a cell. */
function fits(cell: string, one: CaseTraits, given: readonly Trait[]): boolean {
  const [year, pairs] = cell.split(' ') as [string, string];
  if (given.includes('year') && year !== one.year) return false;
  if (pairs === 'any') return true;
  return pairs.split('#').every((pair) => {
    const [trait, value] = pair.split('=') as [Trait, string];
    return !given.includes(trait) || one[trait] === value;
  });
}
