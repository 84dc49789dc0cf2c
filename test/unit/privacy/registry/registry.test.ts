import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { technical } from '../../../../shared/personal-data/classification.ts';
import { classOf, customerOf, endingOf, registryOf } from '../../../../shared/privacy/registry/registry.ts';
import { customerKeys, headAttributes, itemKind, type Ending, type ItemKind } from '../../../../shared/storage/item-kind.ts';
import type { TableName } from '../../../../shared/storage/tables.ts';

const recordedAt = () => '2026-03-15';
const head: Ending<unknown> = { class: 'voucher', recordedAt };
const child = (withHead: string): Ending<unknown> => ({ withHead, under: ({ pk, sk }) => ({ pk, prefix: `${sk}#` }) });
const part = (kind: string): Ending<unknown> => ({ class: 'voucher', recordedAt, partOf: { kind, id: () => '1' } });
const person: Ending<unknown> = { class: 'customer-master-data', recordedAt, party: () => ({ name: 'x', address: 'x' }) };

const kind = (name: string, ending: Ending<unknown>, { table = 'tickets', foundBy = 'partition' }: { table?: TableName; foundBy?: ItemKind['foundBy'] } = {}) =>
  itemKind({
    kind: name,
    table,
    title: 'Eintrag',
    sk: `${name}#`,
    foundBy,
    schema: z.object({ ...customerKeys(name), gsi1pk: technical(z.string(), 'Index').optional(), ...headAttributes }),
    ending,
  });

describe('a registry', () => {
  it.each<[string, ItemKind[], string]>([
    ['two kinds of one name', [kind('a', head), kind('a', head)], 'Two kinds of stored item have the same name'],
    ['a child of what is not there', [kind('a', head), kind('b', child('c'))], 'b goes with c, which is no head'],
    ['a child of a child', [kind('a', head), kind('b', child('a')), kind('c', child('b'))], 'c goes with b, which is no head'],
    ['a child of what never ends', [kind('a', 'never'), kind('b', child('a'))], 'b goes with a, which is no head'],
    ['a part of what is not there', [kind('a', part('b'))], 'a goes with b, which is no head'],
    ['a part of a child', [kind('a', head), kind('b', child('a')), kind('c', part('b'))], 'c goes with b, which is no head'],
    ['two kinds of person', [kind('a', person), kind('b', person)], 'More than one kind says who a person is'],
  ])('refuses %s', (_, kinds, complaint) => {
    expect(() => registryOf(kinds)).toThrow(complaint);
  });

  const [ticket, note, payout, workload, statistics, marker] = [
    kind('ticket', {
      class: { oneOf: ['voucher', 'case-notes'], of: (item: { gold?: unknown }) => (item.gold ? 'voucher' : 'case-notes') },
      recordedAt,
    } as never),
    kind('note', child('ticket'), { table: 'letters' }),
    kind('payout', part('ticket')),
    kind('workload', head, { table: 'staff', foundBy: 'none' }),
    kind('statistics', 'never', { table: 'statistics', foundBy: 'none' }),
    kind('marker', head, { table: 'idempotency', foundBy: 'subject-index' }),
  ];
  const customer = kind('customer', person, { table: 'customers' });
  const registry = registryOf([ticket, note, payout, workload, statistics, marker, customer]);
  const found = (of: ItemKind, item: object = {}) => ({ kind: of, item: { pk: 'cus_1', sk: `${of.kind}#1`, kind: of.kind, ...item } });

  it('knows heads and children by what the children say', () => {
    expect([registry.headOf(note), registry.headOf(ticket), registry.headOf(statistics)]).toEqual([ticket, undefined, undefined]);
    expect([registry.childKinds(ticket), registry.childKinds(payout)]).toEqual([[note], []]);
    expect(registry.childrenOf(found(ticket))).toEqual([{ kind: note, pk: 'cus_1', prefix: 'ticket#1#' }]);
  });

  it('knows what an item hangs on: its key, in the same partition', () => {
    expect(registry.wholeOf(found(payout))).toEqual({ kind: ticket, key: { pk: 'cus_1', sk: 'ticket#1' } });
    expect([registry.wholeOf(found(ticket)), registry.wholeOf(found(note))]).toEqual([undefined, undefined]);
    expect([registry.partKinds(ticket), registry.partKinds(payout)]).toEqual([[payout], []]);
  });

  it('gives a child the classes of its head, all that an item of it may have, and what never ends none', () => {
    expect([note, ticket, payout, statistics].map((of) => registry.classesOf(of))).toEqual([
      ['voucher', 'case-notes'],
      ['voucher', 'case-notes'],
      ['voucher'],
      [],
    ]);
    expect([classOf(found(ticket, { gold: true })), classOf(found(ticket))]).toEqual(['voucher', 'case-notes']);
  });

  it('knows the classes of what records an erasure, each once', () => {
    const [one, two] = ['a', 'b'].map((name) => kind(name, { class: 'tombstone', recordedAt, recordsErasure: true }));
    expect(registryOf([ticket, customer, one!, two!]).recordClasses).toEqual(['tombstone']);
    expect(registry.recordClasses).toEqual([]);
  });

  it('knows its tables by what lies in them', () => {
    expect(registry.tablesByPartition.toSorted()).toEqual(['customers', 'letters', 'tickets']);
    expect(registry.tablesBySubject).toEqual(['idempotency']);
    expect(registry.tablesWithDueDates.toSorted()).toEqual(['customers', 'idempotency', 'staff', 'tickets']);
  });

  it('knows the person, and whose an item is wherever it lies', () => {
    expect(registry.personKind).toBe(customer);
    expect([
      customerOf(found(payout)),
      customerOf(found(marker, { pk: 'idm#1', gsi1pk: 'cus_2' })),
      customerOf(found(marker, { pk: 'idm#1' })),
      customerOf(found(workload, { gsi1pk: 'cus_3' })),
      // An index of another meaning says nothing of it.
      customerOf(found(payout, { gsi1pk: 'let_1' })),
    ]).toEqual(['cus_1', 'cus_2', undefined, undefined, 'cus_1']);
  });

  it('does not guess the kind of an item, and lets none end that has no end of its own', () => {
    expect(registry.kindOf('tickets', { kind: 'payout' })).toBe(payout);
    for (const [table, item] of [
      ['letters', { kind: 'payout' }],
      ['tickets', { kind: 'mystery' }],
      ['tickets', {}],
    ] as const)
      expect(() => registry.kindOf(table, item)).toThrow(`An item of unknown kind lies in the table ${table}`);
    for (const endless of [note, statistics]) expect(() => endingOf(found(endless))).toThrow(`${endless.kind} has no due date of its own`);
  });
});
