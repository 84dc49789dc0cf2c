import { alreadyDone, changedMeanwhile, isRefusal } from '../domain-error.ts';
import type { Registry } from '../privacy/registry/registry.ts';
import type { Database } from '../storage/database.ts';
import type { Condition } from '../storage/expression.ts';
import { childEnding, goingAlong, headEnding, type ItemKind } from '../storage/item-kind.ts';
import { both, isHidden, isKept, isOnItsWayOut, notHidden, notKept } from '../storage/item-states.ts';
import { check, moved, remove, update } from '../storage/item-writes.ts';
import { keyOf, type Item, type ItemKey } from '../storage/item.ts';
import { toEach, together, type NeedsOf } from '../storage/needs.ts';
import type { Write, WriteOptions } from '../storage/transact.ts';
import { alongKinds, lyingOn, type Lying } from './lying-on.ts';
import type { TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';
import type { Ticket } from './ticket.ts';

/** What lies on a case, whatever kinds those are: each says itself how it goes along (`goesAlong`). */
export interface FilingTable {
  /**
   * Files everything that lies on a merged case under the one of which it has become part; it can be repeated, and goes on where it ended. Through with it,
   * neither counts it as under way any more.
   * @throws DomainError `conflict/already-done` once nothing is under way, `conflict/changed-meanwhile` (also while one of them is held or restricted),
   *   `conflict/customer-erased`
   */
  fileUnder(merged: TicketRef, other: Filed): Promise<void>;
  /** The same back: everything that came with a case, from the one of which it was part. @throws DomainError as above */
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
    toEach('gets', renamed),
    toEach('puts', renamed),
    toEach('deletes', renamed),
    toEach('updates', tablesOf(kinds.filter((kind) => !hasItsWholeInItsKey(kind)))),
    ['updates tickets', 'checks tickets', 'checks customers'],
  );
  return { fileUnder: moving, fileBack: moving };
}

const hasItsWholeInItsKey = (kind: ItemKind): boolean => childEnding(kind) !== undefined || headEnding(kind)?.partOf?.prefix !== undefined;

export function filingTable({ db, registry }: { readonly db: Database; readonly registry: Registry }): FilingTable {
  const kinds = alongKinds(registry);

  /** What lies on a case and goes along. */
  async function* lying(ticket: TicketRef): AsyncGenerator<Lying[]> {
    for await (const found of lyingOn(db, registry, kinds, ticket)) yield found.filter(({ item }) => !isOnItsWayOut(item));
  }

  /** Moves some from a case to another, and what is counted of them on each; all of it or nothing. */
  async function move(found: readonly Lying[], from: TicketRef, to: Filed, cameWith: (item: Item) => readonly string[], cases: readonly CaseState[]) {
    if (found.length === 0) return;
    const moves = found.flatMap(({ kind, item }) => {
      const others = cameWith(item);
      return moved(kind, item, { ...goingAlong(kind)!.to(item, to), cameWith: others.length === 0 ? undefined : others });
    });
    const counted = countsOf(found);
    await db.commit({
      customer: guardOf(to),
      writes: [...cases.map(({ ref, if: condition }) => recounted(ref, condition, ref.id === to.id ? counted : negated(counted))), ...moves],
    });
  }

  /** The same, where some stand there already: what a worker wrote of one cause, here and, told of it twice, there. They are taken from here. */
  async function moveOnce(found: readonly Lying[], from: TicketRef, to: Filed, cameWith: (item: Item) => readonly string[], cases: readonly CaseState[]) {
    try {
      await move(found, from, to, cameWith, cases);
    } catch (error) {
      if (!isRefusal(error, changedMeanwhile())) throw error;
      const twice = await alsoThere(found, to);
      if (twice.length === 0) throw error;
      await db.commit({
        customer: guardOf(to),
        writes: [...cases.map(({ ref, if: condition }) => recounted(ref, condition, {})), ...twice.map(({ kind, item }) => remove(kind, keyOf(item)))],
      });
      await move(
        found.filter((one) => !twice.includes(one)),
        from,
        to,
        cameWith,
        cases,
      );
    }
  }

  async function alsoThere(found: readonly Lying[], to: Filed): Promise<Lying[]> {
    const renamed = found.filter(({ kind }) => hasItsWholeInItsKey(kind));
    const keyThere = ({ kind, item }: Lying): ItemKey => ({ pk: item.pk, sk: String(goingAlong(kind)!.to(item, to).sk) });
    const there = new Set<string>();
    for (const [table, some] of Map.groupBy(renamed, ({ kind }) => kind.table))
      for (const { sk } of await db.getAll(table, some.map(keyThere))) there.add(String(sk));
    return renamed.filter((one) => there.has(keyThere(one).sk));
  }

  /** Nothing is under way any more, once: both count one less. */
  const through = (ticket: TicketRef, other: TicketRef, condition: Condition) =>
    db.commit({
      customer: guardOf(ticket),
      writes: [
        update(ticketKind, ticketKey(ticket.customerId, ticket.id), { add: { filings: -1 } }, { if: condition, refusal: alreadyDone }),
        update(ticketKind, ticketKey(other.customerId, other.id), { add: { filings: -1 } }, { if: { exists: true }, refusal: alreadyDone }),
      ],
    });

  return {
    async fileUnder(merged, other) {
      const cases = [
        { ref: merged, if: { exists: true, equals: { mergedInto: other.id, filings: 1 } } },
        { ref: other, if: { exists: true } },
      ];
      for await (const found of lying(merged)) await moveOnce(found, merged, other, (item) => [...came(item), merged.id], cases);
      await through(merged, other, cases[0]!.if);
    },

    async fileBack(ticket, from) {
      const cases = [
        { ref: ticket, if: { exists: true, equals: { separatedFrom: from.id, filings: 1 }, absent: ['mergedInto'] } },
        { ref: from, if: { exists: true } },
      ];
      for await (const found of lying(from)) {
        const its = found.filter(({ item }) => came(item).at(-1) === ticket.id);
        await moveOnce(its, from, ticket, (item) => came(item).slice(0, -1), cases);
      }
      await through(ticket, from, cases[0]!.if);
    },
  };
}

/** Also of somebody whose data is restricted (Art. 18 GDPR): nothing of it is used, and half of it on each case, for as long as that lasts, would serve nobody. */
const guardOf = ({ customerId }: TicketRef) => ({ id: customerId, onlyStores: true }) as const;

/** A case and what it must be for things to move. */
interface CaseState {
  readonly ref: TicketRef;
  readonly if: Condition;
}

const came = ({ cameWith }: Item): readonly string[] => (Array.isArray(cameWith) ? cameWith.map(String) : []);

type Counts = Readonly<Record<string, number>>;

function countsOf(found: readonly Lying[]): Counts {
  const sums: Record<string, number> = {};
  for (const { kind, item } of found) {
    for (const [name, count] of Object.entries(goingAlong(kind)!.counts?.(item) ?? {})) sums[name] = (sums[name] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

const negated = (counts: Counts): Counts => Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, -count]));

/**
 * A case is as it must be, and counts so many more. One that is held as evidence or restricted stays as it is: what is left is tried again, and where that lasts, somebody hears of it by
 * the dead letter.
 */
function recounted({ customerId, id }: TicketRef, condition: Condition, add: Counts): Write {
  const options: WriteOptions & { readonly if: Condition } = {
    if: both(both(condition, notHidden), notKept),
    refusal: (current) => (current && !isHidden(current) && isKept(current) ? changedMeanwhile() : alreadyDone()),
  };
  const key = ticketKey(customerId, id);
  return Object.keys(add).length === 0 ? check(ticketKind, key, options) : update(ticketKind, key, { add }, options);
}
