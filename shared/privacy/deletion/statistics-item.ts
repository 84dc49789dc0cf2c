import * as z from 'zod';
import { technical } from '../../personal-data/classification.ts';
import { itemKind } from '../../storage/item-kind.ts';
import { update } from '../../storage/item-writes.ts';
import type { Write } from '../../storage/transact.ts';
import { fewest, type Cell } from './statistics-ladder.ts';

/**
 * What is left of cases whose data is gone: how many had these traits in common. Never of fewer than eleven people, from the first
 * write on; so all that lies here may be published. A case stands in one cell only, and not every case stands in one.
 */
export const statisticsKind = itemKind({
  kind: 'closed-cases',
  table: 'statistics',
  title: 'Anonyme Statistik abgeschlossener Fälle',
  sk: '',
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Jahr des Abschlusses'),
    sk: technical(z.string(), 'Gemeinsame Merkmale in Stufen'),
    kind: technical(z.literal('closed-cases'), 'Art des Eintrags'),
    count: technical(z.int().min(fewest), 'Anzahl der Fälle, mindestens elf'),
  }),
  ending: 'never',
});

/**
 * The write that counts cases in a cell. It stands in the transaction that deletes them.
 * @throws Error for fewer than eleven.
 */
export function addToCell({ year, traits }: Cell, cases: number): Write {
  if (cases < fewest) throw new Error(`A cell grows by ${fewest} cases or more`);
  return update(statisticsKind, { pk: `closed-cases#${year}`, sk: traits }, { set: { kind: 'closed-cases' }, add: { count: cases } });
}
