import type { Database } from '../../storage/database.ts';
import { keyOf, type Item } from '../../storage/item.ts';
import type { TableName } from '../../storage/tables.ts';
import type { Found } from './found.ts';
import { kindOf, tablesByPartition, tablesBySubject } from '../../stored-items.ts';

const pageSize = 100;

/** Everything stored about a customer in every table, page by page. Partitions are read consistently; the index lags a little. */
export async function* itemsOf(db: Database, customerId: string): AsyncGenerator<Found[]> {
  for (const table of tablesByPartition) {
    for await (const items of db.each({ table, pk: customerId, limit: pageSize })) yield found(table, items);
  }
  for (const table of tablesBySubject) {
    for await (const entries of db.each({ table, index: 'by-subject', pk: customerId, limit: pageSize })) {
      const items = await Promise.all(entries.map((entry) => db.get(table, keyOf(entry))));
      yield found(
        table,
        items.filter((item) => item !== undefined),
      );
    }
  }
}

const found = (table: TableName, items: readonly Item[]): Found[] => items.map((item) => ({ kind: kindOf(table, item), item }));
