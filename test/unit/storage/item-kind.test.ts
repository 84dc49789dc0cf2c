import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { projectDir } from '../../../client/paths.ts';
import { classifiedAttributes } from '../../../shared/personal-data/classification.ts';
import { deletionClasses, deletionRules, type DeletionRule } from '../../../shared/personal-data/deletion-rules.ts';
import { headEnding, type ItemKind } from '../../../shared/storage/item-kind.ts';
import { indexKeys, tables, type IndexName, type TableShape } from '../../../shared/storage/tables.ts';

interface Found {
  readonly kind: ItemKind;
  readonly where: string;
}

/** Every kind that some module of ours exports, found by looking, so that none is forgotten. */
async function kindsInSource(): Promise<Found[]> {
  const files = globSync('shared/**/*.ts', { cwd: projectDir }).filter((file) => /\bitemKind\(\{/.test(readFileSync(join(projectDir, file), 'utf8')));
  const modules = await Promise.all(files.map(async (file) => [file, (await import(join(projectDir, file))) as Record<string, unknown>] as const));
  return modules.flatMap(([file, exported]) =>
    Object.entries(exported)
      .filter(isKind)
      .map(([name, kind]) => ({ kind, where: `${file} ${name}` })),
  );
}

const isKind = (entry: [string, unknown]): entry is [string, ItemKind] => {
  const value = entry[1] as Partial<ItemKind> | null;
  return typeof value === 'object' && value !== null && 'schema' in value && 'ending' in value && 'foundBy' in value;
};

describe('every kind of stored item', () => {
  let found: Found[];
  beforeAll(async () => {
    found = await kindsInSource();
  });

  /** The kinds that are not as they should be. */
  const wrong = (isRight: (kind: ItemKind) => boolean): string[] => found.filter(({ kind }) => !isRight(kind)).map(({ where }) => where);

  it('is exported, so that nothing is stored that is in no list', () => {
    const declared = globSync('shared/**/*.ts', { cwd: projectDir })
      .map((file) => readFileSync(join(projectDir, file), 'utf8').match(/\bitemKind\(\{/g)?.length ?? 0)
      .reduce((sum, count) => sum + count, 0);
    expect(found.length).toBe(declared);
    expect(found.length).toBeGreaterThan(10);
  });

  it('is classified to the last attribute', () => {
    for (const { kind } of found) expect(classifiedAttributes(kind.schema).length).toBeGreaterThan(2);
  });

  it('has a name of its own, which its items carry', () => {
    const names = found.map(({ kind }) => kind.kind);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(wrong(({ kind, schema }) => schema.shape['kind']?.safeParse(kind).success === true && !schema.shape['kind'].safeParse('x').success)).toEqual([]);
  });

  it('has a title in German for the data map', () => {
    expect(wrong(({ title }) => /^\p{Lu}/u.test(title))).toEqual([]);
  });

  it('lies in a table, with exactly the index keys that the table has', () => {
    const indexAttributes = (shape: TableShape) => (Object.keys(shape.indexes) as IndexName[]).flatMap((name) => Object.values(indexKeys[name]));
    expect(
      wrong(({ table, schema }) => {
        const used = Object.keys(schema.shape).filter((name) => /^(gsi\d+[ps]k|due[PS]k)$/.test(name));
        return 'pk' in schema.shape && 'sk' in schema.shape && used.every((name) => indexAttributes(tables[table]).includes(name));
      }),
    ).toEqual([]);
  });

  it('has personal data only in tables that are said to hold some', () => {
    expect(
      wrong(
        ({ table, schema }) =>
          tables[table].personal ||
          classifiedAttributes(schema).every(
            ({ classification }) => classification.subject === 'none' || classification.subject === 'staff' || headState(classification.what),
          ),
      ),
    ).toEqual([]);
  });

  it('ends: by a day of its own, with a head of its table, or is anonymous from the start', () => {
    const heads = new Set(found.filter(({ kind }) => headEnding(kind)).map(({ kind }) => `${kind.table}/${kind.kind}`));
    expect(
      wrong(({ ending, table, schema }) => {
        if (ending === 'never') return classifiedAttributes(schema).every(({ classification }) => classification.subject === 'none');
        if (!deletionClasses.includes(ending.class)) return false;
        if ('withHead' in ending) return [...heads].some((head) => head.endsWith(`/${ending.withHead}`));
        return (
          ['dueOn', 'duePk', 'dueSk', 'retainedSince', 'restrictedSince', 'heldSince'].every((name) => name in schema.shape) && 'due' in tables[table].indexes
        );
      }),
    ).toEqual([]);
  });

  it('goes with a head of the same class', () => {
    const classOf = new Map(found.map(({ kind }) => [kind.kind, kind.ending === 'never' ? undefined : kind.ending.class]));
    expect(wrong(({ ending }) => ending === 'never' || !('withHead' in ending) || classOf.get(ending.withHead) === ending.class)).toEqual([]);
  });

  it('is found for a person where it tells something of a customer', () => {
    expect(
      wrong(({ kind, foundBy, schema }) => {
        // It must not lead to anybody: only who has the number itself can tell.
        if (kind === 'tombstone') return foundBy === 'none';
        const ofCustomers = classifiedAttributes(schema).some(
          ({ path, classification }) => classification.subject === 'customer' && !headState(classification.what) && path !== 'retainedSince',
        );
        return ofCustomers ? foundBy !== 'none' : true;
      }),
    ).toEqual([]);
  });

  it('is found by the subject index only where its table has one', () => {
    expect(wrong(({ foundBy, table, schema }) => foundBy !== 'subject-index' || ('by-subject' in tables[table].indexes && 'gsi1pk' in schema.shape))).toEqual(
      [],
    );
  });

  it('knows when it was recorded where its rule has a ceiling', () => {
    const anything = new Proxy(
      {},
      { get: (_, name) => (String(name).endsWith('At') ? '2026-03-15T09:30:00.000Z' : String(name).endsWith('On') ? '2026-03-15' : undefined) },
    );
    expect(
      wrong((kind) => {
        const ending = headEnding(kind);
        const rule: DeletionRule | undefined = ending && deletionRules('general')[ending.class];
        return !rule?.ceiling || ending?.starts(anything).recorded !== undefined;
      }),
    ).toEqual([]);
  });
});

/** Hold, restriction and retention say something of a person only on an item that does. */
const headState = (what: string): boolean => /^(Aufbewahrt nach|Verarbeitung eingeschränkt|Löschsperre)/.test(what);
