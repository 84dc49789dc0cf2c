import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectDir } from '../../client/paths.ts';
import { headEnding, type ItemKind } from '../../shared/storage/item-kind.ts';
import { effectOn } from '../../shared/privacy/erasure/erasure.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { kindOf, storedItems, tablesByPartition, tablesBySubject, tablesWithDueDates } from '../../shared/stored-items.ts';
import { tables, type TableName } from '../../shared/storage/tables.ts';

const isKind = (value: unknown): value is ItemKind =>
  typeof value === 'object' && value !== null && 'schema' in value && 'ending' in value && 'foundBy' in value;

/** Every kind that is declared anywhere, found by reading the sources: no list that could be forgotten. */
async function declared(): Promise<Map<unknown, string>> {
  const files = globSync('shared/**/*.ts', { cwd: projectDir }).filter((file) => readFileSync(join(projectDir, file), 'utf8').includes('itemKind({'));
  const modules = await Promise.all(files.map(async (file) => [file, (await import(join(projectDir, file))) as Record<string, unknown>] as const));
  return new Map(
    modules.flatMap(([file, exported]) => Object.entries(exported).flatMap(([name, value]) => (isKind(value) ? [[value, `${file} ${name}`] as const] : []))),
  );
}

describe('the list of what is stored', () => {
  it('has every kind that is declared anywhere', async () => {
    const kinds = await declared();
    expect(kinds.size).toBeGreaterThan(20);
    expect([...kinds].filter(([kind]) => !storedItems.includes(kind as ItemKind)).map(([, where]) => where)).toEqual([]);
    expect(storedItems.filter((kind) => !kinds.has(kind)).map(({ kind }) => kind)).toEqual([]);
  });

  it('has every kind once, by its name', () => {
    const names = storedItems.map(({ kind }) => kind);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const kind of storedItems) expect(kindOf(kind.table, { pk: 'x', sk: 'x', kind: kind.kind })).toBe(kind);
  });

  it('has a kind for every table', () => {
    expect((Object.keys(tables) as TableName[]).filter((table) => !storedItems.some((kind) => kind.table === table))).toEqual([]);
  });

  it('has for every child a head of the same class, which says where its children lie, or whose key they share', () => {
    const wrong = storedItems.filter(({ ending, table }) => {
      if (ending === 'never' || !('withHead' in ending)) return false;
      const head = storedItems.find(({ kind }) => kind === ending.withHead);
      const end = head && headEnding(head);
      return !end || end.class !== ending.class || (head.table === table && !end.children);
    });
    expect(wrong.map(({ kind }) => kind)).toEqual([]);
  });

  it('has children for every head that says it has some', () => {
    const heads = storedItems.filter((kind) => headEnding(kind)?.children).map(({ kind }) => kind);
    expect(heads.filter((head) => !storedItems.some(({ ending }) => ending !== 'never' && 'withHead' in ending && ending.withHead === head))).toEqual([]);
  });

  it('has due dates in every table with an end, and in no other', () => {
    expect(tablesWithDueDates.toSorted()).toEqual((Object.keys(tables) as TableName[]).filter((table) => 'due' in tables[table].indexes).sort());
    expect(tablesWithDueDates).not.toContain('statistics');
  });

  it('finds a person in every table that has something of customers, by their partition or by the index', () => {
    expect(tablesByPartition.toSorted()).toEqual(['customers', 'ledger', 'letters', 'notifications', 'privacy', 'tickets']);
    expect(tablesBySubject.toSorted()).toEqual(['customers', 'idempotency']);
    expect(tablesBySubject.filter((table) => !('by-subject' in tables[table].indexes))).toEqual([]);
  });

  it('lets nothing of a person be out of reach of an erasure', () => {
    const rules = deletionRules('insurer');
    const effects = storedItems
      .filter(({ foundBy }) => foundBy !== 'none')
      .map(({ kind, ending }) => [kind, ending === 'never' ? 'never' : effectOn(rules[ending.class].onErasure, false)]);
    expect(effects.filter(([, effect]) => effect !== 'delete' && effect !== 'retain')).toEqual([]);
  });
});

describe('the kind of an item', () => {
  it.each([
    ['tickets', { kind: 'mystery' }],
    ['tickets', {}],
    ['tickets', { kind: 'letter' }],
    ['letters', { kind: 'ticket' }],
  ] as const)('is not guessed: %s %j', (table, item) => {
    expect(() => kindOf(table, { pk: 'cus_1', sk: 'x', ...item })).toThrow(`An item of unknown kind lies in the table ${table}`);
  });

  it('is told of without a word of what the item holds', () => {
    expect(() => kindOf('tickets', { pk: 'cus_1', sk: 'Paula', kind: 'Sommer' })).toThrow(/^(?!.*(Paula|Sommer|cus_))/);
  });
});
