import * as z from 'zod';
import type { Item } from './item.ts';
import type { TableName } from './tables.ts';
import type { DeletionClass, StartPoints } from '../personal-data/deletion-rules.ts';
import { customerData, technical } from '../personal-data/classification.ts';

/** Something outside the tables that goes with an item. */
export type ExternalData =
  | { readonly store: 'letter-files'; readonly key: string }
  | { readonly store: 'logins'; readonly username: string }
  /** The provider's list of addresses that mails came back from. */
  | { readonly store: 'mail-suppression'; readonly address: string };

/** A cell of the anonymous statistics: codes only, no id, nothing free. */
export interface StatisticsCell {
  readonly period: string;
  readonly cell: string;
}

/** How items of a kind end. Each head carries its due day; children have none and go with their head. */
export type Ending<Stored> =
  | {
      readonly class: DeletionClass;
      /** The days from which the item's periods run. */
      readonly starts: (item: Stored) => StartPoints;
      /** The sort-key prefix under which the head's children lie, in the head's partition. */
      readonly children?: (item: Stored) => string;
      readonly externals?: (item: Stored) => readonly ExternalData[];
      /** What is counted of the item before it is deleted. Without it, deleting leaves nothing. */
      readonly anonymised?: (item: Stored) => StatisticsCell;
      /** What an erasure (not a deletion run) leaves in the item's place, so that nobody brings the person back; without its due date. */
      readonly tombstone?: (item: Stored, erasedOn: string) => Record<string, unknown> & { readonly pk: string };
    }
  /** A child: in the partition of its head's key, in the head's table or another one. */
  | { readonly withHead: string; readonly class: DeletionClass }
  /** Anonymous from the start. */
  | 'never';

/** The ending of a head. */
export type HeadEnding<Stored> = Extract<Ending<Stored>, { readonly starts: unknown }>;

/**
 * A kind of stored item: its table, its classified schema, how it ends and how a person's items of the kind are found.
 * Erasure, deletion run, data map, documents and the canary proof walk the list of these (`stored-items.ts`) and know no other.
 */
export interface ItemKind<S extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  readonly table: TableName;
  /** German, for the data map and the deletion concept. */
  readonly title: string;
  readonly schema: S;
  /** `partition`: the partition key is the customer's id. `subject-index`: found by the index of that name. `none`: about no customer. */
  readonly foundBy: 'partition' | 'subject-index' | 'none';
  readonly ending: Ending<z.infer<S>>;
}

/** Declares a kind. Only for type inference; a function so that `ending` sees the schema's type. */
export const itemKind = <S extends z.ZodObject>(kind: ItemKind<S>): ItemKind<S> => kind;

/** Keys of every item whose partition is a customer's. */
export const customerKeys = <Kind extends string>(kind: Kind) => ({
  pk: customerData(z.string(), 'Kundenkennung', 'Zuordnung'),
  sk: technical(z.string(), 'Sortierschlüssel (zufällige Kennung)'),
  kind: technical(z.literal(kind), 'Art des Eintrags'),
});

/** What every head carries: the day it is due, its place in the due index, and the three states that are never one flag. */
export const headAttributes = {
  dueOn: technical(z.iso.date(), 'Löschtermin'),
  duePk: technical(z.string(), 'Löschindex').optional(),
  dueSk: technical(z.string(), 'Löschindex').optional(),
  /** Art. 17(3): hidden, no messages, the due date runs on. */
  retainedSince: customerData(z.iso.datetime(), 'Aufbewahrt nach Löschersuchen seit', 'Aufbewahrungspflicht', '6(1)(c)').optional(),
  /** Art. 18(1): the due date stops. */
  restrictedSince: customerData(z.iso.datetime(), 'Verarbeitung eingeschränkt seit', 'Einschränkung', '6(1)(c)').optional(),
  /** Its deletion has begun and will be finished, now or at the next run; a hold placed after this comes too late. */
  deletingSince: technical(z.iso.datetime(), 'Löschung begonnen').optional(),
  /** Legal hold: the due date stops. */
  heldSince: customerData(z.iso.datetime(), 'Löschsperre seit', 'Beweissicherung', '6(1)(f)').optional(),
};

/** The ending of an item that carries a due date itself; `undefined` for children and for what is anonymous. */
export const headEnding = <S extends z.ZodObject>({ ending }: ItemKind<S>): HeadEnding<z.infer<S>> | undefined =>
  ending !== 'never' && 'starts' in ending ? ending : undefined;

/** An item read back as what its kind says it is. Anything else in the table is a defect, told without its values. */
export function parseItem<S extends z.ZodObject>(kind: ItemKind<S>, item: Item): z.infer<S> {
  const parsed = kind.schema.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new Error(`Stored ${kind.kind} does not fit its schema: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
}
