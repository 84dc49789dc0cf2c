import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { projectDir } from '../../client/paths.ts';
import { technical } from '../../shared/personal-data/classification.ts';
import { deletionRules, type DeletionRule } from '../../shared/personal-data/deletion-rules.ts';
import { canName } from '../../shared/privacy/deletion/law-only.ts';
import { effectOn } from '../../shared/privacy/erasure/erasure.ts';
import { classOf, endingOf, registryOf, type Registry } from '../../shared/privacy/registry/registry.ts';
import { guarded, guardKey } from '../../shared/storage/customer-guard.ts';
import { childEnding, customerKeys, headEnding, itemKind, type ChildEnding, type ItemKind } from '../../shared/storage/item-kind.ts';
import { childKey, putChild } from '../../shared/storage/item-writes.ts';
import { keyOf, type ItemKey } from '../../shared/storage/item.ts';
import { tables, type TableName } from '../../shared/storage/tables.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { isWhole, sampleItem } from './storage/sample-item.ts';

const { kinds, kindOf, tablesByPartition, tablesBySubject, tablesWithDueDates } = storedItems;
const rules: Readonly<Record<string, DeletionRule>> = deletionRules('insurer');
const heads = kinds.filter((kind) => headEnding(kind));
const names = (some: readonly ItemKind[]): string[] => some.map(({ kind }) => kind);

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

const sampled = (kind: ItemKind, pk: string, id: string) => ({ kind, item: sampleItem(kind, { pk, id }) });

describe('the list of what is stored', () => {
  it('has every kind that is declared anywhere', async () => {
    const found = await declared();
    expect(found.size).toBeGreaterThan(20);
    expect([...found].filter(([kind]) => !kinds.includes(kind as ItemKind)).map(([, where]) => where)).toEqual([]);
    expect(names(kinds.filter((kind) => !found.has(kind)))).toEqual([]);
  });

  it('has every kind once, by its name', () => {
    expect(names(kinds).filter((name, index) => names(kinds).indexOf(name) !== index)).toEqual([]);
    for (const kind of kinds) expect(kindOf(kind.table, { pk: 'x', sk: 'x', kind: kind.kind })).toBe(kind);
  });

  it('has a kind for every table', () => {
    expect((Object.keys(tables) as TableName[]).filter((table) => !kinds.some((kind) => kind.table === table))).toEqual([]);
  });

  it('has for every child the classes of its head, and for what is anonymous none', () => {
    for (const kind of kinds) {
      const head = storedItems.headOf(kind);
      if (head) expect(storedItems.classesOf(kind)).toEqual(storedItems.classesOf(head));
      else expect(storedItems.classesOf(kind).length > 0).toBe(headEnding(kind) !== undefined);
    }
  });

  it('has due dates in every table with an end, and in no other', () => {
    expect(tablesWithDueDates.toSorted()).toEqual((Object.keys(tables) as TableName[]).filter((table) => 'due' in tables[table].indexes).sort());
    expect(tablesWithDueDates).not.toContain('statistics');
  });

  it('finds a person in every table that has something of customers, by their partition or by the index', () => {
    expect(tablesByPartition.toSorted()).toEqual(['customers', 'documents', 'ledger', 'letters', 'notifications', 'privacy', 'tasks', 'tickets', 'time']);
    expect(tablesBySubject.toSorted()).toEqual(['customers', 'idempotency', 'time']);
    expect(tablesBySubject.filter((table) => !('by-subject' in tables[table].indexes))).toEqual([]);
  });

  it('lets nothing of a person be out of reach of an erasure', () => {
    const effects = kinds
      .filter(({ foundBy }) => foundBy !== 'none')
      .flatMap((kind) => {
        const classes = storedItems.classesOf(kind);
        return classes.length === 0 ? [[kind.kind, 'never']] : classes.map((cls) => [kind.kind, effectOn(rules[cls]!.onErasure, false)]);
      });
    expect(effects.filter(([, effect]) => effect !== 'delete' && effect !== 'retain')).toEqual([]);
  });
});

/**
 * Children that their head's deletion would not reach, or that another head's would: for every kind of child a key is made as
 * writers make it, under two heads of one partition and one of another.
 */
function astray(registry: Registry): string[] {
  return registry.kinds.flatMap((child) => {
    const head = registry.headOf(child);
    if (!head) return [];
    const family = [sampled(head, 'cus_1', 'abc_1'), sampled(head, 'cus_1', 'abc_2'), sampled(head, 'cus_2', 'abc_3')];
    // Some heads are the only one of their partition.
    const known = new Map(family.map((one) => [JSON.stringify(keyOf(one.item)), one]));
    return [...known.values()].flatMap((one) => {
      const key = writtenKey(child, one.item);
      if (typeof key === 'string') return [`${child.kind}: ${key}`];
      const reachedBy = [...known.values()].filter((other) =>
        registry.childrenOf(other).some(({ kind, pk, prefix }) => kind === child && pk === key.pk && key.sk.startsWith(prefix)),
      );
      return reachedBy.length === 1 && reachedBy[0] === one ? [] : [`${child.kind}: reached by ${reachedBy.length} heads`];
    });
  });
}

/** The key under which a child is written, or why it can't be. */
function writtenKey(child: ItemKind, head: ReturnType<typeof sampleItem>): ItemKey | string {
  const { pk: _pk, sk: _sk, kind: _kind, ...attributes } = sampleItem(child, { pk: head.pk, id: 'xyz_1' });
  const suffix = childSuffix(child, head);
  try {
    putChild(child, head, suffix, attributes as never);
    return childKey(child, head, suffix);
  } catch (error) {
    return (error as Error).message;
  }
}

/** What a child's kind adds to the place under its head, where several kinds lie there. */
function childSuffix(child: ItemKind, head: ReturnType<typeof sampleItem>): string {
  const { prefix } = childEnding(child)!.under(head);
  const further = child.sk.startsWith(prefix) ? child.sk.slice(prefix.length) : '';
  return isWhole(child.sk) ? further : `${further}xyz_1`;
}

describe('children', () => {
  it('are reached by the deletion of their own head, and of no other', () => {
    expect(kinds.filter((kind) => storedItems.headOf(kind)).length).toBeGreaterThan(5);
    expect(astray(storedItems)).toEqual([]);
  });

  it('lie where keys of their kind can be told from those of the other kinds of their table', () => {
    for (const child of kinds.filter((kind) => storedItems.headOf(kind))) {
      const head = sampleItem(storedItems.headOf(child)!, { pk: 'cus_1', id: 'abc_1' });
      expect((writtenKey(child, head) as ItemKey).sk.startsWith(child.sk)).toBe(true);
    }
  });

  /** Something on a ticket, as somebody might add it, under a name that nobody would give it. */
  const withTrial = (change: { sk?: string; under: ChildEnding['under'] }): Registry => {
    const trial = itemKind({
      kind: 'trial',
      table: 'tickets',
      title: 'Probestück',
      sk: 'trl#',
      foundBy: 'partition',
      schema: z.object({ ...customerKeys('trial'), text: technical(z.string(), 'Probestück') }),
      ...(change.sk !== undefined && { sk: change.sk }),
      ending: { withHead: 'ticket', under: change.under },
    });
    return registryOf([...kinds, trial]);
  };
  const ticketId = (sk: string): string => sk.slice('tck#'.length);

  it('that are declared as they are written go with their head', () => {
    expect(astray(withTrial({ under: ({ pk, sk }) => ({ pk, prefix: `trl#${ticketId(sk)}#` }) }))).toEqual([]);
  });

  it.each<[string, Parameters<typeof withTrial>[0], string]>([
    [
      'with keys of another prefix than their kind says',
      { under: ({ pk, sk }) => ({ pk, prefix: `trial#${ticketId(sk)}#` }) },
      'trial: A trial has a sort key that its kind does not declare',
    ],
    ['under all heads of the partition at once', { under: ({ pk }) => ({ pk, prefix: 'trl#' }) }, 'trial: reached by 2 heads'],
    ['in a partition of their own, the same for every head', { under: () => ({ pk: 'trials', prefix: 'trl#' }) }, 'trial: reached by 3 heads'],
  ])('are found out %s', (_, change, complaint) => {
    expect(astray(withTrial(change))).toContain(complaint);
  });

  it.each(['letter-file', 'note', 'closed-cases'])('can not go with %s, which is no head', (head) => {
    const stray = itemKind({
      kind: 'stray',
      table: 'tickets',
      title: 'Irrläufer',
      sk: 'str#',
      foundBy: 'partition',
      schema: z.object(customerKeys('stray')),
      ending: { withHead: head, under: ({ pk }) => ({ pk, prefix: 'str#' }) },
    });
    expect(() => registryOf([...kinds, stray])).toThrow(`stray goes with ${head}, which is no head`);
  });
});

describe('what hangs on a head', () => {
  const parts = heads.filter((kind) => headEnding(kind)!.partOf);

  it('leads to it by its own attributes, whatever head that is', () => {
    expect(names(parts)).toEqual(expect.arrayContaining(['correspondence', 'payout', 'letter']));
    for (const kind of parts) {
      for (const id of ['abc_1', 'abc_2']) {
        // Every text of a sample is the same, so it hangs on the head of that id.
        const part = sampled(kind, 'cus_1', id);
        const whole = storedItems.wholeOf(part)!;
        expect(whole.key).toEqual(keyOf(sampleItem(whole.kind, { pk: 'cus_1', id })));
        expect(storedItems.partKinds(whole.kind)).toContain(kind);
      }
    }
  });

  it('lies in the partition of its head, and is looked for where its kind lies', () => {
    for (const kind of parts) {
      const { partOf } = headEnding(kind)!;
      const whole = kinds.find((one) => one.kind === partOf!.kind)!;
      expect([kind.foundBy, whole.foundBy]).toEqual(['partition', 'partition']);
      expect((partOf!.prefix?.('abc_1') ?? kind.sk).startsWith(kind.sk)).toBe(true);
    }
  });

  it('is whatever does not end before its case: a class says nothing of a case that its items don’t know', () => {
    const untold = heads.filter((kind) => storedItems.classesOf(kind).some((cls) => rules[cls]!.withCase) && headEnding(kind)!.partOf === undefined);
    expect(names(untold)).toEqual([]);
  });
});

describe('what the law keeps', () => {
  it('can name whom it is about, where it is a voucher or a letter without a file', () => {
    const naming = heads.filter((kind) => storedItems.classesOf(kind).some((cls) => cls === 'voucher' || cls === 'business-letter'));
    expect(naming.length).toBeGreaterThan(1);
    expect(names(naming.filter((kind) => !canName(kind)))).toEqual([]);
    // What says whom it is about stays for the law, and is a customer's: nobody writes a name on anything else.
    expect(names(heads.filter(canName).filter((kind) => kind.foundBy !== 'partition'))).toEqual([]);
    expect(
      heads
        .filter(canName)
        .flatMap((kind) => storedItems.classesOf(kind))
        // A file that was never kept goes with an erasure before anybody is named on it.
        .filter((cls) => !['awaited-upload', 'unchecked-upload', 'refused-upload'].includes(cls))
        .filter((cls) => effectOn(rules[cls]!.onErasure, false) !== 'retain'),
    ).toEqual([]);
  });

  it('is told by who the person is: one kind, in their own partition, under a key that says nothing else', () => {
    const { personKind } = storedItems;
    const item = sampleItem(personKind, { pk: 'cus_1', id: 'abc_1' });
    // The customer guard looks at the same item.
    expect([personKind.table, keyOf(item)]).toEqual([guarded.table, guardKey('cus_1')]);
    const party = endingOf({ kind: personKind, item }).party!(item);
    expect(Object.keys(party).sort()).toEqual(['address', 'name']);
    for (const kind of heads.filter(canName)) expect(kind.schema.shape['party'].safeParse(party).success).toBe(true);
  });
});

describe('what a kind says for an erasure', () => {
  it('is of a customer whom the item leads to: what keeps a relationship, ends a use, goes last', () => {
    const special = heads.filter((kind) => {
      const { keepsRelationship, endsUse, erasedLast } = headEnding(kind)!;
      return keepsRelationship ?? endsUse ?? erasedLast;
    });
    expect(special.length).toBeGreaterThan(2);
    expect(names(special.filter(({ foundBy }) => foundBy !== 'partition'))).toEqual([]);
  });

  it('has a relationship that the master data keeps', () => {
    expect(storedItems.relationshipKinds).toContain(storedItems.personKind);
  });

  it('puts what goes last in an order, the guard’s object at the very end, and never into what is kept', () => {
    const last = heads.filter((kind) => headEnding(kind)!.erasedLast !== undefined).toSorted((a, b) => headEnding(a)!.erasedLast! - headEnding(b)!.erasedLast!);
    const order = last.map((kind) => headEnding(kind)!.erasedLast!);
    expect(new Set(order).size).toBe(order.length);
    expect(last.at(-1)).toBe(storedItems.personKind);
    expect(last.flatMap((kind) => storedItems.classesOf(kind)).filter((cls) => effectOn(rules[cls]!.onErasure, false) !== 'delete')).toEqual([]);
  });

  it('lets what records an erasure be neither taken by it nor kept without an end', () => {
    const records = heads.filter((kind) => headEnding(kind)!.recordsErasure);
    expect(records.length).toBeGreaterThan(1);
    expect(records.flatMap((kind) => storedItems.classesOf(kind)).filter((cls) => effectOn(rules[cls]!.onErasure, false) !== 'retain')).toEqual([]);
  });

  it('puts a tombstone in the very place of what it stands for, of a kind that is known', () => {
    const mourned = heads.filter((kind) => headEnding(kind)!.tombstone);
    expect(mourned.length).toBeGreaterThan(0);
    for (const kind of mourned) {
      const item = sampleItem(kind, { pk: 'cus_1', id: 'abc_1' });
      const { kind: stone, item: left } = headEnding(kind)!.tombstone!(item, '2026-03-15');
      expect(kinds).toContain(stone);
      expect([stone.table, keyOf(left)]).toEqual([kind.table, keyOf(item)]);
      expect(headEnding(stone)!.recordsErasure).toBe(true);
      // It leads to nobody.
      expect([stone.foundBy, JSON.stringify(left).includes('abc_1')]).toEqual(['none', false]);
    }
  });

  it('counts what goes by codes only', () => {
    for (const kind of heads.filter((one) => headEnding(one)!.anonymised)) {
      const item = { ...sampleItem(kind, { pk: 'cus_1', id: 'abc_1' }), id: 'xyz_9' };
      const traits = headEnding(kind)!.anonymised!.of(item);
      expect(traits.year).toBe('2026');
      expect(JSON.stringify(traits)).not.toMatch(/cus_1|xyz_9|2026-/);
    }
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

  it('has a class for every item of a head', () => {
    for (const kind of heads) expect(storedItems.classesOf(kind)).toContain(classOf(sampled(kind, 'cus_1', 'abc_1')));
  });
});
