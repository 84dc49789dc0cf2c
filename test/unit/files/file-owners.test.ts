import { describe, expect, it } from '@jest/globals';
import { samples } from '../../../docs/privacy/samples.ts';
import { fileOfKey } from '../../../shared/files/file-key.ts';
import { filesOfItem, ownedStores } from '../../../shared/files/file-owners.ts';
import { fileStores, type FileStore } from '../../../shared/files/file-stores.ts';
import { newId } from '../../../shared/id.ts';
import { letterAttributes, letterKind } from '../../../shared/letters/letter-item.ts';
import { issued } from '../../../shared/letters/letter.ts';
import { claimSettlement } from '../../../shared/letters/templates/claim-settlement.ts';
import { headEnding, type ItemKind } from '../../../shared/storage/item-kind.ts';
import { storedItems } from '../../../shared/stored-items.ts';

const isFileStore = (name: string): name is keyof typeof fileStores => name in fileStores;

/** Files that items of a kind name, in whatever shape its schema allows: which store, and where in it. */
const named = (kind: ItemKind) =>
  samples(kind.schema)
    .flatMap((item) => headEnding(kind)?.outside?.(item as never) ?? [])
    .filter(({ store }) => isFileStore(store));

describe('a store of files', () => {
  it.each(Object.entries<FileStore>(fileStores))('%s is one whose files the items that it says name', (name, store) => {
    const kind = storedItems.kinds.find((one) => one.kind === store.kind)!;
    const references = named(kind).filter((reference) => reference.store === name);
    expect(references).not.toEqual([]);
    for (const { reference } of references) expect(reference.split('/')[0]).toBe(store.prefix);
  });

  it.each(storedItems.kinds.map((kind) => [kind.kind, kind] as const))('is none of others: what %s names belongs to it', (_, kind) => {
    expect(named(kind).filter(({ store }) => isFileStore(store) && fileStores[store].kind !== kind.kind)).toEqual([]);
  });

  it('is found with the kind of its items, and refused without one that a person’s files can belong to', () => {
    expect(ownedStores(fileStores, storedItems.kinds).map(({ name }) => name)).toEqual(Object.keys(fileStores));
    for (const kinds of [[], [{ ...letterKind, foundBy: 'none' } as ItemKind], [{ ...letterKind, ending: 'never' } as ItemKind]]) {
      expect(() => ownedStores(fileStores, kinds)).toThrow('No item of a person names files of the store letter-files');
    }
  });
});

describe('the files of an item', () => {
  const [customerId, id] = [newId('cus'), newId('let')];
  const file = { sha256: 'ab'.repeat(32), sizeBytes: 4711, versionId: 'v1' };
  const letter = issued(
    { id, customerId, ticketId: newId('tck'), ticketNumber: '26-7K3M-9QXN', issuedBy: newId('agt') },
    claimSettlement,
    file,
    new Date('2026-03-15T10:00:00Z'),
  );
  const item = { ...letterAttributes(letter), kind: 'letter', dueOn: '2033-01-01' };
  const [owned] = ownedStores(fileStores, storedItems.kinds);

  it('are those of the store, by their keys', () => {
    expect(filesOfItem(owned!, item).map((key) => fileOfKey(owned!.store, key))).toEqual([{ customerId, fileId: id }]);
    expect(filesOfItem({ ...owned!, name: 'another' }, item)).toEqual([]);
  });

  it('are not told of one that is not what its kind says: nothing must be taken for an orphan by mistake', () => {
    const { sha256: _, ...without } = item;
    expect(() => filesOfItem(owned!, without)).toThrow('does not fit its schema: sha256');
  });
});
