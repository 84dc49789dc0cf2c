import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ItemKey } from '../../shared/storage/item.ts';

/** How often each table may have changed: a write counts when it is sent, and again when it has ended. By every client of this process. */
const counts = new Map<string, number>();

/** Keys at which each table may hold something, since they were last asked for. */
const written = new Map<string, Map<string, ItemKey>>();

type Marshalled = Readonly<Record<string, AttributeValue>>;

/** A write as it is sent: the item, or its key; neither where it only removes. */
interface Write {
  readonly TableName: string;
  readonly Item?: Marshalled;
  readonly Key?: Marshalled;
}

const removal = ({ TableName }: Write): Write => ({ TableName });

/** What a request writes; nothing for one that reads. */
function writesIn(command: string, input: Readonly<Record<string, unknown>>): Write[] {
  if (command === 'PutItem' || command === 'UpdateItem') return [input as unknown as Write];
  if (/^(DeleteItem|CreateTable|DeleteTable)$/.test(command)) return [removal(input as unknown as Write)];
  if (command === 'BatchWriteItem') {
    const tables = Object.entries(input['RequestItems'] as Record<string, { readonly PutRequest?: { readonly Item: Marshalled } }[]>);
    return tables.flatMap(([TableName, requests]) => requests.map(({ PutRequest }) => ({ TableName, ...PutRequest })));
  }
  if (command !== 'TransactWriteItems') return [];
  return (input['TransactItems'] as Record<string, Write>[]).flatMap(({ Put, Update, Delete }) => Put ?? Update ?? (Delete ? removal(Delete) : []));
}

/** Counts what a request changes, before and after it. */
export async function countingWrites<T>(command: string, input: Readonly<Record<string, unknown>>, send: () => Promise<T>): Promise<T> {
  const writes = writesIn(command, input);
  for (const { TableName, Item = {}, Key = Item } of writes) {
    const [pk, sk] = [Key['pk']?.S, Key['sk']?.S];
    if (pk === undefined || sk === undefined) continue;
    const keys = written.get(TableName) ?? new Map<string, ItemKey>();
    written.set(TableName, keys.set(JSON.stringify([pk, sk]), { pk, sk }));
  }
  const tables = new Set(writes.map(({ TableName }) => TableName));
  const count = () => tables.forEach((table) => counts.set(table, writesOf(table) + 1));
  count();
  try {
    return await send();
  } finally {
    count();
  }
}

/** Where something may be in a table, by whatever this process wrote; asked again, only what was written since. */
export function takeWrittenKeys(physicalName: string): ItemKey[] {
  const keys = [...(written.get(physicalName)?.values() ?? [])];
  written.delete(physicalName);
  return keys;
}

export const writesOf = (physicalName: string): number => counts.get(physicalName) ?? 0;

/** What a table was seen to hold, read again only when it may have changed since. */
export function remembered<Item>(physicalName: string, read: () => Promise<Item[]>): () => Promise<Item[]> {
  let seen: { readonly writes: number; readonly items: readonly Item[] } | undefined;
  return async () => {
    const writes = writesOf(physicalName);
    if (seen?.writes !== writes) seen = { writes, items: await read() };
    return structuredClone([...seen.items]);
  };
}
