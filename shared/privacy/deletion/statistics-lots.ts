import type { CaseTraits } from '../../storage/item-kind.ts';
import { anyCase, cellOn, fewest, rungFor, type Cell, type Rung } from './statistics-ladder.ts';

/** Cases of a run with the same traits, counted while it deletes them. */
export interface PendingCases extends CaseTraits {
  readonly sk: string;
  readonly count: number;
}

/** So many of these cases, which may be fewer than there are. */
export interface Take {
  readonly from: PendingCases;
  readonly count: number;
}

/** Cases that are counted somewhere together: in a cell, eleven of them or more; or, being too few for any, as a number that waits. */
export interface Lot {
  readonly to: Cell | 'waiting';
  readonly takes: readonly Take[];
}

/** Takes of one step. A transaction has room for a hundred writes, and each lot of a step writes one more. */
const stepSize = 80;

/**
 * How the pending cases of a run are counted: lots that change together, step after step. `cases`: how many the run has
 * anonymised, as its log says, whatever of them is still pending. Cells of the rung that hold eleven are lots; the others make one
 * lot without traits. That one is never left with fewer than eleven, as what is shown beside it would tell of the few what they
 * are not: it is filled up from the largest cell that can spare it, or else by the smallest one.
 * Done again after any of its steps, it comes to the same end: what is left of a lot is a lot.
 */
export function lotsOf(pending: readonly PendingCases[], cases: number): Lot[][] {
  const all = pending.map(whole);
  const total = casesIn(all);
  if (total === 0) return [];
  const rung = total < fewest ? undefined : rungFor(Math.max(cases, total));
  if (!rung) return inSteps(lotsTo('waiting', all));
  const { lots, rest } = filledUp(...parted(all, rung));
  return [...lotsTo(anyCase, rest).map((lot) => [lot]), ...inSteps(lots.flatMap(({ to, takes }) => lotsTo(to, takes)))];
}

export const casesIn = (takes: readonly Take[]): number => takes.reduce((sum, { count }) => sum + count, 0);

const whole = (from: PendingCases): Take => ({ from, count: from.count });

/** What fills its cell, cell by cell, and what does not. */
function parted(all: readonly Take[], rung: Rung): [lots: Lot[], rest: Take[]] {
  const byCell = Map.groupBy(all, ({ from }) => {
    const { period, traits } = cellOn(rung, from);
    return `${period} ${traits}`;
  });
  const cells = [...byCell].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, takes]): Lot => ({ to: cellOn(rung, takes[0]!.from), takes }));
  const holds = ({ takes }: Lot): boolean => casesIn(takes) >= fewest;
  return [cells.filter(holds), cells.filter((cell) => !holds(cell)).flatMap(({ takes }) => takes)];
}

function filledUp(lots: readonly Lot[], rest: readonly Take[]): { lots: readonly Lot[]; rest: readonly Take[] } {
  const missing = fewest - casesIn(rest);
  if (rest.length === 0 || missing <= 0) return { lots, rest };
  const bySize = lots.toSorted((a, b) => casesIn(a.takes) - casesIn(b.takes));
  const [smallest, largest] = [bySize[0]!, bySize.at(-1)!];
  const spares = casesIn(largest.takes) - missing >= fewest;
  const { given, kept } = split(spares ? largest : smallest, spares ? missing : Infinity);
  const others = lots.filter((lot) => lot !== (spares ? largest : smallest));
  return { rest: [...rest, ...given], lots: spares ? [...others, { to: largest.to, takes: kept }] : others };
}

/** The first `count` cases of a lot, and the others as they are found once those are gone. */
function split({ takes }: Lot, count: number): { given: Take[]; kept: Take[] } {
  const [given, kept]: [Take[], Take[]] = [[], []];
  let open = count;
  for (const { from } of takes) {
    const some = Math.min(open, from.count);
    open -= some;
    if (some > 0) given.push({ from, count: some });
    if (some < from.count) kept.push(whole({ ...from, count: from.count - some }));
  }
  return { given, kept };
}

/** One lot, or several of the same size where it has more takes than a step; as every take is a case, each has eleven again. */
function lotsTo(to: Lot['to'], takes: readonly Take[]): Lot[] {
  const parts = Math.ceil(takes.length / stepSize);
  const bound = (part: number): number => Math.round((part * takes.length) / parts);
  return Array.from({ length: parts }, (_, part) => ({ to, takes: takes.slice(bound(part), bound(part + 1)) }));
}

/** Lots of different cells in as few steps as hold them. */
function inSteps(lots: readonly Lot[]): Lot[][] {
  const steps: Lot[][] = [];
  let room = 0;
  for (const lot of lots) {
    const last = steps.at(-1);
    const writes = lot.takes.length + 1;
    if (last && writes <= room && last.at(-1)!.to !== lot.to) last.push(lot);
    else {
      steps.push([lot]);
      room = stepSize + 1;
    }
    room -= writes;
  }
  return steps;
}
