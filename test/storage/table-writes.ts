/** How often each table may have changed: a write counts when it is sent, and again when it has ended. By every client of this process. */
const counts = new Map<string, number>();

interface Write {
  readonly TableName?: string;
}

/** The tables that a request changes; none for one that reads. */
function changedBy(command: string, input: Readonly<Record<string, unknown>>): string[] {
  if (/^(Put|Update|Delete)Item$|^(Create|Delete)Table$/.test(command)) return [String(input['TableName'])];
  if (command === 'BatchWriteItem' || command === 'BatchWrite') return Object.keys(input['RequestItems'] as object);
  if (!command.startsWith('TransactWrite')) return [];
  const writes = (input['TransactItems'] as Record<string, Write>[]).map(({ Put, Update, Delete }) => (Put ?? Update ?? Delete)?.TableName);
  return writes.filter((name) => name !== undefined);
}

/** Counts what a request changes, before and after it. */
export async function countingWrites<T>(command: string, input: Readonly<Record<string, unknown>>, send: () => Promise<T>): Promise<T> {
  const tables = changedBy(command, input);
  const count = () => tables.forEach((table) => counts.set(table, writesOf(table) + 1));
  count();
  try {
    return await send();
  } finally {
    count();
  }
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
