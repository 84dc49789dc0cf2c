import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deletionClasses } from '../../../../shared/personal-data/deletion-rules.ts';
import { counted, countedInErasure, sumTallies, tallyWrite, type Counted } from '../../../../shared/privacy/deletion/tally.ts';
import { erasureCountKind } from '../../../../shared/privacy/erasure/erasure-item.ts';
import { runCountKind } from '../../../../shared/privacy/runs/deletion-run-item.ts';
import { tables, type TableName } from '../../../../shared/storage/tables.ts';

const count = fc.option(fc.nat(1000), { nil: undefined });
const tally = fc.record({
  class: fc.constantFrom(...deletionClasses),
  table: fc.constantFrom(...(Object.keys(tables) as TableName[])),
  ...(Object.fromEntries(counted.map((what) => [what, count])) as Record<Counted, typeof count>),
});

describe('tallies', () => {
  it('are summed by class and table: nothing lost, nothing twice, in a fixed order', () => {
    fc.assert(
      fc.property(fc.array(tally), (items) => {
        const lines = sumTallies(items, counted);
        const names = lines.map(({ table, class: cls }) => `${table} ${cls}`);
        expect(names).toEqual([...new Set(names)].sort());
        for (const what of counted) {
          const sum = (some: readonly Partial<Record<typeof what, number | undefined>>[]) => some.reduce((total, one) => total + (one[what] ?? 0), 0);
          expect(sum(lines.map(({ counts }) => counts))).toBe(sum(items));
          for (const { class: cls, table, counts } of lines) expect(counts[what]).toBe(sum(items.filter((item) => item.class === cls && item.table === table)));
        }
        expect(sumTallies(items.toReversed(), counted)).toEqual(lines);
      }),
    );
  });

  it('are written by adding, where their sheet says', () => {
    const sheet = { kind: runCountKind, keyFor: (cls: string, table: string) => ({ pk: 'run_1', sk: `log#count#${table}#${cls}` }) };
    expect(tallyWrite(sheet, 'voucher', 'tickets', { deleted: 3 })).toEqual({
      table: 'privacy',
      update: { pk: 'run_1', sk: 'log#count#tickets#voucher' },
      changes: { set: { kind: 'run-count', class: 'voucher', table: 'tickets' }, add: { deleted: 3 } },
    });
  });

  it.each([
    ['a run', runCountKind, 'log#count#1', ['deleted', 'anonymised', 'auxiliary', 'deferred', 'protected', 'failed'], 'tombstones'],
    ['an erasure', erasureCountKind, 'era#era_1#1', ['deleted', 'auxiliary', 'tombstones'], 'deferred'],
  ] as const)('take everything that can happen to an item in %s, and nothing else', (_, kind, sk, all, other) => {
    expect(all).toEqual(kind === runCountKind ? counted : countedInErasure);
    const sheet = { kind, keyFor: () => ({ pk: 'x_1', sk }) };
    for (const what of all) expect(tallyWrite(sheet, 'voucher', 'tickets', { [what]: 1 })).toMatchObject({ changes: { add: { [what]: 1 } } });
    for (const what of [other, 'lost'])
      expect(() => tallyWrite(sheet, 'voucher', 'tickets', { [what]: 1 })).toThrow(`Changed ${kind.kind} does not fit its schema: ${what}`);
  });
});
