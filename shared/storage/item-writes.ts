import type * as z from 'zod';
import { later, type Day } from '../personal-data/calendar.ts';
import { endOf, type DeletionRules, type StartPoints } from '../personal-data/deletion-rules.ts';
import { dueKeys } from './due-index.ts';
import type { Changes, Condition } from './expression.ts';
import { keyOf, type Item, type ItemKey } from './item.ts';
import { checked, childEnding, classOfItem, headEnding, startsOf, type HeadAttribute, type ItemKind } from './item-kind.ts';
import { isKept } from './item-states.ts';
import type { Effect, Write, WriteOptions } from './transact.ts';

/** What a writer says of a new item; its kind says the rest: name, due day, states. */
export type Attributes<S extends z.ZodObject> = Omit<z.input<S>, 'kind' | HeadAttribute>;

/** What is handed over, if all of it is declared: more than that, in a variable or a spread too, does not compile. */
type Only<Declared, Given> = Given & { readonly [Name in Exclude<keyof Given, keyof Declared>]: never };

/** By which rules, and on which day, an item is dated. */
export interface Dating {
  readonly rules: DeletionRules;
  readonly today: Day;
}

/** The only way to a write: out of an item's kind, and where items of the kind lie. */
function written(kind: ItemKind, { sk }: ItemKey, effect: Effect): Write {
  if (!sk.startsWith(kind.sk)) throw new Error(`A ${kind.kind} has a sort key that its kind does not declare`);
  return effect as Write;
}

/** Writes a new head: strictly what its kind declares, dated by its kind's own ending. */
export function putHead<S extends z.ZodObject, Given extends Attributes<S>>(
  kind: ItemKind<S>,
  attributes: Only<Attributes<S>, Given>,
  dating: Dating,
  options: WriteOptions = {},
): Write {
  const item = headItem<S>(kind, attributes, dating);
  return written(kind, keyOf(item), { ...options, table: kind.table, put: item });
}

/** A new head as it is stored. */
export function headItem<S extends z.ZodObject>(kind: ItemKind<S>, attributes: Attributes<S>, dating: Dating): z.infer<S> {
  const item = { ...(attributes as unknown as Item & ItemKey), kind: kind.kind };
  return checked(kind, { ...item, ...dueOf(kind, item as unknown as z.infer<S>, dating) }, 'New');
}

/** Writes a new child of a head, under the key that its kind says children of that head have. */
export function putChild<S extends z.ZodObject, Given extends Omit<Attributes<S>, 'pk' | 'sk'>>(
  kind: ItemKind<S>,
  head: Item & ItemKey,
  suffix: string,
  attributes: Only<Attributes<S>, Given>,
  options: WriteOptions = {},
): Write {
  const key = childKey(kind, head, suffix);
  return written(kind, key, { ...options, table: kind.table, put: checked(kind, { ...attributes, ...key, kind: kind.kind }, 'New') });
}

/** The key of a child of this head. */
export function childKey(kind: ItemKind, head: Item & ItemKey, suffix: string): ItemKey {
  const { pk, prefix } = childEnding(kind)!.under(head);
  return { pk, sk: `${prefix}${suffix}` };
}

/** Changes of a kind's attributes; `undefined` is not written, and only what may be absent is removed. */
export interface KindChanges<S extends z.ZodObject> {
  readonly set?: Partial<z.input<S>>;
  readonly setOnce?: Partial<z.input<S>>;
  readonly remove?: readonly (keyof z.input<S> & string)[];
  readonly add?: Partial<Record<keyof z.input<S> & string, number>>;
}

/** Changes an item: only attributes that its kind declares, each as declared. Makes it where it is not there, unless `if` says otherwise. */
export function update<S extends z.ZodObject>(kind: ItemKind<S>, key: ItemKey, changes: KindChanges<S>, options: WriteOptions = {}): Write {
  const { shape } = kind.schema;
  const fits = (name: string, value: unknown): boolean => shape[name]?.safeParse(value).success === true;
  const values = Object.entries({ ...changes.add, ...changes.set, ...changes.setOnce });
  const wrong = [
    ...values.filter(([name, value]) => !(value === undefined && name in shape) && !fits(name, value)).map(([name]) => name),
    ...(changes.remove ?? []).filter((name) => !fits(name, undefined)),
  ];
  if (wrong.length > 0) throw new Error(`Changed ${kind.kind} does not fit its schema: ${wrong.join(', ')}`);
  return written(kind, key, { ...options, table: kind.table, update: key, changes: changes as Changes });
}

/** Makes a condition on an item, and changes nothing. */
export const check = (kind: ItemKind, key: ItemKey, options: WriteOptions & { readonly if: Condition }): Write =>
  written(kind, key, { ...options, table: kind.table, check: key });

/** Deletes an item. */
export const remove = (kind: ItemKind, key: ItemKey, options: WriteOptions = {}): Write => written(kind, key, { ...options, table: kind.table, delete: key });

/**
 * Writes an item anew with changes of where it lies: under another key, if that is among them, and from the one before in the same change; what is
 * `undefined` goes. It is due, and sleeps, as before. Only as it was read: whoever changed it meanwhile is not overtaken.
 */
export function moved(kind: ItemKind, item: Item & ItemKey, changes: Item): Write[] {
  const after = changed(kind, item, changes);
  const unchanged = { if: asRead(kind, item) };
  if (after.sk === item.sk && after.pk === item.pk) {
    const gone = Object.keys(changes).filter((name) => changes[name] === undefined);
    return [written(kind, keyOf(item), { ...unchanged, table: kind.table, update: keyOf(item), changes: { set: changes, remove: gone } })];
  }
  return [written(kind, keyOf(after), { table: kind.table, put: after }), remove(kind, keyOf(item), unchanged)];
}

/**
 * The same, and the one before stays for a while with these marks: it is there to be found again until what lies outside and goes with it, or hangs on it, has
 * gone.
 */
export function movedAndMarked<S extends z.ZodObject>(
  kind: ItemKind<S>,
  item: Item & ItemKey,
  changes: Item,
  marks: KindChanges<S>,
  options: WriteOptions = {},
) {
  const after = changed(kind, item, changes);
  const left = update(kind, keyOf(item), marks, { ...options, if: asRead(kind, item) });
  return [written(kind, keyOf(after), { table: kind.table, put: after }), left];
}

/** An item with changes, of which what is `undefined` goes. */
function changed(kind: ItemKind, item: Item & ItemKey, changes: Item): Item & ItemKey {
  const there = (entry: readonly [string, unknown]): boolean => entry[1] !== undefined;
  return checked(kind, Object.fromEntries(Object.entries({ ...item, ...changes }).filter(there)), 'Moved') as Item & ItemKey;
}

/** That an item is as it was read, as far as that shows in its plain values, and in which of its attributes are there: every change leaves a trace in these. */
function asRead(kind: ItemKind, item: Item): Condition {
  const plain = Object.entries(item).filter((entry): entry is [string, string | number | boolean] => typeof entry[1] !== 'object');
  return { equals: Object.fromEntries(plain), absent: Object.keys(kind.schema.shape).filter((name) => item[name] === undefined) };
}

/**
 * The due attributes of a head as it is now. `further`: days that others know (when the relationship ended). One whose states
 * stop its due date has left the index, and gets its day all the same: it comes back when they are lifted.
 */
export function dueOf<S extends z.ZodObject>(kind: ItemKind<S>, item: z.infer<S>, { rules, today }: Dating, further: StartPoints = {}) {
  const ending = headEnding(kind)!;
  const { on } = endOf(rules[classOfItem(ending, item)], { ...startsOf(ending, item), ...further }, today);
  return dueAttributes(kind, item, later(on, ending.settlesOn?.(item) ?? on));
}

/** The due attributes of a head that is due on a day. */
export function dueAttributes(kind: ItemKind, item: Item, on: Day): { dueOn: Day; duePk?: string; dueSk?: string } {
  const id = headEnding(kind)!.dueId?.(item) ?? String(item.id ?? item.pk);
  return isKept(item) ? { dueOn: on } : dueKeys(id, on);
}
