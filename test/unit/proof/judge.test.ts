import { describe, expect, it } from '@jest/globals';
import { belongingsOf, differences } from '../../../proof/belongings.ts';
import { readersOf } from '../../../proof/dump.ts';
import { findingsIn, keptFindings, leaksAmong, leftOn, residueLines } from '../../../proof/judge.ts';
import { identifiersInLogs } from '../../../proof/log-of-deletions.ts';
import { leaves, type Origin, type StoreRecord } from '../../../proof/records.ts';
import { isPassed, renderProof } from '../../../proof/report.ts';
import type { Proof } from '../../../proof/proof.ts';
import type { Residue } from '../../../proof/residues.ts';
import { searchFor } from '../../../proof/search.ts';
import { canary, personaOf } from './personas.ts';

const person = personaOf('canary');
const search = searchFor(canary);
const record = (store: string, text: string, from: Origin = { in: 'log' }): StoreRecord => ({ store, where: 'line 1', bytes: Buffer.from(text), from });
const kept: Residue = { class: 'voucher', ground: 'the law', endsOn: '2037-01-01', state: 'stored' };

describe('a dump is judged', () => {
  const records = [record('log', `Hallo ${person.familyName}`), record('table', person.iban), record('log', 'nothing')];
  const findings = findingsIn(records, search, ({ store }) => (store === 'table' ? kept : undefined));

  it('by each marker in each record', () => {
    expect(findings).toEqual([
      { store: 'log', where: 'line 1', marker: 'familyName', form: 'plain', at: 6 },
      { store: 'table', where: 'line 1', marker: 'iban', form: 'plain', at: 0, residue: kept },
    ]);
  });

  it('into leaks and residues', () => {
    expect(leaksAmong(findings).map(({ marker }) => marker)).toEqual(['familyName']);
    expect(residueLines(findings)).toEqual([{ ...kept, stores: ['table'], findings: 1 }]);
  });

  it('without what is somebody else’s', () => {
    expect(findingsIn(records, search, undefined, ({ store }) => store === 'log').map(({ store }) => store)).toEqual(['table']);
  });
});

describe('what is left on a day', () => {
  const finding = (residue?: Residue) => ({ store: 's', where: 'w', marker: 'm', form: 'plain', at: 0, ...(residue && { residue }) });
  const passing: Residue = { class: 'message', ground: 'on its way', endsOn: '2026-11-26', state: 'passing' };
  const delivered: Residue = { class: 'mails', ground: 'delivered', state: 'delivered' };

  it('is all but what was delivered and what the queue has dropped by then', () => {
    const findings = [finding(kept), finding(passing), finding(delivered), finding()];
    expect(leftOn('2026-11-25', findings)).toEqual([finding(kept), finding(passing), finding()]);
    expect(leftOn('2026-11-26', findings)).toEqual([finding(kept), finding()]);
  });

  it('must still hold what ends later', () => {
    expect([...keptFindings([finding(kept)], '2036-12-31')]).toEqual(['m in s, w']);
    expect([...keptFindings([finding(kept), finding(passing), finding()], '2037-01-01')]).toEqual([]);
  });
});

describe('a store that nobody knows how to read', () => {
  const resource = (type: string) => ({ logicalId: 'Thing', physicalId: 'thing', type });

  it('stops the proof', () => {
    expect(() => readersOf([resource('AWS::DynamoDB::GlobalTable'), resource('AWS::Kinesis::Stream')])).toThrow(
      'Store of unknown type: AWS::Kinesis::Stream Thing',
    );
  });

  it('does not, where it holds nothing', () => {
    expect(readersOf([resource('AWS::IAM::Role'), resource('AWS::KMS::Key'), resource('AWS::SQS::Queue')]).map(({ resource: { type } }) => type)).toEqual([
      'AWS::SQS::Queue',
    ]);
  });
});

describe('a neighbour’s belongings', () => {
  const id = 'cus_01M81AEGCQ7DAM36VXTCQFHVQ0';
  const item = (text: string, pk = id): StoreRecord =>
    record('table tickets', text, { in: 'table', table: 'tickets', item: { pk, sk: 'int#1' }, path: 'text' });
  const file = (text: string): StoreRecord =>
    record('bucket letters', text, { in: 'object', bucket: 'b', key: `letters/${id}/1.pdf`, versionId: 'v1', isDeleteMarker: false, part: 'content' });
  const before = belongingsOf(id, [item('a'), file('pdf'), item('b', 'cus_other'), record('log', id)]);

  it('are their items, files and login', () => {
    expect([...before.keys()]).toHaveLength(2);
    expect(differences(before, belongingsOf(id, [file('pdf'), item('a')]))).toEqual([]);
  });

  it('show every change', () => {
    expect(differences(before, belongingsOf(id, [item('a!'), file('pdf')]))).toEqual(['changed: table tickets, line 1']);
    expect(differences(before, belongingsOf(id, [item('a')]))).toEqual(['gone: bucket letters, line 1']);
    expect(differences(before, belongingsOf(id, [item('a'), file('pdf'), record('user pool', 'x', { in: 'login', username: id })]))).toEqual([
      'new: user pool, line 1',
    ]);
  });

  it('show a change in any element of a list', () => {
    const [first, second, third] = ['1', '2', '3'].map((text) => item(text)) as [StoreRecord, StoreRecord, StoreRecord];
    expect(differences(belongingsOf(id, [first, second]), belongingsOf(id, [third, second]))).toHaveLength(1);
  });
});

describe('the log of deletions', () => {
  const run = (more: Record<string, unknown>) => ({
    pk: 'run_01M81AEGCQ7DAM36VXTCQFHVQ0',
    sk: 'log#1',
    kind: 'run-count',
    class: 'voucher',
    table: 'tickets',
    ...more,
  });

  it('may name runs and nobody', () => {
    expect(identifiersInLogs([{ table: 'privacy', item: run({ deleted: 3 }) }])).toEqual([]);
    expect(identifiersInLogs([{ table: 'privacy', item: run({ note: 'cus_01M81AEGCQ7DAM36VXTCQFHVQ0' }) }])).toEqual([
      'an id stands in the log of deletions: run-count: note',
    ]);
    expect(
      identifiersInLogs([
        { table: 'statistics', item: { pk: 'closed-cases#2026', sk: 'matter=tck_01M81AEGCQ7DAM36VXTCQFHVQ0', kind: 'closed-cases', count: 11 } },
      ]),
    ).toHaveLength(1);
  });
});

describe('the leaves of an item', () => {
  it('are all values with their paths, and the names of attributes', () => {
    const found = [...leaves({ a: 'x', b: { c: [1, { d: true }] }, e: Buffer.from('bytes'), f: new Set(['s']), g: null })].map(({ path, bytes }) => [
      path,
      bytes.toString(),
    ]);
    expect(found).toEqual([
      ['a', 'x'],
      ['b.c[]', '1'],
      ['b.c[].d', 'true'],
      ['b.c[]{}', 'd'],
      ['b{}', 'c'],
      ['e', 'bytes'],
      ['f[]', 's'],
      ['{}', 'a\nb\ne\nf\ng'],
    ]);
  });
});

describe('the report', () => {
  const proof: Proof = {
    leaks: [],
    problems: [],
    residues: [{ ...kept, stores: ['table tickets', 'table tickets, index due'], findings: 4 }],
    days: [{ day: '2037-01-01', left: 0 }],
    looked: { stores: { 'AWS::SQS::Queue': 20 }, records: 5000 },
    leftOut: { 'customer.address.country': 'two letters' },
  };
  const leak = { when: 'after the erasure', store: 'log', where: 'line 1', marker: 'familyName', form: 'plain', at: 6 };

  it('says what is kept, on which ground, until when', () => {
    const text = renderProof(proof);
    expect(text).toMatch(/voucher\s+4\s+2037-01-01\s+table tickets\n/);
    expect(text).toContain('voucher: the law');
    expect(text).toContain('customer.address.country: two letters');
    expect(text).toContain('Proved:');
    expect(isPassed(proof)).toBe(true);
  });

  it('names leaks by marker and place, and nothing of what stands there', () => {
    const failed: Proof = { ...proof, leaks: [leak, { ...leak, when: 'in the end' }], problems: ['the neighbour’s: changed'] };
    expect(isPassed(failed)).toBe(false);
    expect(isPassed({ ...proof, problems: ['x'] })).toBe(false);
    expect(renderProof(failed)).toMatch(/after the erasure\s+log\s+line 1\s+familyName\s+plain\s+6\s+2\n/);
    expect(renderProof(failed)).toContain('Not proved: 2 leaks, 1 problems.');
  });
});
