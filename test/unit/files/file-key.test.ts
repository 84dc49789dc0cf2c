import { describe, expect, it } from '@jest/globals';
import { fileKey, fileOfKey, personPrefix } from '../../../shared/files/file-key.ts';
import { bucketVariable, fileStoreNames, fileStores, type FileStore } from '../../../shared/files/file-stores.ts';
import { newId } from '../../../shared/id.ts';
import { classifiedAttributes } from '../../../shared/personal-data/classification.ts';

const stores = Object.entries<FileStore>(fileStores);
const customerId = newId('cus');

describe.each(stores)('a key of %s', (_, store) => {
  const fileId = newId(store.idPrefix);
  const key = fileKey(store, customerId, fileId);

  it('says whose file it is, and which', () => {
    expect(fileOfKey(store, key)).toEqual({ customerId, fileId });
    expect(key.startsWith(personPrefix(store, customerId))).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['the prefix alone', `${store.prefix}/`],
    ['a name that is no id', fileKey(store, customerId, 'a')],
    ['somebody who is no customer', fileKey(store, newId('agt'), fileId)],
    ['an id of another kind', fileKey(store, customerId, newId('run'))],
    ['no extension', key.slice(0, -store.extension.length - 1)],
    ['a longer name', `${key}.bak`],
    ['a folder more', key.replace('/cus_', '/2026/cus_')],
    ['a folder below', key.replace(fileId, `${fileId}/x`)],
    ['another prefix', `x/${key}`],
  ])('is not one with %s', (__, other) => {
    expect(fileOfKey(store, other)).toBeUndefined();
  });
});

it('belongs to one person only: the prefix of another never fits', () => {
  const { 'letter-files': store } = fileStores;
  expect(fileKey(store, `${customerId}0`, newId('let')).startsWith(personPrefix(store, customerId))).toBe(false);
});

it.each(['', 'cus_1', `${customerId}/x`, '*'])('can not be swept by %j', (id) => {
  expect(() => personPrefix(fileStores['letter-files'], id)).toThrow('by the id of a customer');
});

describe('stores of files', () => {
  it('have a place and a variable each', () => {
    expect(new Set(stores.map(([, { prefix }]) => prefix)).size).toBe(stores.length);
    expect(new Set(fileStoreNames.map(bucketVariable)).size).toBe(stores.length);
    for (const name of fileStoreNames) expect(bucketVariable(name)).toMatch(/^[A-Z][A-Z0-9_]+$/);
  });

  it.each(stores)('%s says of everything in it whose it is', (_, { holds }) => {
    const subjects = classifiedAttributes(holds).map(({ classification }) => classification.subject);
    expect(subjects).toContain('customer');
  });
});
