import type { CaseTraits } from '../../storage/item-kind.ts';
import { cellOn, fewest, rungFor, type Cell, type Rung } from './statistics-ladder.ts';

/** A case that is about to end. */
export interface EndingCase {
  readonly person: string;
  readonly traits: CaseTraits;
}

/** Cases of eleven people or more that are counted in a cell, in the transaction that deletes them all. */
export interface Lot<Case> {
  readonly cell: Cell;
  readonly cases: readonly Case[];
}

/** `rest`: ends without being counted anywhere. */
export interface Lots<Case> {
  readonly lots: readonly Lot<Case>[];
  readonly rest: readonly Case[];
}

/** What fits into a transaction: each case may bring two conditions, on its own case and its person. */
const mostInLot = 30;

/**
 * How cases that end together are counted: those that fill a cell of their rung with eleven people. The rest is of nobody or of
 * eleven people too, as what is shown beside it would tell of the few what they are not: others join it until it is, and one case
 * that comes late does not cost the many their cell.
 * Of somebody's further cases none is counted, so that nobody fills a cell alone.
 */
export function lotsOf<Case extends EndingCase>(cases: readonly Case[], ladder: readonly Rung[]): Lots<Case> {
  const each = onePerPerson(cases);
  const rung = rungFor(ladder, each.length);
  const shown = rung ? shownCells(each, rung) : [];
  const counted = new Set(shown.flatMap((lot) => lot.cases));
  return { lots: shown.flatMap(inTransactions), rest: cases.filter((one) => !counted.has(one)) };
}

const onePerPerson = <Case extends EndingCase>(cases: readonly Case[]): Case[] => [
  ...new Map(cases.toReversed().map((one) => [one.person, one] as const)).values(),
];

function shownCells<Case extends EndingCase>(cases: readonly Case[], rung: Rung): Lot<Case>[] {
  const name = ({ traits }: Case): string => Object.values(cellOn(rung, traits)).join(' ');
  const full = [...Map.groupBy(cases, name)]
    .filter(([, some]) => some.length >= fewest)
    .toSorted(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
    .map(([, some]): Lot<Case> => ({ cell: cellOn(rung, some[0]!.traits), cases: some }));
  const others = cases.length - full.reduce((sum, lot) => sum + lot.cases.length, 0);
  return others === 0 || others >= fewest ? full : without(fewest - others, full);
}

/** Without so many cases, fewer than fill a cell: those of the largest cell if it stays full, else a whole one, the smallest. */
function without<Case>(missing: number, [largest, ...smaller]: readonly Lot<Case>[]): Lot<Case>[] {
  if (!largest) return [];
  const left = largest.cases.slice(missing);
  return left.length >= fewest ? [{ ...largest, cases: left }, ...smaller] : [largest, ...smaller].slice(0, -1);
}

/** A lot as several of about the same size: as they are more than half full, each has eleven again. */
function inTransactions<Case>({ cell, cases }: Lot<Case>): Lot<Case>[] {
  const parts = Math.ceil(cases.length / mostInLot);
  const bound = (part: number): number => Math.round((part * cases.length) / parts);
  return Array.from({ length: parts }, (_, part) => ({ cell, cases: cases.slice(bound(part), bound(part + 1)) }));
}
