import { alreadyDone } from '../domain-error.ts';
import type { Registry } from '../privacy/registry/registry.ts';
import type { Database } from '../storage/database.ts';
import type { Condition } from '../storage/expression.ts';
import { childEnding, goingAlong, headEnding, type ItemKind } from '../storage/item-kind.ts';
import { both, isOnItsWayOut, notHidden } from '../storage/item-states.ts';
import { check, moved, update } from '../storage/item-writes.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { toEach, together, type NeedsOf } from '../storage/needs.ts';
import type { Write } from '../storage/transact.ts';
import type { TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind, type TicketItem } from './ticket-item.ts';
import type { Ticket } from './ticket.ts';

/** What lies on a case, whatever kinds those are: each says itself how it goes along (`goesAlong`). */
export interface FilingTable {
  /**
   * Files everything that lies on a merged case under the one of which it has become part; it can be repeated, and goes on where it ended.
   * @throws DomainError `conflict/already-done` once it is none any more, `conflict/changed-meanwhile`, `conflict/customer-erased`
   */
  fileUnder(merged: TicketRef, other: Filed): Promise<void>;
  /** Files everything that came with a case under it again, from the one of which it was part. @throws DomainError as above, once it is merged again */
  fileBack(ticket: Filed, from: TicketRef): Promise<void>;
}

type Filed = Pick<Ticket, 'id' | 'number' | 'customerId'>;

/** What each of its methods asks of the tables. */
export function filingNeeds(registry: Registry): NeedsOf<FilingTable> {
  const kinds = alongKinds(registry);
  const tablesOf = (some: readonly ItemKind[]) => some.map(({ table }) => table);
  const renamed = tablesOf(kinds.filter(hasItsWholeInItsKey));
  const moving = together(
    toEach('queries', tablesOf(kinds)),
    toEach('puts', renamed),
    toEach('deletes', renamed),
    toEach('updates', tablesOf(kinds.filter((kind) => !hasItsWholeInItsKey(kind)))),
    ['updates tickets', 'checks tickets', 'checks customers'],
  );
  return { fileUnder: moving, fileBack: moving };
}

/** Kinds that go along with a case. */
const alongKinds = (registry: Registry): ItemKind[] =>
  [...registry.partKinds(ticketKind as unknown as ItemKind), ...registry.childKinds(ticketKind as unknown as ItemKind)].filter(goingAlong);

const hasItsWholeInItsKey = (kind: ItemKind): boolean => childEnding(kind) !== undefined || headEnding(kind)?.partOf?.prefix !== undefined;

/** So many items move at once: two writes each, beside guard and cases, within the hundred of a transaction. */
const mostAtOnce = 48;

interface Found {
  readonly kind: ItemKind;
  readonly item: Item & ItemKey;
}

export function filingTable({ db, registry }: { readonly db: Database; readonly registry: Registry }): FilingTable {
  const kinds = alongKinds(registry);

  /** What lies on a case and goes along, place by place: several kinds may share one. */
  async function* lyingOn({ customerId, id }: TicketRef): AsyncGenerator<Found[]> {
    const places = Map.groupBy(kinds, (kind) => JSON.stringify([kind.table, prefixOf(kind, customerId, id)]));
    for (const [{ table }, prefix] of [...places.values()].map(([kind]) => [kind!, prefixOf(kind!, customerId, id)] as const)) {
      for await (const items of db.each({ table, pk: customerId, prefix, limit: mostAtOnce })) {
        yield items
          .map((item) => ({ kind: registry.kindOf(table, item), item: item as Item & ItemKey }))
          .filter(({ kind, item }) => kinds.includes(kind) && item.ticketId === id && !isOnItsWayOut(item));
      }
    }
  }

  /** Moves some from a case to another, and what is counted of them on each; all of it or nothing. */
  async function move(found: readonly Found[], from: TicketRef, to: Filed, cameWith: (item: Item) => readonly string[], cases: readonly CaseState[]) {
    if (found.length === 0) return;
    const moves = found.flatMap(({ kind, item }) => {
      const others = cameWith(item);
      return moved(kind, item, { ...goingAlong(kind)!.to(item, to), cameWith: others.length === 0 ? undefined : others });
    });
    const counted = countsOf(found);
    await db.commit({
      // What is restricted must not be in two places either.
      customer: { id: to.customerId, onlyStores: true },
      writes: [...cases.map(({ ref, if: condition }) => recounted(ref, condition, ref.id === to.id ? counted : negated(counted))), ...moves],
    });
  }

  return {
    async fileUnder(merged, other) {
      const cases = [
        { ref: merged, if: { equals: { mergedInto: other.id } } },
        { ref: other, if: { exists: true } },
      ];
      for await (const found of lyingOn(merged)) await move(found, merged, other, (item) => [...came(item), merged.id], cases);
    },

    async fileBack(ticket, from) {
      const cases = [
        { ref: ticket, if: { equals: { separatedFrom: from.id }, absent: ['mergedInto'] } },
        { ref: from, if: { exists: true } },
      ];
      for await (const found of lyingOn(from)) {
        const its = found.filter(({ item }) => came(item).at(-1) === ticket.id);
        await move(its, from, ticket, (item) => came(item).slice(0, -1), cases);
      }
    },
  };
}

/** A case and what it must be for things to move. */
interface CaseState {
  readonly ref: TicketRef;
  readonly if: Condition;
}

function prefixOf(kind: ItemKind, customerId: string, ticketId: string): string {
  const child = childEnding(kind);
  if (child) return child.under({ ...ticketKey(customerId, ticketId) }).prefix;
  return headEnding(kind)!.partOf!.prefix?.(ticketId) ?? kind.sk;
}

const came = ({ cameWith }: Item): readonly string[] => (cameWith as TicketItem['tags']) ?? [];

type Counts = Readonly<Record<string, number>>;

function countsOf(found: readonly Found[]): Counts {
  const sums: Record<string, number> = {};
  for (const { kind, item } of found) {
    for (const [name, count] of Object.entries(goingAlong(kind)!.counts?.(item) ?? {})) sums[name] = (sums[name] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

const negated = (counts: Counts): Counts => Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, -count]));

/** A case is as it must be, and counts so many more. */
const recounted = ({ customerId, id }: TicketRef, condition: Condition, add: Counts): Write =>
  Object.keys(add).length === 0
    ? check(ticketKind, ticketKey(customerId, id), { if: both(condition, notHidden), refusal: alreadyDone })
    : update(ticketKind, ticketKey(customerId, id), { add }, { if: both(condition, notHidden), refusal: alreadyDone });
