import * as z from 'zod';
import { technical } from '../../personal-data/classification.ts';
import { itemKind, type CaseTraits } from '../../storage/item-kind.ts';
import { childKey, remove, update } from '../../storage/item-writes.ts';
import type { Item, ItemKey } from '../../storage/item.ts';
import type { Write } from '../../storage/transact.ts';
import { deletionRunKind } from '../runs/deletion-run-item.ts';
import { fewest, type Cell } from './statistics-ladder.ts';
import type { PendingCases } from './statistics-lots.ts';
import type { TallySheet } from './tally.ts';

/**
 * What is left of cases whose data is gone: how many had these traits in common. Never fewer than eleven, from the first write on;
 * so all that lies here may be published. A case stands in one cell only: a coarse cell lacks those that a finer one holds.
 */
export const statisticsKind = itemKind({
  kind: 'closed-cases',
  table: 'statistics',
  title: 'Anonyme Statistik abgeschlossener Fälle',
  sk: '',
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Zeitraum des Abschlusses'),
    sk: technical(z.string(), 'Gemeinsame Merkmale in Stufen'),
    kind: technical(z.literal('closed-cases'), 'Art des Eintrags'),
    count: technical(z.int().min(fewest), 'Anzahl der Fälle, mindestens elf'),
  }),
  ending: 'never',
});

/** In this partition lie the pending cases of all runs, the oldest run's first. */
export const pendingCases = 'cases#pending';

/**
 * Cases that a run has deleted and not yet counted in cells, by their traits: what is left when the run ends is none of it, and
 * what a run that never ended has left, the next one takes. It tells no more than the case did that was there until a moment ago.
 */
export const pendingCasesKind = itemKind({
  kind: 'pending-cases',
  table: 'privacy',
  title: 'Zwischenzählung der Fälle eines Löschlaufs',
  sk: 'run_',
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.literal(pendingCases), 'Zwischenzählung'),
    sk: technical(z.string(), 'Kennung des Laufs, sein Teil und Merkmale'),
    kind: technical(z.literal('pending-cases'), 'Art des Eintrags'),
    month: technical(z.string(), 'Monat des Abschlusses, bis der Lauf endet'),
    matter: technical(z.string(), 'Anliegen, bis der Lauf endet'),
    region: technical(z.string(), 'Region, bis der Lauf endet'),
    outcome: technical(z.string(), 'Ergebnis, bis der Lauf endet'),
    amount: technical(z.string(), 'Stufe der Auszahlung, bis der Lauf endet'),
    duration: technical(z.string(), 'Stufe der Dauer, bis der Lauf endet'),
    count: technical(z.number(), 'Anzahl'),
  }),
  ending: { withHead: deletionRunKind.kind, under: ({ pk }) => ({ pk: pendingCases, prefix: `${pk}#` }) },
});

/** Cases that are too few for any cell: a number, and nothing of what they were. Once it is eleven it goes into a cell without traits. */
export const waitingCasesKind = itemKind({
  kind: 'waiting-cases',
  table: 'privacy',
  title: 'Anzahl gelöschter Fälle, die noch keine Zelle füllen',
  sk: 'waiting',
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.literal('cases'), 'Zählung der Fälle'),
    sk: technical(z.literal('waiting'), 'Sortierschlüssel'),
    kind: technical(z.literal('waiting-cases'), 'Art des Eintrags'),
    count: technical(z.number(), 'Anzahl'),
  }),
  ending: 'never',
});

/** The run whose pending cases an item counts. */
export const runOfPending = ({ sk }: Item): string => String(sk).split('#')[0]!;

export const waitingKey: ItemKey = { pk: 'cases', sk: 'waiting' };

/**
 * Counts cases in the transaction that deletes them, several of the same traits in one write: a transaction may touch an item once
 * only. A run counts them by their traits until it ends. Whoever is deleted outside of a run is one of few, and only a number.
 */
export function deletedCases(cases: readonly CaseTraits[], { pending }: Pick<TallySheet, 'pending'>): Write[] {
  if (!pending) return cases.length > 0 ? [addWaiting(cases.length)] : [];
  const alike = Map.groupBy(cases, ({ month, matter, region, outcome, amount, duration }) => [month, matter, region, outcome, amount, duration].join('#'));
  return [...alike].map(([traits, some]) => {
    const key = childKey(pendingCasesKind, pending.run, `${pending.part}#${traits}`);
    return update(pendingCasesKind, key, { set: { kind: 'pending-cases', ...some[0]! }, add: { count: some.length } });
  });
}

export const addWaiting = (count: number): Write => update(waitingCasesKind, waitingKey, { set: { kind: 'waiting-cases' }, add: { count } });

/** @throws what a condition that fails throws: somebody else has counted them, or a number of them more has gone. */
export const takeWaiting = (count: number): Write => remove(waitingCasesKind, waitingKey, { if: { equals: { count } } });

/** @throws Error for fewer than eleven. */
export const addToCell = ({ period, traits }: Cell, count: number): Write =>
  update(statisticsKind, { pk: `closed-cases#${period}`, sk: traits }, { set: { kind: 'closed-cases' }, add: { count } });

/** @throws what a condition that fails throws, if there are not as many any more as were read. */
export function takePending({ sk, count: there }: PendingCases, count: number): Write {
  const key = { pk: pendingCases, sk };
  const options = { if: { equals: { count: there } } };
  return count === there ? remove(pendingCasesKind, key, options) : update(pendingCasesKind, key, { add: { count: -count } }, options);
}
