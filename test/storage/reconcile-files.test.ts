import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { allStores } from '../../shared/files/all-stores.ts';
import { missingAmiss, shardsOfWeek } from '../../functions/files/find-missing-files.ts';
import { mostRemoved, orphansAmiss } from '../../functions/files/find-orphan-files.ts';
import { beginning, reconcileFiles, Reconciliation, type ReconcileDeps } from '../../functions/files/reconcile-files.ts';
import { fileStored, removeOrphanFile, tellingOf } from '../../functions/files/remove-orphan-file.ts';
import { fileKey } from '../../shared/files/file-key.ts';
import type { OwnedStore } from '../../shared/files/file-owners.ts';
import { fileSweep } from '../../shared/files/file-sweep.ts';
import { fileWalk } from '../../shared/files/file-walk.ts';
import { newId } from '../../shared/id.ts';
import type { LogFields } from '../../shared/lambda/logger.ts';
import { letterFileKey } from '../../shared/letters/letter.ts';
import { dueShards, dueShard } from '../../shared/storage/due-index.ts';
import { dyingS3, filesOf, lockUntil, lying, paperItem, pictureItem, testOwned, testStores } from './file-fixtures.ts';
import { describeOnOneEngine } from './harness.ts';
import { issue, issueDeps, someCase } from './letter-fixtures.ts';
import { InjectedCrash } from './observed-client.ts';

const day = 24 * 60 * 60 * 1000;

describeOnOneEngine('files and items held against each other', (storage) => {
  let bucket: string;
  let logged: { level: string; code: string; fields: LogFields | undefined }[];
  let messages: string[];

  beforeEach(async () => {
    await storage.clear();
    bucket = await storage.bucket();
    logged = [];
    messages = [];
  });

  /** Files can't be made older than they are: the week is reconciled some time from now instead. */
  const inDays = (days: number) => () => new Date(Date.now() + days * day);

  interface Week extends Partial<ReconcileDeps> {
    readonly owned?: readonly OwnedStore[];
    /** The client of one attempt at a message. */
    readonly clientOf?: () => S3Client;
    /** What is said to begin with. */
    readonly begin?: unknown;
  }

  /** A week's reconciliation by a queue that hands out again what was not finished, and what is handed over removed as it is told. */
  async function week({ owned = testOwned, clientOf = () => storage.s3, begin = beginning, ...more }: Week = {}): Promise<void> {
    const log = (level: string) => (code: string, fields?: LogFields) => void logged.push({ level, code, fields });
    const deps = (s3: S3Client): ReconcileDeps => ({
      db: storage.db,
      stores: owned,
      walks: Object.fromEntries(owned.map(({ name, store }) => [name, fileWalk({ s3, store, bucket, pageSize: 5 })])),
      send: async (walks) => void queue.push(...walks.map((walk) => JSON.stringify(walk))),
      handOver: async (keys) => void told.push(...keys.map((key) => JSON.stringify(tellingOf(key)))),
      hasTime: () => true,
      brake: mostRemoved,
      log: { info: log('info'), warn: log('warn'), error: log('error') },
      now: inDays(15),
      ...more,
    });
    const queue = [JSON.stringify(begin)];
    const told: string[] = [];
    await worked(queue, (message) => reconcileFiles(Reconciliation.parse(message), deps(clientOf())));
    const erasers = Object.fromEntries(owned.map(({ name, store }) => [name, filesOf(store, storage.s3, bucket)]));
    await worked(told, (message) => removeOrphanFile(fileStored.parse(message), { db: storage.db, stores: owned, erasers }));
  }

  async function worked(queue: string[], handle: (message: unknown) => Promise<void>): Promise<void> {
    for (let attempts = 0; queue.length > 0; attempts++) {
      expect(attempts).toBeLessThan(500);
      const message = queue.shift()!;
      messages.push(message);
      try {
        await handle(JSON.parse(message));
      } catch (error) {
        if (!(error instanceof InjectedCrash)) throw error;
        queue.push(message);
      }
    }
  }

  const said = (level: string) => logged.filter((line) => line.level === level).map(({ code, fields }) => ({ code, ...fields }));

  const paper = async (customerId = newId('cus')) => {
    const fileId = newId('let');
    const key = fileKey(testStores.papers, customerId, fileId);
    await filesOf(testStores.papers, storage.s3, bucket).keep(key, Buffer.from('paper'), { fileName: 'x.pdf', lockUntil });
    return { customerId, fileId, key };
  };
  const kept = async (customerId?: string, marks: object = {}) => {
    const made = await paper(customerId);
    await storage.put('letters', { ...paperItem(made.customerId, made.fileId), ...marks });
    return made.key;
  };
  const picture = async (customerId: string) => {
    const fileId = newId('int');
    const key = fileKey(testStores.pictures, customerId, fileId);
    await filesOf(testStores.pictures, storage.s3, bucket).keep(key, Buffer.from('picture'), { fileName: 'x.png' });
    return { fileId, key };
  };

  /** People with and without files that belong to something, in both stores: more than a page of each. */
  async function setUp() {
    const [one, other, nobody] = [newId('cus'), newId('cus'), newId('cus')];
    const keep = await Promise.all([kept(one), kept(one), kept(one), kept(other), kept(other), kept(newId('cus'))]);
    const orphans = (await Promise.all([paper(one), paper(nobody), paper(nobody)])).map(({ key }) => key);
    const [first, second, third] = [await picture(one), await picture(one), await picture(one)];
    await storage.put('tickets', pictureItem(one, newId('int'), [first.fileId, third.fileId]));
    return { one, nobody, keep: [...keep, first.key, third.key].sort(), orphans: [...orphans, second.key].sort() };
  }

  describe('removes files that no item names', () => {
    it('in every store, and no others', async () => {
      const { keep, orphans } = await setUp();
      expect(await lying(storage, bucket)).toEqual([...keep, ...orphans].sort());
      await week();
      expect(await lying(storage, bucket)).toEqual(keep);
      expect(said('warn')).toEqual([
        { code: 'files-without-items', store: 'papers', count: 3 },
        { code: 'files-without-items', store: 'pictures', count: 1 },
      ]);
      expect(said('error')).toEqual([]);
      expect(said('info')).toEqual(
        expect.arrayContaining([
          { code: 'files-looked-at', store: 'papers', count: 9 },
          { code: 'files-looked-at', store: 'pictures', count: 3 },
        ]),
      );
      logged = [];
      await week();
      expect(await lying(storage, bucket)).toEqual(keep);
      expect(said('warn')).toEqual([]);
    });

    it('but not within a day: what is in flight may still get its item', async () => {
      const { key } = await paper();
      await week({ now: inDays(0.9) });
      expect(await lying(storage, bucket)).toEqual([key]);
    });

    it('nor when the item came after it was found', async () => {
      const { customerId, fileId, key } = await paper();
      const handOver = async () => storage.put('letters', paperItem(customerId, fileId));
      const told: string[] = [];
      await week({ handOver: async (keys) => (told.push(...keys), handOver()) });
      const erasers = { papers: filesOf(testStores.papers, storage.s3, bucket) };
      for (const each of told) await removeOrphanFile(each, { db: storage.db, stores: testOwned, erasers });
      expect(told).toEqual([key]);
      expect(await lying(storage, bucket)).toEqual([key]);
    });

    it.each(['retainedSince', 'heldSince', 'restrictedSince', 'deletingSince'])('and keeps those of an item that is marked %s', async (mark) => {
      const key = await kept(newId('cus'), { [mark]: '2026-11-15T10:00:00.000Z' });
      await week();
      expect(await lying(storage, bucket)).toEqual([key]);
    });

    it('and what is left of one: a delete marker', async () => {
      const { key } = await paper();
      const { removeOf } = filesOf(testStores.papers, storage.s3, bucket);
      await removeOf(key.split('/')[1]!, new Set());
      await storage.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      expect(await lying(storage, bucket)).toEqual([key]);
      await week();
      expect(await lying(storage, bucket)).toEqual([]);
    });

    it('that were left by a crash between file and item, and by a message that was lost', async () => {
      const some = await someCase(storage);
      await issue(some, issueDeps(storage, bucket), { key: 'issued' });
      const [letter] = await lying(storage, bucket);
      storage.inject(({ command }) => (command === 'TransactWriteItems' ? 'crash-before' : undefined));
      await expect(issue(some, issueDeps(storage, bucket), { key: 'crashed' })).rejects.toThrow(InjectedCrash);
      storage.inject(undefined);
      expect(await lying(storage, bucket)).toHaveLength(2);
      await week({ owned: allStores });
      expect(await lying(storage, bucket)).toEqual([letter]);
    });
  });

  describe('ends in the same state', () => {
    it('when there is never time for a second page', async () => {
      const { keep } = await setUp();
      await week({ hasTime: () => false });
      expect(await lying(storage, bucket)).toEqual(keep);
      expect(said('warn').map(({ count }) => count)).toEqual(expect.arrayContaining([3, 1]));
      expect(messages.length).toBeGreaterThan(10);
    });

    it.each([1, 2])('when the process ended again and again at its request %s to S3', async (at) => {
      const { keep } = await setUp();
      let attempt = 0;
      const clients: S3Client[] = [];
      await week({
        clientOf() {
          // Every other attempt, now before its effect and now after it.
          attempt += 1;
          const { s3 } = dyingS3(storage, attempt % 2 === 0 ? at : 0, attempt % 4 === 0 ? 'before' : 'after');
          clients.push(s3);
          return s3;
        },
      });
      for (const client of clients) client.destroy();
      expect(messages.length - new Set(messages).size).toBeGreaterThan(0);
      expect(await lying(storage, bucket)).toEqual(keep);
      expect(said('warn').map(({ count }) => count)).toEqual(expect.arrayContaining([3, 1]));
    });

    it('when the process ended again and again at a read of items', async () => {
      const { keep } = await setUp();
      let reads = 0;
      storage.inject(() => (++reads % 7 === 0 ? 'crash-after' : undefined));
      await week({ hasTime: () => false });
      storage.inject(undefined);
      expect(messages.length - new Set(messages).size).toBeGreaterThan(1);
      expect(await lying(storage, bucket)).toEqual(keep);
    });
  });

  describe('removes nothing', () => {
    it('when an item could not be looked up', async () => {
      const { keep, orphans } = await setUp();
      storage.inject(() => new Error('no answer'));
      await expect(week()).rejects.toThrow('no answer');
      expect(await lying(storage, bucket)).toEqual([...keep, ...orphans].sort());
    });

    it('when an item is not what its kind says', async () => {
      const { customerId, fileId, key } = await paper();
      await storage.put('letters', { ...paperItem(customerId, fileId), id: 7 });
      await expect(week()).rejects.toThrow('does not fit its schema');
      expect(await lying(storage, bucket)).toEqual([key]);
    });

    it('when it is more than the brake allows, until somebody has looked', async () => {
      const nobody = newId('cus');
      const keep = await kept(nobody);
      for (let count = 0; count < 8; count++) await paper(nobody);
      await week({ brake: 7 });
      expect(await lying(storage, bucket)).toHaveLength(9);
      expect(said('error')).toEqual([{ code: orphansAmiss.tooMany, store: 'papers', count: 8 }]);
      await week({ brake: 7, begin: { walk: 'files', store: 'papers', released: true } });
      expect(await lying(storage, bucket)).toEqual([keep]);
      expect(said('warn')).toEqual([{ code: 'files-without-items', store: 'papers', count: 8 }]);
    });

    it('beyond what the brake allows, but all up to it', async () => {
      for (let count = 0; count < 7; count++) await paper();
      await week({ brake: 7, hasTime: () => false });
      expect(await lying(storage, bucket)).toEqual([]);
      expect(said('error')).toEqual([]);
    });

    it('whose name none of ours has, but tells of it', async () => {
      const Key = `papers/${newId('cus')}/notes.txt`;
      await storage.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }));
      await week();
      expect(await lying(storage, bucket)).toEqual([Key]);
      expect(said('error')).toEqual([{ code: orphansAmiss.unknown, store: 'papers', count: 1 }]);
    });
  });

  describe('counts items whose file is not there', () => {
    /** All weeks' items: they take four weeks. */
    const fourWeeks = async (more: Week = {}) => {
      for (let weeks = 0; weeks < 4; weeks++) await week({ ...more, now: inDays(15 + 7 * weeks) });
    };
    const missing = () => said('error').filter(({ code }) => code === missingAmiss);

    it('once in four weeks, by kind, and by nothing that leads to anybody', async () => {
      const { one, keep } = await setUp();
      const papers = filesOf(testStores.papers, storage.s3, bucket);
      const pictures = filesOf(testStores.pictures, storage.s3, bucket);
      await papers.remove(keep.find((key) => key.startsWith('papers/'))!);
      await pictures.removeOf(one, new Set());
      await fourWeeks({ hasTime: () => false });
      expect(missing()).toEqual(
        expect.arrayContaining([
          { code: missingAmiss, store: 'papers', kind: 'paper', count: 1 },
          { code: missingAmiss, store: 'pictures', kind: 'picture', count: 2 },
        ]),
      );
      expect(missing()).toHaveLength(2);
      const looked = said('info').filter(({ code, kind }) => code === 'items-looked-at' && kind === 'paper');
      expect(looked.reduce((sum, { count }) => sum + count!, 0)).toBe(6);
      expect(JSON.stringify(logged)).not.toMatch(/cus_|let_|int_/);
    });

    it('though something with a longer name is, or a delete marker', async () => {
      const key = await kept();
      await filesOf(testStores.papers, storage.s3, bucket).remove(key);
      await storage.s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${key}.bak`, Body: 'x' }));
      await storage.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      await fourWeeks();
      expect(missing()).toEqual([{ code: missingAmiss, store: 'papers', kind: 'paper', count: 1 }]);
    });

    it('but not one that is on its way out, nor one that is gone by now', async () => {
      const going = await kept(newId('cus'), { deletingSince: '2026-11-15T10:00:00.000Z' });
      const gone = await paper();
      await storage.put('letters', paperItem(gone.customerId, gone.fileId));
      const files = filesOf(testStores.papers, storage.s3, bucket);
      for (const key of [going, gone.key]) await files.remove(key);
      // The index shows it still; its own table does not.
      const { get } = storage.db;
      const isGone = (sk: string) => sk === paperItem(gone.customerId, gone.fileId).sk;
      await fourWeeks({ db: { ...storage.db, get: async (table, key) => (isGone(key.sk) ? undefined : get(table, key)) } });
      expect(missing()).toEqual([]);
    });
  });

  describe('an erasure’s sweep', () => {
    const sweep = (owned: readonly OwnedStore[]) =>
      fileSweep({ db: storage.db, stores: owned, erasers: Object.fromEntries(owned.map(({ name, store }) => [name, filesOf(store, storage.s3, bucket)])) });

    it('takes everything of the person that no item names, in every store, and nothing of anybody else', async () => {
      const { one, nobody, keep, orphans } = await setUp();
      await sweep(testOwned)(one);
      const theirs = orphans.filter((key) => key.includes(nobody));
      expect(await lying(storage, bucket)).toEqual([...keep, ...theirs].sort());
      await sweep(testOwned)(nobody);
      await sweep(testOwned)(nobody);
      expect(await lying(storage, bucket)).toEqual(keep);
    });

    it('takes nothing when it can’t be read what is kept', async () => {
      const { one, keep, orphans } = await setUp();
      storage.inject(() => new Error('no answer'));
      await expect(sweep(testOwned)(one)).rejects.toThrow('no answer');
      expect(await lying(storage, bucket)).toEqual([...keep, ...orphans].sort());
    });

    it('takes a letter’s file that no letter came to, and leaves a letter that the law keeps its own', async () => {
      const some = await someCase(storage);
      const { id } = await issue(some, issueDeps(storage, bucket), { key: 'k' });
      const [item] = await storage.items('letters');
      await storage.put('letters', { ...item, retainedSince: '2026-11-15T10:00:00.000Z' });
      const orphan = letterFileKey(some.customerId, newId('let'));
      await filesOf(allStores[0]!.store, storage.s3, bucket).keep(orphan, Buffer.from('%PDF-'), { fileName: 'x.pdf', lockUntil });
      await sweep(allStores)(some.customerId);
      expect(await lying(storage, bucket)).toEqual([letterFileKey(some.customerId, id)]);
    });
  });
});

describe('the shards of a week', () => {
  it('are each looked through once in any four weeks, whatever the day', () => {
    for (let start = 0; start < 20; start++) {
      const shards = Array.from({ length: 4 }, (_, index) => shardsOfWeek(new Date(Date.UTC(2026, 0, 3 + start * 11 + index * 7, 4)))).flatMap(
        ({ shard, lastShard }) => Array.from({ length: lastShard - shard + 1 }, (__, index) => dueShard(shard + index)),
      );
      expect(new Set(shards).size).toBe(dueShards);
      expect(shards).toHaveLength(dueShards);
    }
  });
});
