import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { projectDir } from '../../../client/paths.ts';
import { classifiedAttributes, type ClassifiedAttribute } from '../../../shared/personal-data/classification.ts';
import { deletionClasses } from '../../../shared/personal-data/deletion-rules.ts';
import { childEnding, classesOf, classOfItem, headEnding, parseItem, startsOf, type ItemKind } from '../../../shared/storage/item-kind.ts';
import { stateNames } from '../../../shared/storage/item-states.ts';
import type { Item } from '../../../shared/storage/item.ts';
import { indexKeys, tables, type IndexName, type TableShape } from '../../../shared/storage/tables.ts';
import { objectPaths, optionsIn, sampleItem } from './sample-item.ts';

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

const sampleOf = (kind: ItemKind, option = 0) => sampleItem(kind, { pk: 'cus_1', id: 'abc_1', option });

/** Hold, restriction and retention say something of a person only on an item that does. */
const isState = ({ path }: ClassifiedAttribute): boolean => (stateNames as readonly string[]).includes(path);

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

  it('takes no attribute that it does not declare, to the innermost object', () => {
    const samples = found.flatMap((one) => Array.from({ length: optionsIn(one.kind.schema) }, (_, option) => ({ ...one, option })));
    expect(samples.length).toBeGreaterThan(found.length);
    for (const { kind, where, option } of samples) {
      const paths = objectPaths(kind.schema, option);
      expect(paths.length).toBeGreaterThan(0);
      for (const path of paths) {
        const item = structuredClone(sampleOf(kind, option)) as Item;
        expect(parseItem(kind, item)).toEqual(item);
        const object = path.reduce<Item>((inner, step) => inner[step] as Item, item);
        object['undeclared'] = 'x';
        const names = [...path.map(String), 'undeclared'].join('.');
        expect({ where, path, refused: refusalOf(() => parseItem(kind, item)) }).toEqual({
          where,
          path,
          refused: `Stored ${kind.kind} does not fit its schema: undeclared ${names}`,
        });
      }
    }
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
            (attribute) => ['none', 'staff'].includes(attribute.classification.subject) || attribute.classification.pseudonymous || isState(attribute),
          ),
      ),
    ).toEqual([]);
  });

  it('ends: by a day of its own, with a head, or is anonymous from the start', () => {
    const heads = new Set(found.filter(({ kind }) => headEnding(kind)).map(({ kind }) => kind.kind));
    expect(
      wrong((kind) => {
        const { table, schema } = kind;
        const [head, child] = [headEnding(kind), childEnding(kind)];
        if (child) return heads.has(child.withHead) && ['dueOn', ...stateNames].every((name) => !(name in schema.shape));
        if (!head) return kind.ending === 'never' && classifiedAttributes(schema).every(({ classification }) => classification.subject === 'none');
        return ['dueOn', 'duePk', 'dueSk', ...stateNames].every((name) => name in schema.shape) && 'due' in tables[table].indexes;
      }),
    ).toEqual([]);
  });

  it('is of a class of the deletion concept, and of one that it names, whichever item it is', () => {
    expect(
      wrong((kind) => {
        const ending = headEnding(kind);
        return (
          !ending ||
          (classesOf(ending).every((cls) => deletionClasses.includes(cls)) && classesOf(ending).includes(classOfItem(ending, sampleOf(kind) as never)))
        );
      }),
    ).toEqual([]);
  });

  it('is found for a person where it tells something of a customer, and not only leads to something that does', () => {
    expect(
      wrong(({ kind, foundBy, schema }) => {
        // It must not lead to anybody: only who has the number itself can tell.
        if (kind === 'tombstone') return foundBy === 'none';
        const ofCustomers = classifiedAttributes(schema).some(
          (attribute) => attribute.classification.subject === 'customer' && !attribute.classification.pseudonymous && !isState(attribute),
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

  it('knows when it was recorded, so that an erasure can tell old from new, and a ceiling counts from there', () => {
    expect(
      wrong((kind) => {
        const ending = headEnding(kind);
        return !ending || startsOf(ending, sampleOf(kind) as never).recorded === '2026-03-15';
      }),
    ).toEqual([]);
  });
});

const refusalOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};
