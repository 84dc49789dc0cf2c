/**
 * What may be found of an erased person, and until when. No list of exceptions: that something is kept must follow from the
 * data itself (marked as retained, in the due index, of a class that the law keeps), be of an item's declared attributes, and
 * have been told to the person in the answer to their request. Everything else is a leak.
 */
import { fileOfKey } from '../shared/files/file-key.ts';
import { fileStoreNames, fileStores, type FileStore, type FileStoreName } from '../shared/files/file-stores.ts';
import type { DeletionRules } from '../shared/personal-data/deletion-rules.ts';
import { classifiedAttributes } from '../shared/personal-data/classification.ts';
import { addDays, dayOf, type Day } from '../shared/personal-data/calendar.ts';
import { tombstoneKind } from '../shared/customers/customer-item.ts';
import { classOfItem, goingAlong, headEnding, type ItemKind } from '../shared/storage/item-kind.ts';
import { storedItems } from '../shared/stored-items.ts';
import type { Item } from '../shared/storage/item.ts';
import type { TableName } from '../shared/storage/tables.ts';
import { outboxEvent } from '../shared/storage/event-item.ts';
import type { Marker, Snapshot } from './markers.ts';
import type { Dump, StoreRecord } from './records.ts';

/** Why something of an erased person is there. */
export interface Residue {
  /** Deletion class, or what it is where it has none. */
  readonly class: string;
  readonly ground: string;
  /** Nothing of it is left on this day. Absent for what lies with the person themselves. */
  readonly endsOn?: Day;
  /** `stored`: deleted by us on its day. `passing`: the queue drops it. `delivered`: not ours any more. */
  readonly state: 'stored' | 'passing' | 'delivered';
}

/** A line of the answer to the erasure request. */
export interface AnswerLine {
  readonly class: string;
  readonly result: string;
  readonly ground?: string;
  readonly endsOn?: string;
}

export interface Erased {
  readonly customerId: string;
  readonly answer: readonly AnswerLine[];
  readonly rules: DeletionRules;
  /** Everything by which the person could be known, by name. */
  readonly markers: ReadonlyMap<string, Marker>;
  /** Buckets of files, by what items call their store. */
  readonly buckets: Readonly<Record<FileStoreName, string>>;
  /** Keys of the person's files when they had just been erased. */
  readonly files: ReadonlySet<string>;
  /** The day that the stores are at: what has ended by then must be gone. */
  readonly today: Day;
}

/** Says of a marker that was found in a record whether it may be there. */
export type Declared = (record: StoreRecord, marker: string) => Residue | undefined;

/** What a delivered message is addressed to. */
const addresses = ['email', 'phone'];

/** Where on a kept item a copy of master data is declared: who its party or payee is, and where the answer goes until it is sent. */
const snapshots: Readonly<Record<Snapshot, RegExp>> = {
  name: /^(party|payee)\.name$/,
  address: /^party\.address$/,
  iban: /^payee\.iban$/,
  letter: /(?!)/,
  number: /(?!)/,
  none: /^replyTo$/,
};

/** What of it a letter says: to whom it went, and of which contract. */
const inLetters: readonly Snapshot[] = ['name', 'address', 'letter', 'number'];

export function declaredIn(dump: Pick<Dump, 'items'>, erased: Erased): Declared {
  const kept = keptItems(dump, erased);
  const files = new Map(
    [...kept.values()].flatMap(({ kind, item, residue }) => {
      const outside = headEnding(kind)?.outside?.(item) ?? [];
      return outside.flatMap(({ store, reference }) =>
        isFileStore(store) ? [[fileIn(erased.buckets[store], reference), { store, versionId: versionOf(item), residue }] as const] : [],
      );
    }),
  );
  return ({ from }, name) => {
    const marker = erased.markers.get(name);
    switch (from.in) {
      case 'table':
      case 'index': {
        if (from.item.kind === outboxEvent.kind) return isAggregate(marker) ? eventResidue(String(from.item.dueOn)) : undefined;
        const found = kept.get(keyOf(from.table, from.item));
        return found && mayHold(found.kind, from.path, marker) ? found.residue : undefined;
      }
      case 'stream':
        return from.table === outboxEvent.table && isAggregate(marker) ? eventResidue(tomorrow()) : undefined;
      case 'object': {
        const file = from.isDeleteMarker ? undefined : files.get(fileIn(from.bucket, from.key));
        const isCopy = from.part === 'content' && marker?.snapshot !== undefined && !inLetters.includes(marker.snapshot);
        return file && file.versionId === from.versionId && (from.part !== 'metadata' || isNamedByPerson(file.store)) && !isCopy ? file.residue : undefined;
      }
      case 'message':
        if (isAggregate(marker)) return passing(from.endsAt);
        return name === 'customerId' && namesOnlyFile(from.body, erased) ? passing(from.endsAt) : undefined;
      case 'delivered':
        return (from.part === 'addresses' ? addresses.includes(name) : marker?.inMails)
          ? { class: 'mails and SMS', ground: 'delivered: lies with the recipient', state: 'delivered' }
          : undefined;
      default:
        return undefined;
    }
  };
}

/** The version of its file that an item names. */
const versionOf = (item: Record<string, unknown>): unknown => item.fileVersionId ?? (item.file as { readonly versionId?: unknown } | undefined)?.versionId;

/** Whether the name of a file, stored with it, is what its person calls it. */
const isNamedByPerson = (store: FileStoreName): boolean =>
  classifiedAttributes(fileStores[store].holds).some(({ path, classification: { subject } }) => path === 'fileName' && subject === 'customer');

const fileIn = (bucket: string, key: string): string => JSON.stringify([bucket, key]);

const isFileStore = (store: string): store is FileStoreName => (fileStoreNames as readonly string[]).includes(store);

/** The id of something of the person's: it leads to them as long as that is stored, and events name it. */
const isAggregate = (marker: Marker | undefined): boolean => marker?.form === 'id' && marker.aggregate === true;

/** The key of a tombstone: nothing but the code of a number, which is what it is for. */
const codeOfNumber = /^lku#[A-Za-z0-9_-]{43}$/;

/** In an attribute about somebody, and master data only where a copy of it is declared; ids in any that the kind declares. */
function mayHold(kind: ItemKind, path: string, marker: Marker | undefined): boolean {
  if (kind.kind === tombstoneKind.kind) return path === 'pk' && marker?.name === 'insuranceNumber';
  if (marker?.snapshot !== undefined) return snapshots[marker.snapshot].test(path);
  return isAggregate(marker) || isPersonal(kind, path);
}

const eventResidue = (endsOn: Day): Residue => ({ class: 'event', ground: 'ids and codes of what happened, without a name', endsOn, state: 'passing' });

const tomorrow = (): Day => addDays(dayOf(new Date()), 1);

interface Kept {
  readonly kind: ItemKind;
  readonly item: Item;
  readonly residue: Residue;
}

/** The person's items that may be there, by table and key: heads that say so themselves, and children that go with such a head. */
function keptItems({ items }: Pick<Dump, 'items'>, erased: Erased): Map<string, Kept> {
  const own = items.filter(({ item }) => item.pk === erased.customerId).flatMap(({ table, item }) => knownKind(table, item));
  const heads = own.flatMap(({ kind, item }): Kept[] => {
    const residue = headResidue(kind, item, erased);
    return residue ? [{ kind, item, residue }] : [];
  });
  // Not every child lies in the partition of its head.
  const children = items
    .flatMap(({ table, item }) => knownKind(table, item))
    .flatMap(({ kind, item }): Kept[] => {
      const head = heads.find((candidate) => belongsTo(kind, item, candidate));
      return head ? [{ kind, item, residue: { ...head.residue } }] : [];
    });
  return new Map([...heads, ...children, ...tombstonesIn(items, erased)].filter(isWhole).map((found) => [keyOf(found.kind.table, found.item), found]));
}

/** What an erasure leaves so that nobody is brought back: found by nothing but the number itself, so any of today's may be theirs. */
function tombstonesIn(items: Dump['items'], erased: Erased): Kept[] {
  return items
    .filter(({ item }) => item.kind === tombstoneKind.kind && codeOfNumber.test(String(item.pk)))
    .flatMap(({ table, item }) => knownKind(table, item))
    .flatMap(({ kind, item }) => {
      const residue = headResidue(kind, item, erased);
      return residue ? [{ kind, item, residue }] : [];
    });
}

/** An item of no known kind can't have been kept on purpose. */
function knownKind(table: TableName, item: Item): { kind: ItemKind; item: Item }[] {
  try {
    return [{ kind: storedItems.kindOf(table, item), item }];
  } catch {
    return [];
  }
}

function headResidue(kind: ItemKind, item: Item, { rules, answer, today }: Erased): Residue | undefined {
  const ending = headEnding(kind);
  if (!ending) return undefined;
  const cls = classOfItem(ending, item);
  if (!rules[cls].onErasure.startsWith('retain-')) return undefined;
  // What tells of the erasure itself need not be marked as retained.
  if (item.retainedSince === undefined && !ending.recordsErasure) return undefined;
  const { dueOn, duePk, dueSk } = item;
  // Without its place in the due index it would stay for ever.
  if (typeof dueOn !== 'string' || duePk === undefined || !String(dueSk).startsWith(`${dueOn}#`) || dueOn <= today) return undefined;
  const told = answer.find((line) => line.class === cls && line.result === 'retained' && line.endsOn !== undefined && line.endsOn >= dueOn);
  return told?.ground ? { class: cls, ground: told.ground, endsOn: dueOn, state: 'stored' } : undefined;
}

const belongsTo = (kind: ItemKind, item: Item, head: Kept): boolean =>
  storedItems.childrenOf(head).some((place) => place.kind === kind && place.pk === item.pk && String(item.sk).startsWith(place.prefix));

/** Nothing hangs on it that its kind does not declare. */
const isWhole = ({ kind, item }: Kept): boolean => kind.schema.safeParse(item).success;

/** Whether the registry says of an attribute that it is about somebody. In others nothing of a person may be found. */
const isPersonal = ({ schema }: ItemKind, path: string): boolean =>
  classifiedAttributes(schema).some((attribute) => attribute.path === path && attribute.classification.subject !== 'none');

/**
 * S3 tells that a file was stored, and the queue keeps that back a while; the file's name has the person's id in it. The queue
 * drops it in its own time, which no deletion run shortens: it may outlast the file where a run was made for a later day.
 */
function namesOnlyFile(body: string, { customerId, files }: Erased): boolean {
  const key = [...files, ...goneBefore(body)].find((name) => body.includes(`"${name}"`));
  return key !== undefined && !body.replaceAll(key, '').includes(customerId);
}

/** Kinds whose files go along to another person's file. */
const goToOthers = new Set(storedItems.kinds.filter((kind) => goingAlong(kind)?.toPerson?.file).map(({ kind }) => kind));

/** Names of files that are gone long before anybody is erased: what somebody sent, once it was looked at, and what went along to another person's file. */
function goneBefore(body: string): string[] {
  const stores = Object.values<FileStore>(fileStores).filter(({ comesLater, kind }) => comesLater || goToOthers.has(kind));
  const names = [...body.matchAll(/"([\w/.]+)"/g)].map(([, name]) => name!);
  return names.filter((name) => stores.some((store) => fileOfKey(store, name) !== undefined));
}

const passing = (endsAt: Date): Residue => ({
  class: 'message on its way',
  ground: 'names a letter or a case by its id; the queue drops it in its own time',
  endsOn: endsAt.toISOString().slice(0, 10),
  state: 'passing',
});

const keyOf = (table: string, { pk, sk }: Item): string => JSON.stringify([table, pk, sk]);
