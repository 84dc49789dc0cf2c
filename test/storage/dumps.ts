import { isDeepStrictEqual } from 'node:util';
import { deletionRules, type DeletionClass, type DeletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { deletionRunKind } from '../../shared/privacy/runs/deletion-run-item.ts';
import { classOf, customerOf } from '../../shared/privacy/registry/registry.ts';
import { headEnding, type ItemKind } from '../../shared/storage/item-kind.ts';
import { keyOf, type Item, type ItemKey } from '../../shared/storage/item.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { storedItems } from '../../shared/stored-items.ts';
import type { Storage } from './harness.ts';

const rules: DeletionRules = deletionRules('insurer');

/** Everything in the tables at one moment. */
export type Dump = Awaited<ReturnType<Storage['dump']>>;

export interface Placed {
  readonly table: TableName;
  readonly item: Item;
}

/** Everything of a dump, each with its table. */
export const everything = (dump: Dump): Placed[] =>
  (Object.entries(dump) as [TableName, Item[]][]).flatMap(([table, items]) => items.map((item) => ({ table, item })));

const placeOf = (table: TableName, { pk, sk }: ItemKey): string => JSON.stringify([table, pk, sk]);
const byPlace = (dump: Dump): Map<string, Placed> => new Map(everything(dump).map((one) => [placeOf(one.table, keyOf(one.item)), one]));

/** What became of a dump. */
export interface Difference {
  readonly gone: readonly Placed[];
  readonly made: readonly Placed[];
  /** As they are afterwards. */
  readonly changed: readonly Placed[];
}

export function difference(before: Dump, after: Dump): Difference {
  const [old, fresh] = [byPlace(before), byPlace(after)];
  const only = (these: Map<string, Placed>, those: Map<string, Placed>) => [...these].filter(([key]) => !those.has(key)).map(([, one]) => one);
  const changed = [...fresh].filter(([key, one]) => old.has(key) && !isDeepStrictEqual(old.get(key)!.item, one.item)).map(([, one]) => one);
  return { gone: only(old, fresh), made: only(fresh, old), changed };
}

/** Makes the tables hold a dump again, by writing the differences only. */
export async function restore(storage: Storage, to: Dump, from?: Dump): Promise<void> {
  const { gone, made, changed } = difference(from ?? (await storage.dump()), to);
  for (const table of new Set([...gone, ...made, ...changed].map((one) => one.table))) {
    const of = (some: readonly Placed[]) => some.filter((one) => one.table === table).map(({ item }) => item);
    await storage.db.deleteAll(table, of(gone).map(keyOf));
    await storage.put(table, ...of(made), ...of(changed));
  }
}

/** Items as a test compares them: sets of names that say what and which it is. */
export const names = (some: readonly Placed[]): string[] =>
  some.map(({ table, item }) => `${table}/${String(item.kind)} ${String(item.pk)} ${String(item.sk)}`).sort();

/** How many of each kind: `{ 'tickets/note': 3 }`. */
export const kinds = (some: readonly Placed[]): Record<string, number> => counted(some.map(({ table, item }) => `${table}/${String(item.kind)}`));

/** How often each word comes, in their order. */
export function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words.toSorted()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** What in a dump speaks of somebody: everything in whose leaves one of these texts stands. */
export const withText = (dump: Dump, ...texts: readonly string[]): Placed[] =>
  everything(dump).filter(({ item }) => texts.some((text) => JSON.stringify(item).includes(text)));

export const kindOf = ({ table, item }: Placed): ItemKind => storedItems.kindOf(table, item);
export const isHead = (one: Placed): boolean => headEnding(kindOf(one)) !== undefined;
const found = (one: Placed) => ({ kind: kindOf(one), item: one.item });

/** Everything in a dump that is about a customer, as the registry says. */
export const ofPerson = (dump: Dump, { id }: { readonly id: string }): Placed[] => everything(dump).filter((one) => personIn(dump, one) === id);

/** Whose an item is; what its head leads to is whose that is. */
function personIn(dump: Dump, one: Placed): string | undefined {
  const owner = kindOf(one).foundBy === 'head' ? headIn(dump, one) : one;
  return owner && customerOf(found(owner));
}

/** A head with the children that go with it, wherever they lie. */
export function withChildren(dump: Dump, head: Placed): Placed[] {
  const places = storedItems.childrenOf(found(head));
  const isChild = (one: Placed) => places.some(({ kind, pk, prefix }) => kind === kindOf(one) && pk === one.item.pk && String(one.item.sk).startsWith(prefix));
  return [head, ...everything(dump).filter(isChild)];
}

/** The head that a child goes with; itself for a head, `undefined` for a child that nobody would delete. */
export const headIn = (dump: Dump, one: Placed): Placed | undefined =>
  isHead(one) ? one : everything(dump).find((head) => isHead(head) && withChildren(dump, head).some(({ item }) => item === one.item));

/** The class of an item, its own or its head's. */
export function classIn(dump: Dump, one: Placed): DeletionClass {
  const head = headIn(dump, one);
  if (!head) throw new Error(`${names([one])[0]!} goes with no head`);
  return classOf(found(head));
}

/** Of these items those of some classes, children of such heads among them. */
export const ofClass = (dump: Dump, some: readonly Placed[], ...classes: readonly DeletionClass[]): Placed[] =>
  some.filter((one) => storedItems.classesOf(kindOf(one)).length > 0 && classes.includes(classIn(dump, one)));

/** The item of a kind that a test means; the first of several. */
export function theItem(dump: Dump, name: string, isIt: (item: Item) => boolean = () => true): Placed {
  const one = everything(dump).find(({ item }) => item.kind === name && isIt(item));
  if (!one) throw new Error(`There is no such ${name}`);
  return one;
}

/** What hangs on a head, with its children: the head itself left out. */
export const partsOf = (dump: Dump, whole: Placed): Placed[] =>
  everything(dump)
    .filter((one) => {
      const key = storedItems.wholeOf(found(one));
      return key?.kind === kindOf(whole) && placeOf(key.kind.table, key.key) === placeOf(whole.table, keyOf(whole.item));
    })
    .flatMap((part) => withChildren(dump, part));

/** Of that what does not end before the head does. */
export const lastingWith = (dump: Dump, whole: Placed): Placed[] => partsOf(dump, whole).filter((one) => rules[classIn(dump, one)].withCase);

/** Everything that a hold or a restriction of this head protects: it, what hangs on it, and if it is the person all of theirs. */
export function protectedBy(dump: Dump, head: Placed): Placed[] {
  if (kindOf(head) === storedItems.personKind) return ofPerson(dump, { id: String(head.item.pk) });
  return [...withChildren(dump, head), ...partsOf(dump, head)];
}

/** What of these is not among those. */
export const without = (these: readonly Placed[], ...those: readonly (readonly Placed[])[]): Placed[] => {
  const left = new Set(names(those.flat()));
  return these.filter((one) => !left.has(names([one])[0]!));
};

/** What a run writes of itself. */
const isOfRun = (one: Placed): boolean => [kindOf(one), storedItems.headOf(kindOf(one))].some((kind) => kind === deletionRunKind);

/** What some work did to what is stored, but for what a deletion run writes of itself; with everything as it was before. */
export async function effectOf(storage: Storage, work: () => Promise<unknown>): Promise<Difference & { readonly before: Dump; readonly after: Dump }> {
  const before = await storage.dump();
  await work();
  const after = await storage.dump();
  const { gone, made, changed } = difference(before, after);
  const others = (some: readonly Placed[]) => some.filter((one) => !isOfRun(one));
  return { before, after, gone: others(gone), made: others(made), changed: others(changed) };
}
