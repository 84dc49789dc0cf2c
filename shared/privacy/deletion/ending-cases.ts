import { headEnding, type ItemKind } from '../../storage/item-kind.ts';
import type { Found } from '../registry/found.ts';
import { customerOf, endingOf, type Registry } from '../registry/registry.ts';
import type { Assessed, Deletion } from './deletion.ts';
import { ladderOf, type Rung } from './statistics-ladder.ts';
import { lotsOf, type EndingCase, type Lots } from './statistics-lots.ts';
import type { TallySheet } from './tally.ts';

const ladderFor = (kind: ItemKind): readonly Rung[] | undefined => {
  const values = headEnding(kind)?.anonymised?.values;
  return values && ladderOf(values);
};

/** Cases that end together: somewhat more than the finest rung asks for, as some are of the same people; they are held in memory. */
export const mostTogether = ({ kinds }: Pick<Registry, 'kinds'>): number => Math.ceil(1.1 * Math.max(...kinds.map((kind) => ladderFor(kind)?.[0]?.from ?? 0)));

/** Whether the statistics count heads of this kind. */
export const isCase = (head: Found): boolean => endingOf(head).anonymised !== undefined;

interface Case extends EndingCase {
  readonly head: Assessed;
}

/** Which cases would be counted if they ended together now, and which would not. */
export function casesIn(heads: readonly Assessed[]): Lots<Case> {
  const ofEachKind = [...Map.groupBy(heads, ({ kind }) => kind)].map(([kind, some]) =>
    lotsOf(
      some.map((head) => ({ head, person: customerOf(head) ?? '', traits: endingOf(head).anonymised!.of(head.item) })),
      ladderFor(kind)!,
    ),
  );
  return { lots: ofEachKind.flatMap(({ lots }) => lots), rest: ofEachKind.flatMap(({ rest }) => rest) };
}

/** Gathers cases until there are so many, and hands them on together. What `handle` gives are failures. */
export function gathering(most: number, handle: (cases: readonly Assessed[]) => Promise<unknown[]>) {
  let gathered: Assessed[] = [];
  const end = async (): Promise<unknown[]> => {
    const cases = gathered;
    gathered = [];
    return handle(cases);
  };
  return {
    add(cases: readonly Assessed[]): Promise<unknown[]> {
      gathered.push(...cases);
      return gathered.length < most ? Promise.resolve([]) : end();
    },
    /** Whether some are there that have not been handed on. */
    waiting: () => gathered.length > 0,
    /** Hands on what is left. */
    end,
  };
}

/**
 * Deletes cases that have been cleared: lots of eleven people or more in one transaction each, in which the statistics grow by as
 * many. Until then every case is there itself, so nothing is counted of one that lives or is erased, and nothing is counted twice.
 * The rest goes first: should this end before its end, what is left are full cells. A lot in which something has changed goes
 * uncounted. Gives the failures.
 */
export async function deleteCases(heads: readonly Assessed[], sheet: TallySheet, deletion: Pick<Deletion, 'cleared' | 'lot'>): Promise<unknown[]> {
  const { lots, rest } = casesIn(heads);
  const failures = await deletion.cleared(
    rest.map(({ head }) => head),
    sheet,
  );
  for (const { cell, cases } of lots) {
    const some = cases.map(({ head }) => head);
    await deletion.lot(some, cell, sheet).catch(async () => failures.push(...(await deletion.cleared(some, sheet))));
  }
  return failures;
}
