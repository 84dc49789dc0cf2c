import * as z from 'zod';
import { technical } from '../../personal-data/classification.ts';
import { itemKind, type StatisticsCell } from '../../storage/item-kind.ts';
import { update } from '../../storage/item-writes.ts';
import type { Write } from '../../storage/transact.ts';

/**
 * What is left of cases whose data is gone: how many closed in a month with this matter, region, outcome, amount band and
 * duration band. No id, no row per case; whoever publishes cells leaves out those under 11.
 */
export const statisticsKind = itemKind({
  kind: 'closed-cases',
  table: 'statistics',
  title: 'Anonyme Statistik abgeschlossener Fälle',
  sk: '',
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Monat des Abschlusses'),
    sk: technical(z.string(), 'Merkmale in Stufen'),
    kind: technical(z.literal('closed-cases'), 'Art des Eintrags'),
    count: technical(z.number(), 'Anzahl'),
  }),
  ending: 'never',
});

/** Adds cases to their cells, several of one cell in one write: a transaction may touch an item once only. */
export function statisticsWrites(cells: readonly StatisticsCell[]): Write[] {
  const counts = new Map<string, { cell: StatisticsCell; count: number }>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.period, cell.cell]);
    counts.set(key, { cell, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].map(({ cell, count }) =>
    update(statisticsKind, { pk: `closed-cases#${cell.period}`, sk: cell.cell }, { set: { kind: 'closed-cases' }, add: { count } }),
  );
}
