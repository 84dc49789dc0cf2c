import { alreadyDone, changedMeanwhile } from '../domain-error.ts';
import type { FileMover } from '../files/file-mover.ts';
import type { Registry } from '../privacy/registry/registry.ts';
import type { Database } from '../storage/database.ts';
import { goingAlong, headEnding, type ItemKind, type ToPerson } from '../storage/item-kind.ts';
import { isOnItsWayOut } from '../storage/item-states.ts';
import { check, moved, movedAndMarked, remove, update } from '../storage/item-writes.ts';
import { keyOf, type Item } from '../storage/item.ts';
import { toEach, together, type NeedsOf } from '../storage/needs.ts';
import type { Write } from '../storage/transact.ts';
import { departureKey, departureKind } from './departure-item.ts';
import { linkOf, linkPrefix, unlinkWrites } from './link-item.ts';
import { alongKinds, lyingOn, mostAtOnce, type Lying } from './lying-on.ts';
import type { UnderWay } from './move-table.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';

/** What lies on a case that has gone to the file of another customer: each kind says itself whether it goes after it (`goesAlong.toPerson`). */
export interface CarryingTable {
  /**
   * Brings what goes along, with its files, and then takes away what is left of the case where it was; it can be repeated, and goes on where it ended. Whoever
   * is being erased waits for it, so neither customer's guard is asked.
   * @throws DomainError `conflict/already-done` once nothing is under way, `conflict/changed-meanwhile` where somebody was at the same things, or something
   *   that must end first has not
   */
  carry(move: UnderWay, now: Date): Promise<void>;
}

/** Kinds of which something goes along to another person's file. */
const carriedKinds = (registry: Registry): ItemKind[] => alongKinds(registry).filter((kind) => goingAlong(kind)!.toPerson !== undefined);

const toPerson = (kind: ItemKind): ToPerson<Item> => goingAlong(kind)!.toPerson!;

/** What each of its methods asks of the tables. */
export function carryingNeeds(registry: Registry): NeedsOf<CarryingTable> {
  const kinds = carriedKinds(registry);
  const tablesOf = (some: readonly ItemKind[]) => some.map(({ table }) => table);
  const withFile = tablesOf(kinds.filter((kind) => toPerson(kind).file));
  return {
    carry: together(
      toEach('queries', tablesOf(kinds)),
      toEach('puts', tablesOf(kinds)),
      toEach('deletes', tablesOf(kinds)),
      toEach('updates', withFile),
      toEach('gets', withFile),
      ['queries tickets', 'updates tickets', 'checks tickets', 'deletes tickets'],
    ),
  };
}

/** How many were removed with a change. */
interface Removed {
  readonly entries: number;
  readonly files: number;
}

export interface CarryingTableParts {
  readonly db: Database;
  readonly registry: Registry;
  readonly files: FileMover;
}

export function carryingTable({ db, registry, files }: CarryingTableParts): CarryingTable {
  const kinds = carriedKinds(registry);

  /** Only while the case is under way, and there where it goes; what is removed is counted with it. */
  const commit = ({ from, to, departureId }: UnderWay, removed: Removed, writes: readonly Write[]) =>
    db.commit({
      writes: [
        check(ticketKind, ticketKey(from.customerId, from.id), { if: { equals: { movingTo: to.customerId } }, refusal: alreadyDone }),
        check(ticketKind, ticketKey(to.customerId, to.id), { if: { exists: true }, refusal: alreadyDone }),
        update(departureKind, departureKey(from.customerId, departureId), { add: { ...removed } }, { if: { exists: true } }),
        ...writes,
      ],
    });

  /** As it is there: no case led to it, of those of the person in whose file it was. */
  const there = ({ kind, item }: Lying, { to }: UnderWay): Item => ({ ...toPerson(kind).as?.(item), pk: to.customerId, cameWith: undefined });

  async function carryAll(found: readonly Lying[], move: UnderWay): Promise<void> {
    if (found.length === 0) return;
    await commit(
      move,
      { entries: found.length, files: 0 },
      found.flatMap((one) => moved(one.kind, one.item, there(one, move))),
    );
  }

  /** The copy first, then the item that names it, and last the file before, which the item before names until it is gone. */
  async function carryWithFile(one: Lying, move: UnderWay, now: Date): Promise<void> {
    const { kind, item } = one;
    const file = fileOf(one)!;
    const copy = await files.copy(file, move.from.customerId, move.to.customerId);
    const changes = { ...there(one, move), ...toPerson(kind).file!.named(copy) };
    const marks = { set: { deletingSince: now.toISOString() } };
    await commit(move, { entries: 1, files: 1 }, movedAndMarked(kind, item, changes, marks as never, { refusal: changedMeanwhile }));
    await clear(one);
  }

  /** What was brought there with its file, and is still here. */
  async function clear({ kind, item }: Lying): Promise<void> {
    for (const reference of headEnding(kind)?.outside?.(item) ?? []) await files.remove(reference);
    await db.commit({ writes: [remove(kind, keyOf(item))] });
  }

  /** One whose deletion had begun: because it was brought, or for another reason, which is not ours to finish. */
  async function finish(one: Lying, { to }: UnderWay): Promise<void> {
    if (await db.get(one.kind.table, { pk: to.customerId, sk: one.item.sk })) await clear(one);
  }

  /** Links lead to other cases of the customer from whom it goes, and are taken from both. */
  async function unlink({ from }: UnderWay): Promise<void> {
    for await (const items of db.each({ table: 'tickets', pk: from.customerId, prefix: linkPrefix(from.id), limit: mostAtOnce })) {
      const links = items.map(linkOf);
      for (const { otherId } of links) await db.commit({ writes: [...unlinkWrites(from, otherId)] });
    }
  }

  return {
    async carry(move, now) {
      const { from, to, departureId } = move;
      let waits = false;
      for await (const found of lyingOn(db, registry, kinds, from)) {
        const [leaving, here] = [found.filter(({ item }) => isOnItsWayOut(item)), found.filter(({ item }) => !isOnItsWayOut(item))];
        for (const one of leaving) await finish(one, move);
        const byFate = Map.groupBy(here, ({ kind, item }) => toPerson(kind).which?.(item) ?? 'goes');
        waits ||= byFate.has('later');
        const going = byFate.get('goes') ?? [];
        await carryAll(
          going.filter((one) => !fileOf(one)),
          move,
        );
        for (const one of going) if (fileOf(one)) await carryWithFile(one, move, now);
      }
      if (waits) throw changedMeanwhile();
      await unlink(move);
      await db.commit({
        writes: [
          remove(ticketKind, ticketKey(from.customerId, from.id), { if: { equals: { movingTo: to.customerId } }, refusal: alreadyDone }),
          update(ticketKind, ticketKey(to.customerId, to.id), { add: { filings: -1 } }, { if: { exists: true }, refusal: alreadyDone }),
          update(departureKind, departureKey(from.customerId, departureId), { set: { completedAt: now.toISOString() } }, { if: { exists: true } }),
        ],
      });
    },
  };
}

const fileOf = ({ kind, item }: Lying) => toPerson(kind).file?.of(item);
