import { describe, expect, it } from '@jest/globals';
import { fewest } from '../../../../shared/privacy/deletion/statistics-ladder.ts';
import { addToCell, deletedCases, statisticsKind, takePending } from '../../../../shared/privacy/deletion/statistics-item.ts';
import { runKey } from '../../../../shared/privacy/runs/deletion-run-item.ts';
import { headEnding } from '../../../../shared/storage/item-kind.ts';
import { ticketKind } from '../../../../shared/tickets/ticket-item.ts';

const traitsOf = (item: object) => headEnding(ticketKind)!.anonymised!(item as never);
const closed = {
  id: 'tck_1',
  pk: 'cus_1',
  matter: 'theft',
  region: '5',
  outcome: 'settled',
  paidCents: 104_400,
  assignee: 'agt_1',
  openedAt: '2026-03-01T09:00:00.000Z',
  closedAt: '2026-03-31T22:30:00.000Z',
};
const traits = { month: '2026-04', matter: 'theft', region: '5', outcome: 'settled', amount: 'up-to-2500', duration: 'up-to-180-days' };

describe('what is counted of a case', () => {
  it('is month, matter, region, outcome, amount and duration in steps', () => {
    expect(traitsOf(closed)).toEqual(traits);
  });

  it('says nothing of anybody: no id, no clerk, no day, no amount', () => {
    expect(JSON.stringify(traitsOf(closed))).not.toMatch(/_|104|2026-0[34]-\d\d|agt|cus|tck/);
  });

  it('says of a case that was never closed just that', () => {
    const { closedAt: _closedAt, outcome: _outcome, paidCents: _paidCents, ...open } = closed;
    expect(traitsOf(open)).toEqual({ ...traits, month: '2026-03', outcome: 'never-closed', amount: 'none', duration: 'up-to-7-days' });
  });
});

describe('the writes that count deleted cases', () => {
  const other = { ...traits, matter: 'liability' };
  const pending = { run: runKey('run_1'), part: 'tickets#4' };

  it('keep their traits in a run until it ends, each kind of case once in a transaction', () => {
    const counting = (kind: typeof traits, count: number) => ({
      table: 'privacy',
      update: { pk: 'cases#pending', sk: `run_1#tickets#4#2026-04#${kind.matter}#5#settled#up-to-2500#up-to-180-days` },
      changes: { set: { kind: 'pending-cases', ...kind }, add: { count } },
    });
    expect(deletedCases([traits, other, traits], { pending })).toEqual([counting(traits, 2), counting(other, 1)]);
  });

  it('keep nothing of them outside of a run, but that they were', () => {
    expect(deletedCases([traits, other, traits], {})).toEqual([
      { table: 'privacy', update: { pk: 'cases', sk: 'waiting' }, changes: { set: { kind: 'waiting-cases' }, add: { count: 3 } } },
    ]);
  });

  it('are none for none', () => {
    expect([deletedCases([], {}), deletedCases([], { pending })]).toEqual([[], []]);
  });
});

describe('the writes that move them into cells', () => {
  const pending = { ...traits, sk: 'run_1#x', count: 5 };

  it('take pending cases on condition that nobody else has taken or added any', () => {
    const key = { pk: 'cases#pending', sk: 'run_1#x' };
    expect(takePending(pending, 5)).toEqual({ table: 'privacy', delete: key, if: { equals: { count: 5 } } });
    expect(takePending(pending, 2)).toEqual({ table: 'privacy', update: key, changes: { add: { count: -2 } }, if: { equals: { count: 5 } } });
  });

  it('add to a cell by its period and traits, and never fewer than eleven', () => {
    expect(addToCell({ period: '2026-Q2', traits: 'matter=theft' }, 12)).toEqual({
      table: 'statistics',
      update: { pk: 'closed-cases#2026-Q2', sk: 'matter=theft' },
      changes: { set: { kind: 'closed-cases' }, add: { count: 12 } },
    });
    expect(() => addToCell({ period: '2026', traits: 'matter=theft' }, fewest - 1)).toThrow('does not fit its schema: count');
  });
});

describe('a cell', () => {
  it('of fewer than eleven is not what its kind says it is', () => {
    const cell = (count: number) => statisticsKind.schema.safeParse({ pk: 'closed-cases#2026', sk: 'matter=theft', kind: 'closed-cases', count }).success;
    expect([cell(fewest), cell(fewest - 1)]).toEqual([true, false]);
  });
});
