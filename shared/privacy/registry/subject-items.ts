import type { Database } from '../../storage/database.ts';
import { keyOf, type Item } from '../../storage/item.ts';
import { indexOfEach, toEach, together, type Needs } from '../../storage/needs.ts';
import type { TableName } from '../../storage/tables.ts';
import { factNeeds } from './facts.ts';
import type { Found } from './found.ts';
import type { Registry } from './registry.ts';

const pageSize = 100;

/** What walking over everything of a customer asks of the tables. */
export const itemsOfNeeds = ({ tablesByPartition, tablesBySubject }: Registry): Needs =>
  together(toEach('queries', tablesByPartition), indexOfEach('by-subject', tablesBySubject), toEach('gets', tablesBySubject));

/** What it needs to find out facts about all of that, too. */
export const assessingNeeds = (registry: Registry): Needs => together(itemsOfNeeds(registry), factNeeds(registry));

/** Everything stored about a customer in every table, page by page. Partitions are read consistently; the index lags a little. */
export async function* itemsOf(db: Database, { kindOf, tablesByPartition, tablesBySubject }: Registry, customerId: string): AsyncGenerator<Found[]> {
  const found = (table: TableName, items: readonly Item[]): Found[] => items.map((item) => ({ kind: kindOf(table, item), item }));
  for (const table of tablesByPartition) {
    for await (const items of db.each({ table, pk: customerId, limit: pageSize })) yield found(table, items);
  }
  for (const table of tablesBySubject) {
    for await (const entries of db.each({ table, index: 'by-subject', pk: customerId, limit: pageSize })) {
      yield found(table, await db.getAll(table, entries.map(keyOf)));
    }
  }
}

/** Whether anything is stored about a customer, with or without master data. */
export async function isAnythingStored(db: Database, registry: Registry, customerId: string): Promise<boolean> {
  for await (const page of itemsOf(db, registry, customerId)) if (page.length > 0) return true;
  return false;
}
