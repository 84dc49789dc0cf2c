import type { Registry } from '../privacy/registry/registry.ts';
import type { Database } from '../storage/database.ts';
import { childEnding, goingAlong, headEnding, type ItemKind } from '../storage/item-kind.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import type { TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';

/** Something that lies on a case. */
export interface Lying {
  readonly kind: ItemKind;
  readonly item: Item & ItemKey;
}

/** Kinds that go along with a case. */
export const alongKinds = (registry: Registry): ItemKind[] =>
  [...registry.partKinds(ticketKind as unknown as ItemKind), ...registry.childKinds(ticketKind as unknown as ItemKind)].filter(goingAlong);

/** So many items move at once: two writes each, beside guard and cases, within the hundred of a transaction. */
export const mostAtOnce = 48;

/** What lies on a case and is of these kinds, page by page, place by place: several kinds may share one. */
export async function* lyingOn(db: Database, registry: Registry, kinds: readonly ItemKind[], { customerId, id }: TicketRef): AsyncGenerator<Lying[]> {
  const places = Map.groupBy(kinds, (kind) => JSON.stringify([kind.table, prefixOf(kind, customerId, id)]));
  for (const [{ table }, prefix] of [...places.values()].map(([kind]) => [kind!, prefixOf(kind!, customerId, id)] as const)) {
    for await (const items of db.each({ table, pk: customerId, prefix, limit: mostAtOnce })) {
      yield items
        .map((item) => ({ kind: registry.kindOf(table, item), item: item as Item & ItemKey }))
        .filter(({ kind, item }) => kinds.includes(kind) && item.ticketId === id);
    }
  }
}

function prefixOf(kind: ItemKind, customerId: string, ticketId: string): string {
  const child = childEnding(kind);
  if (child) return child.under({ ...ticketKey(customerId, ticketId) }).prefix;
  return headEnding(kind)!.partOf!.prefix?.(ticketId) ?? kind.sk;
}
