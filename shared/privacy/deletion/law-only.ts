import type { Day } from '../../personal-data/calendar.ts';
import type { DeletionRules } from '../../personal-data/deletion-rules.ts';
import { changedMeanwhile, isRefusal } from '../../domain-error.ts';
import type { Database } from '../../storage/database.ts';
import { headEnding, type ItemKind, type Party } from '../../storage/item-kind.ts';
import { both, isOnItsWayOut, notKept } from '../../storage/item-states.ts';
import { dueAttributes, update } from '../../storage/item-writes.ts';
import { keyOf } from '../../storage/item.ts';
import { toEach, together, type Needs } from '../../storage/needs.ts';
import type { Write } from '../../storage/transact.ts';
import { defectOf, endOfItem, endOfUseOf, isProtected, needsEnd } from '../registry/assessment.ts';
import { factFinder } from '../registry/facts.ts';
import type { Found } from '../registry/found.ts';
import { customerOf, endingOf, tablesOfKinds, type Registry } from '../registry/registry.ts';
import { assessingNeeds, itemsOf } from '../registry/subject-items.ts';
import type { Assessed } from './deletion.ts';
import { stillFree, stillFreeNeeds } from './still-free.ts';

/** What `leave` asks of the tables. */
export const leaveNeeds = (registry: Registry, rules: DeletionRules): Needs =>
  together(
    assessingNeeds(registry),
    stillFreeNeeds(registry),
    toEach('queries', tablesOfKinds(registry.wholeKinds.flatMap((whole) => lastingWith(whole, registry, rules)))),
    toEach('updates', tablesOfKinds(registry.kinds.filter((kind) => headEnding(kind) && kind.foundBy !== 'none'))),
  );

export interface LawOnlyParts {
  readonly db: Database;
  readonly registry: Registry;
  readonly rules: DeletionRules;
  readonly now: () => Date;
}

/**
 * What happens to data that only the law still keeps: it is hidden from everybody, dated to the end of its period, and names whom it
 * is about, for a voucher without payee or a letter without sender could not serve the ground for which it is kept.
 */
export function lawOnly({ db, registry, rules, now }: LawOnlyParts) {
  /** Marks a head as kept for the law only. Says whether it did: not if somebody did before, or if it, its case or its person is held or restricted. */
  async function retain(head: Assessed, until: Day, party: Party | undefined): Promise<boolean> {
    return changed(head, { retainedSince: now().toISOString(), ...dueAttributes(head.kind, head.item, until) }, party, stillFree([head]));
  }

  async function changed({ kind, item }: Found, set: Record<string, unknown>, party: Party | undefined, also: readonly Write[] = []): Promise<boolean> {
    const named = party && canName(kind) && item.party === undefined ? { party } : {};
    if (Object.keys({ ...set, ...named }).length === 0) return false;
    const retains = 'retainedSince' in set;
    const condition = both({ exists: true }, retains ? both(notKept, { absent: ['retainedSince'] }) : {});
    try {
      await db.commit({ writes: [update(kind, keyOf(item), { set: { ...set, ...named } }, { if: condition }), ...also] });
      return true;
    } catch (error) {
      if (isRefusal(error, changedMeanwhile())) return false;
      throw error;
    }
  }

  /** The heads that are touched when this one goes: all of a person's, or those that hang on it. */
  async function* touchedBy(head: Found): AsyncGenerator<Found[]> {
    const customer = customerOf(head);
    if (customer !== undefined && endingOf(head).endsUse) yield* itemsOf(db, registry, customer);
    else for (const kind of lastingWith(head.kind, registry, rules)) yield* partsOf(head, kind);
  }

  async function* partsOf(head: Found, kind: ItemKind): AsyncGenerator<Found[]> {
    const key = keyOf(head.item);
    const prefix = headEnding(kind)!.partOf!.prefix?.(key.sk.slice(head.kind.sk.length)) ?? kind.sk;
    for await (const items of db.each({ table: kind.table, pk: key.pk, prefix, limit: 100 })) {
      yield items
        .map((item) => ({ kind: registry.kindOf(kind.table, item), item }))
        .filter((found) => found.kind === kind && registry.wholeOf(found)?.key.sk === key.sk);
    }
  }

  return {
    retain,

    /** Tells a head whom it is about, if it can say so and does not yet. */
    name: (head: Found, party: Party | undefined): Promise<boolean> => changed(head, {}, party),

    /** Whether anything is to be done before a deletion run takes heads of this kind. */
    concerns: (kind: ItemKind): boolean => headEnding(kind)?.endsUse === true || lastingWith(kind, registry, rules).length > 0,

    /**
     * Before a deletion run takes a head: what is used for nothing any more without it, and stays, stays for the law only from here
     * on; and when the master data goes, what stays is told whom it is about. Can be repeated.
     */
    async leave(head: Found, asOf: Day): Promise<void> {
      const party = endingOf(head).party?.(head.item);
      const facts = factFinder(db, registry);
      for await (const page of touchedBy(head)) {
        const heads = page.filter(({ kind, item }) => headEnding(kind) && keyOf(item).sk !== keyOf(head.item).sk && !isOnItsWayOut(item));
        const known = await facts.of(heads, needsEnd(rules));
        for (const [index, found] of heads.entries()) {
          const own = known[index]!;
          // It stays as it is, and is counted by the run for which it is due itself.
          if (defectOf(found, own, rules, asOf)) continue;
          const without = own.whole && keyOf(own.whole.item).sk === keyOf(head.item).sk ? { ...own, whole: undefined } : own;
          const use = endOfUseOf(found, without, rules, asOf);
          const end = endOfItem(found, without, rules, asOf, true);
          const unused = found.item.retainedSince === undefined && use?.final && use.on <= asOf && end.on > asOf && !isProtected(found, own);
          const person = own.person && endingOf(own.person).party?.(own.person.item);
          const ended = endOfItem(found, without, rules, asOf);
          if (unused) await retain({ ...found, facts: own }, end.on, party ?? person);
          // It was dated by what is no more: an end that was recorded in arrears, a period of its case that was taken back. What this run
          // takes anyhow stays as it was found.
          else if (ended.final && ended.on < String(found.item.dueOn) && String(found.item.dueOn) > asOf)
            await changed(found, dueAttributes(found.kind, found.item, ended.on), party);
          else if (party) await changed(found, {}, party);
        }
      }
    },
  };
}

export type LawOnly = ReturnType<typeof lawOnly>;

/** The kinds whose items last at least as long as what they hang on: its end is theirs too. */
const lastingWith = (whole: ItemKind, registry: Registry, rules: DeletionRules): ItemKind[] =>
  registry.partKinds(whole).filter((kind) => registry.classesOf(kind).some((cls) => rules[cls].withCase));

/** Whether items of a kind can say whom they are about. */
export const canName = (kind: ItemKind): boolean => 'party' in kind.schema.shape;
