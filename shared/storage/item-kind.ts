import * as z from 'zod';
import type { DomainEvent } from '../../events/event.ts';
import { dayOf, type Day } from '../personal-data/calendar.ts';
import { customerData, technical } from '../personal-data/classification.ts';
import type { DeletionClass, StartPoints } from '../personal-data/deletion-rules.ts';
import type { Item, ItemKey } from './item.ts';
import { stateAttributes } from './item-states.ts';
import type { OutsideStoreName } from './outside-holdings.ts';
import { tables, type TableName } from './tables.ts';
import { awake } from './wake-index.ts';

/** Something outside the tables that goes with an item, by the name of its store and what it is found by there. */
export interface OutsideReference {
  readonly store: OutsideStoreName;
  readonly reference: string;
}

/** What the anonymous statistics may know of a case: codes and steps only, no id, nothing free. `year`: of its end. */
export interface CaseTraits {
  readonly year: string;
  readonly matter: string;
  readonly outcome: string;
  readonly amount: string;
}

/**
 * Every value that each trait can have; in the order of what it tells: of few cases only the first is told. How many values there are
 * decides how many cases it takes (decision 0032).
 */
export type TraitValues = Readonly<Record<Exclude<keyof CaseTraits, 'year'>, readonly string[]>>;

/** Whom a kept item is about: without it a voucher has no payee and a letter no sender once the master data is gone. */
export type Party = z.infer<ReturnType<typeof party>>;

/** The party as a kept item's schema has it; written when the master data goes. `who`: German, e.g. `Zahlungsempfänger`. */
export const party = (who: string) =>
  z.strictObject({
    name: customerData(z.string(), `${who}: Name`, 'Verwendbarkeit der Unterlage', '6(1)(c)'),
    address: customerData(z.string(), `${who}: Anschrift`, 'Verwendbarkeit der Unterlage', '6(1)(c)'),
  });

/** Another whole of the same person, to which what hangs on one goes along when the two become one. */
export interface OtherWhole {
  readonly id: string;
  readonly number: string;
}

/** How an item goes along with its whole to another. Items of a kind that does not say so stay where they are. */
export interface GoesAlong<Stored> {
  /** What of it says where it hangs, as it is there; its sort key among that, where that says so too. */
  readonly to: (item: Stored, whole: OtherWhole) => Partial<Stored>;
  /** What its whole counts of it, by the attribute in which it does. */
  readonly counts?: (item: Stored) => Readonly<Record<string, number>>;
  /** That it goes along to another person's file, under the same sort key, where its whole was in the wrong one. Without it, it stays where it was. */
  readonly toPerson?: ToPerson<Stored>;
}

/** How an item goes along to another person's file. */
export interface ToPerson<Stored> {
  /** What becomes of one; all of them go, unless this says otherwise. `later`: something that is under way with it ends first. */
  readonly which?: (item: Stored) => 'goes' | 'stays' | 'later';
  /** What else is true of it there. */
  readonly as?: (item: Stored) => Partial<Stored>;
  /** The file that goes with it: it is copied, the item names the copy from then on, and the one before goes. */
  readonly file?: {
    readonly of: (item: Stored) => FileAlong | undefined;
    readonly named: (copy: CopiedFile) => Partial<Stored>;
  };
}

/** One version of a file that goes along with its item, and what a reader's computer is told of it. */
export interface FileAlong {
  readonly store: OutsideStoreName;
  readonly id: string;
  readonly versionId: string;
  /** Lower-case hexadecimal: a copy has the same. */
  readonly sha256: string;
  readonly as: { readonly disposition: string; readonly contentType: string };
}

/** The same as it was copied, under an id of its own. */
export interface CopiedFile {
  readonly id: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly versionId: string;
}

/** How a head ends. It carries its due day itself, and everything that privacy must know of it stands here. */
export interface HeadEnding<Stored> {
  /** Its deletion class; where the item chooses among several, all of them and how. */
  readonly class: DeletionClass | { readonly oneOf: readonly DeletionClass[]; readonly of: (item: Stored) => DeletionClass };
  /** When it came to be: an instant, or a day where only that is known. */
  readonly recordedAt: (item: Stored) => string;
  /** Other days from which its periods run, as far as the item knows them. */
  readonly starts?: (item: Stored) => StartPoints;
  /** The head in the same partition that it hangs on (a step on its case), by its id: whose end it does not precede where its class
   *  says so, and whose states count for it. */
  readonly partOf?: PartOf<Stored>;
  /** It keeps the relationship with the person alive, whatever else has ended: until a day, or until one that is not known yet.
   *  A contract runs on its last day too; a case that is closed is over at once. */
  readonly keepsRelationship?: (item: Stored) => { readonly until: Day | undefined; readonly onThatDayToo?: true };
  /** Before this day nothing ends because the relationship has: its end was recorded long in arrears, and somebody has time to look again.
   *  Of master data it counts for everything of the person. */
  readonly settlesOn?: (item: Stored) => Day | undefined;
  /** A deletion run that takes it ends the person's own use of what is left: that is kept for the law only from then on. */
  readonly endsUse?: true;
  /** An erasure takes it after everything else, in the order of these numbers. */
  readonly erasedLast?: number;
  /** It tells of an erasure itself, so no erasure touches it. */
  readonly recordsErasure?: true;
  /** Helps to find or guard another item of the person, and says nothing more of them: not counted where people are told how much there was. */
  readonly auxiliary?: true;
  /** Of master data: who the person is, for what must be able to name them when this is gone. */
  readonly party?: (item: Stored) => Party;
  readonly outside?: (item: Stored) => readonly OutsideReference[];
  /** What may be counted of the item when it is deleted together with others like it. Without it, deleting leaves nothing. */
  readonly anonymised?: { readonly of: (item: Stored) => CaseTraits; readonly values: TraitValues };
  /** What an erasure (not a deletion run) leaves in the item's place, so that nobody brings the person back. */
  readonly tombstone?: (item: Stored, erasedOn: Day) => { readonly kind: ItemKind; readonly item: Item & ItemKey };
  /** Of a kind whose items sleep and wake (`wakeAttributes`): what is told when the time of one has come. Whoever hears it judges anew. */
  readonly wakes?: (item: Stored, told: { readonly id: string; readonly at: Date }) => DomainEvent;
  /** Until when one that wakes now sleeps on: it is looked at again, whatever becomes of this look. Without it, or a moment, it is awake. */
  readonly sleepsOn?: (item: Stored, now: Date) => Date | undefined;
  /** The id by which events tell of it: they lead to it, and so to its person, as long as it is there. */
  readonly toldAs?: (item: Stored) => string;
  /** By what it is spread over the due index; its id, or else its partition key, unless said otherwise. */
  readonly dueId?: (item: Stored) => string;
}

/** How a head hangs on another one in the same partition: a step, or a letter, on its case. */
export interface PartOf<Stored> {
  readonly kind: string;
  /** The other's id; `undefined` for one that hangs on none, where its kind has such. */
  readonly id: (item: Stored) => string | undefined;
  /** What sort keys of the parts of one begin with, where that is more than what all of their kind do. */
  readonly prefix?: (id: string) => string;
  readonly goesAlong?: GoesAlong<Stored>;
}

/** Where a head's children lie: in the child's own table, under this key. */
export interface Place {
  readonly pk: string;
  readonly prefix: string;
}

/**
 * How a child ends: with its head, in its head's class. Only the child says under which head it lies, and its key is made from
 * that (`putChild`), so deletion finds it wherever that is.
 */
export interface ChildEnding {
  readonly withHead: string;
  /** From the head's own item: enough of it that its key can be told. */
  readonly under: (head: Item & ItemKey) => Place;
  readonly goesAlong?: GoesAlong<Item>;
}

/** What people write in items of a kind, in words of their own: what an officer can take out for good. */
export interface WrittenIn<Stored> {
  /** The attributes that hold it. Each of them may be absent. */
  readonly parts: readonly (keyof Stored & string)[];
  /** Ids of items of the kind, or kinds beside it, that may hold the same words: one that it was copied from, that it corrects, that was made of it. */
  readonly alike?: (item: Stored) => readonly (string | undefined)[];
}

/** `never`: anonymous from the start. */
export type Ending<Stored> = HeadEnding<Stored> | ChildEnding | 'never';

/**
 * A kind of stored item: its table, its classified schema, how it ends and how a person's items of the kind are found.
 * Erasure, deletion run, data map, documents and the canary proof walk the list of these (`stored-items.ts`) and know no other.
 */
export interface ItemKind<S extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  readonly table: TableName;
  /** German, for the data map and the deletion concept. */
  readonly title: string;
  /** Strict: an attribute that is not declared is an error, in what is written and in what is read. */
  readonly schema: S;
  /** Sort keys of the kind begin so. */
  readonly sk: string;
  /**
   * `partition`: the partition key is the customer's id. `subject-index`: found by the index of that name. `head`: a child that lies
   * elsewhere, one under each head, whose own item leads to it: its key is the head's `under`. `none`: about no customer.
   */
  readonly foundBy: 'partition' | 'subject-index' | 'head' | 'none';
  readonly ending: Ending<z.infer<S>>;
  /** What of it a redaction can take out (decision 0055); absent where nobody writes in it, or it goes out as it is. */
  readonly written?: WrittenIn<z.infer<S>>;
}

/**
 * Declares a kind, with a schema that takes nothing undeclared.
 * @throws Error for a kind that could sleep and never wake: what it tells then, its attributes and its table's index go together; for one that goes
 *   along and does not keep with what; and for one of which something is to be taken out that cannot be absent, or without that being marked on it.
 */
export function itemKind<S extends z.ZodObject>(kind: ItemKind<S>): ItemKind<S> {
  const wakes = headEnding(kind)?.wakes !== undefined;
  const declared = awake.filter((name) => name in kind.schema.shape).length;
  if (declared !== (wakes ? awake.length : 0) || (wakes && !('wake' in tables[kind.table].indexes)))
    throw new Error(`${kind.kind} declares only a part of waking`);
  if ((goingAlong(kind) !== undefined) !== 'cameWith' in kind.schema.shape) throw new Error(`${kind.kind} declares only a part of going along`);
  const { shape } = kind.schema;
  if (kind.written && !['redactedBy', ...kind.written.parts].every((name) => shape[name]?.safeParse(undefined).success))
    throw new Error(`${kind.kind} declares only a part of being redacted`);
  return { ...kind, schema: strict(kind.schema) };
}

/** `.strict()` keeps the schema's type for us: keys that no attribute has are refused, none is added. */
const strict = <S extends z.ZodObject>(schema: S): S => schema.strict() as unknown as S;

/** Keys of every item whose partition is a customer's. */
export const customerKeys = <Kind extends string>(kind: Kind) => ({
  pk: customerData(z.string(), 'Kundenkennung', 'Zuordnung'),
  sk: technical(z.string(), 'Sortierschlüssel (zufällige Kennung)'),
  kind: technical(z.literal(kind), 'Art des Eintrags'),
});

/** What every head carries: the day it is due, its place in the due index, and its states. */
export const headAttributes = {
  dueOn: technical(z.iso.date(), 'Löschtermin'),
  duePk: technical(z.string(), 'Löschindex').optional(),
  dueSk: technical(z.string(), 'Löschindex').optional(),
  ...stateAttributes,
};
export type HeadAttribute = keyof typeof headAttributes;

/** What a kind that goes along has in its schema. */
export const alongAttributes = {
  /** The wholes with which it came to where it is, each to the next. */
  cameWith: z.array(customerData(z.string(), 'Kennung des Vorgangs, mit dem der Eintrag kam', 'Bearbeitung des Falls')).optional(),
};

/** The ending of an item that carries a due date itself; `undefined` for children and for what is anonymous. */
export const headEnding = <S extends z.ZodObject>({ ending }: ItemKind<S>): HeadEnding<z.infer<S>> | undefined =>
  ending !== 'never' && 'recordedAt' in ending ? ending : undefined;

/** The ending of an item that goes with another; `undefined` for all others. */
export const childEnding = ({ ending }: ItemKind): ChildEnding | undefined => (ending !== 'never' && 'withHead' in ending ? ending : undefined);

/** How items of a kind go along, whether they hang on their whole or are its children; `undefined` where they stay. */
export const goingAlong = (kind: ItemKind): GoesAlong<Item> | undefined => headEnding(kind)?.partOf?.goesAlong ?? childEnding(kind)?.goesAlong;

/** All classes that items of this head may be of. */
export const classesOf = <Stored>({ class: cls }: HeadEnding<Stored>): readonly DeletionClass[] => (typeof cls === 'string' ? [cls] : cls.oneOf);

/** The class of one item. */
export const classOfItem = <Stored>({ class: cls }: HeadEnding<Stored>, item: Stored): DeletionClass => (typeof cls === 'string' ? cls : cls.of(item));

/** The days that an item knows of itself. */
export const startsOf = <Stored>({ recordedAt, starts }: HeadEnding<Stored>, item: Stored): StartPoints => ({
  recorded: recordedOn(recordedAt(item)),
  ...starts?.(item),
});

/** `2026-03-15` as it is, `2026-03-15T09:30:00Z` as the day in Berlin. */
const recordedOn = (at: string): Day => (at.length === '2026-03-15'.length ? at : dayOf(new Date(at)));

/** An item read back as what its kind says it is. Anything else in the table is a defect, told without its values. */
export function parseItem<S extends z.ZodObject>(kind: ItemKind<S>, item: Item): z.infer<S> {
  return checked(kind, item, 'Stored');
}

/** What its kind says it is. @throws Error naming the attributes that are not, without their values */
export function checked<S extends z.ZodObject>(kind: ItemKind<S>, item: unknown, which: string): z.infer<S> {
  const parsed = kind.schema.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new Error(`${which} ${kind.kind} does not fit its schema: ${parsed.error.issues.flatMap(wrongIn).join(', ')}`);
}

/** What an issue is about: names that nobody declared, or the attribute that is not as declared. */
function wrongIn(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.join('.');
  const named = (key: string): string => `undeclared ${[path, key].filter(Boolean).join('.')}`;
  if (issue.code === 'unrecognized_keys') return issue.keys.map(named);
  const unknown = issue.code === 'invalid_union' ? unknownToAll(issue.errors) : [];
  return unknown.length > 0 ? unknown.map(named) : [path];
}

/** Names that no option of a union declares, of those that the item fits as far as any. */
function unknownToAll(options: readonly (readonly z.core.$ZodIssue[])[]): string[] {
  const reached = options.map((issues) => Math.min(...issues.map(({ path }) => path.length)));
  const furthest = options.filter((_, index) => reached[index] === Math.max(...reached));
  const unknown = furthest.map((issues) =>
    issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key].join('.')) : [])),
  );
  return unknown.reduce((some, others) => some.filter((name) => others.includes(name)));
}
