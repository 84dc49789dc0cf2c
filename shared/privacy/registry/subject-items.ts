import type { Database } from '../../storage/database.ts';
import { keyOf, type Item } from '../../storage/item.ts';
import { indexOfEach, toEach, together, type Needs } from '../../storage/needs.ts';
import type { TableName } from '../../storage/tables.ts';
import { factNeeds } from './facts.ts';
import type { Found } from './found.ts';
import { tablesOfKinds, type Registry } from './registry.ts';

const pageSize = 100;

/** What walking over everything of a customer asks of the tables. */
export const itemsOfNeeds = ({ kinds, tablesByPartition, tablesBySubject }: Registry): Needs =>
  together(
    toEach('queries', tablesByPartition),
    indexOfEach('by-subject', tablesBySubject),
    toEach('gets', [...tablesBySubject, ...tablesOfKinds(kinds.filter(({ foundBy }) => foundBy === 'head'))]),
  );

/** What it needs to find out facts about all of that, too. */
export const assessingNeeds = (registry: Registry): Needs => together(itemsOfNeeds(registry), factNeeds(registry));

/** Everything stored about a customer in every table, page by page. Partitions are read consistently; the index lags a little. */
export async function* itemsOf(db: Database, registry: Registry, customerId: string): AsyncGenerator<Found[]> {
  const { kindOf, tablesByPartition, tablesBySubject } = registry;
  const found = (table: TableName, items: readonly Item[]): Found[] => items.map((item) => ({ kind: kindOf(table, item), item }));
  for (const table of tablesByPartition) {
    for await (const items of db.each({ table, pk: customerId, limit: pageSize })) {
      const own = found(table, items);
      yield [...own, ...(await elsewhere(db, registry, own))];
    }
  }
  for (const table of tablesBySubject) {
    for await (const entries of db.each({ table, index: 'by-subject', pk: customerId, limit: pageSize })) {
      yield found(table, await db.getAll(table, entries.map(keyOf)));
    }
  }
}

/** Children that lie outside of the partition of their heads, one under each. */
async function elsewhere(db: Database, { kindOf, childrenOf }: Registry, heads: readonly Found[]): Promise<Found[]> {
  const places = heads.flatMap((head) => childrenOf(head).filter(({ kind }) => kind.foundBy === 'head'));
  const byTable = [...Map.groupBy(places, ({ kind }) => kind.table)];
  const pages = await Promise.all(
    byTable.map(async ([table, those]) => {
      const items = await db.getAll(
        table,
        those.map(({ pk, prefix: sk }) => ({ pk, sk })),
      );
      return items.map((item) => ({ kind: kindOf(table, item), item }));
    }),
  );
  return pages.flat();
}

/** Whether anything is stored about a customer, with or without master data. */
export async function isAnythingStored(db: Database, registry: Registry, customerId: string): Promise<boolean> {
  for await (const page of itemsOf(db, registry, customerId)) if (page.length > 0) return true;
  return false;
}
