import type { DeletionClass } from '../../personal-data/deletion-rules.ts';
import { childEnding, classesOf, classOfItem, headEnding, type HeadEnding, type ItemKind, type Place } from '../../storage/item-kind.ts';
import type { Item, ItemKey } from '../../storage/item.ts';
import type { TableName } from '../../storage/tables.ts';
import type { Found } from './found.ts';

/** A child of a head: its kind, and where those of this head lie. */
export interface ChildPlace extends Place {
  readonly kind: ItemKind;
}

/** What privacy knows of stored items: their kinds, and what those declare. It knows no concept by name. */
export interface Registry {
  readonly kinds: readonly ItemKind[];
  /** The kind of an item. @throws Error for an item of no known kind: it must not be passed over. */
  kindOf(table: TableName, item: Item): ItemKind;
  /** All classes that items of a kind may be of; none for what is anonymous. */
  classesOf(kind: ItemKind): readonly DeletionClass[];
  /** The kind of a child's head. */
  headOf(kind: ItemKind): ItemKind | undefined;
  /** Where the children of this head lie, whatever table that is. */
  childrenOf(head: Found): ChildPlace[];
  /** Kinds whose items go with heads of this kind. */
  childKinds(head: ItemKind): readonly ItemKind[];
  /** The key of the head that an item hangs on, with its kind; `undefined` for what hangs on none. */
  wholeOf(found: Found): { readonly kind: ItemKind; readonly key: ItemKey } | undefined;
  /** Kinds that others hang on. */
  readonly wholeKinds: readonly ItemKind[];
  /** Kinds that hang on heads of this kind. */
  partKinds(whole: ItemKind): readonly ItemKind[];
  /** Kinds that keep a relationship alive. */
  readonly relationshipKinds: readonly ItemKind[];
  /** Classes of what tells of an erasure itself: none of its effects, and kept so that whoever answers for it can look into it. */
  readonly recordClasses: readonly DeletionClass[];
  /** The kind of master data: who a person is. */
  readonly personKind: ItemKind;
  /** Tables in which a customer's items lie in the customer's own partition. */
  readonly tablesByPartition: readonly TableName[];
  /** Tables in which they are found by the index `by-subject`. */
  readonly tablesBySubject: readonly TableName[];
  /** Tables whose items carry due dates. */
  readonly tablesWithDueDates: readonly TableName[];
}

/**
 * The registry of these kinds.
 * @throws Error for kinds that contradict each other: two of one name, a child or part of a kind that is not there.
 */
export function registryOf(kinds: readonly ItemKind[]): Registry {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  if (byName.size !== kinds.length) throw new Error('Two kinds of stored item have the same name');
  const named = (name: string, by: ItemKind): ItemKind => {
    const kind = byName.get(name);
    if (!kind || !headEnding(kind)) throw new Error(`${by.kind} goes with ${name}, which is no head`);
    return kind;
  };
  const headOf = (kind: ItemKind): ItemKind | undefined => {
    const child = childEnding(kind);
    return child && named(child.withHead, kind);
  };
  const heads = new Map(kinds.map((kind) => [kind, headOf(kind)]));
  const wholes = new Map(
    kinds.flatMap((kind) => {
      const whole = headEnding(kind)?.partOf?.kind;
      return whole === undefined ? [] : [[kind, named(whole, kind)] as const];
    }),
  );
  const persons = kinds.filter((kind) => headEnding(kind)?.party);
  if (persons.length > 1) throw new Error('More than one kind says who a person is');
  const childKinds = (head: ItemKind): ItemKind[] => kinds.filter((kind) => heads.get(kind) === head);
  const tablesOf = (isIn: (kind: ItemKind) => boolean): TableName[] => [...new Set(kinds.filter(isIn).map(({ table }) => table))];

  return {
    kinds,
    kindOf(table, item) {
      const kind = byName.get(String(item.kind));
      if (!kind || kind.table !== table) throw new Error(`An item of unknown kind lies in the table ${table}`);
      return kind;
    },
    classesOf(kind) {
      const ending = headEnding(heads.get(kind) ?? kind);
      return ending ? classesOf(ending) : [];
    },
    headOf: (kind) => heads.get(kind),
    childKinds,
    childrenOf: ({ kind, item }) => childKinds(kind).map((child) => ({ kind: child, ...childEnding(child)!.under(item as Item & ItemKey) })),
    wholeOf({ kind, item }) {
      const whole = wholes.get(kind);
      const id = headEnding(kind)?.partOf?.id(item);
      return whole && id !== undefined ? { kind: whole, key: { pk: String(item.pk), sk: `${whole.sk}${id}` } } : undefined;
    },
    wholeKinds: [...new Set(wholes.values())],
    partKinds: (whole) => kinds.filter((kind) => wholes.get(kind) === whole),
    relationshipKinds: kinds.filter((kind) => headEnding(kind)?.keepsRelationship),
    recordClasses: [...new Set(kinds.flatMap((kind) => (headEnding(kind)?.recordsErasure ? classesOf(headEnding(kind)!) : [])))],
    personKind: persons[0]!,
    tablesByPartition: tablesOf(({ foundBy }) => foundBy === 'partition'),
    tablesBySubject: tablesOf(({ foundBy }) => foundBy === 'subject-index'),
    tablesWithDueDates: tablesOf((kind) => headEnding(kind) !== undefined),
  };
}

/** The ending of a head that was found. @throws Error for anything else: it has no end of its own */
export function endingOf({ kind }: Found): HeadEnding<Item> {
  const ending = headEnding(kind);
  if (!ending) throw new Error(`${kind.kind} has no due date of its own`);
  return ending;
}

/** The class of a head that was found. */
export const classOf = (found: Found): DeletionClass => classOfItem(endingOf(found), found.item);

/** The customer whom an item is about: not every item of theirs lies in their own partition. `undefined` for what is about none. */
export function customerOf({ kind, item }: Found): string | undefined {
  if (kind.foundBy === 'partition') return String(item.pk);
  return kind.foundBy === 'subject-index' && typeof item.gsi1pk === 'string' ? item.gsi1pk : undefined;
}

/** Where items of these kinds lie. */
export const tablesOfKinds = (kinds: readonly ItemKind[]): TableName[] => kinds.map(({ table }) => table);
