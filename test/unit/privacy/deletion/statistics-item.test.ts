import { describe, expect, it } from '@jest/globals';
import { addToCell, statisticsKind } from '../../../../shared/privacy/deletion/statistics-item.ts';
import { fewest } from '../../../../shared/privacy/deletion/statistics-ladder.ts';
import { headEnding } from '../../../../shared/storage/item-kind.ts';
import { ticketKind } from '../../../../shared/tickets/ticket-item.ts';

const traitsOf = (item: object) => headEnding(ticketKind)!.anonymised!.of(item as never);
const closed = {
  id: 'tck_1',
  pk: 'cus_1',
  matter: 'theft',
  outcome: 'settled',
  paidCents: 104_400,
  assignee: 'agt_1',
  openedAt: '2026-12-01T09:00:00.000Z',
  closedAt: '2026-12-31T23:30:00.000Z',
};
const traits = { year: '2027', matter: 'theft', outcome: 'settled', amount: 'up-to-2500' };

describe('what may be counted of a case', () => {
  it('is year, matter, outcome and amount in steps', () => {
    expect(traitsOf(closed)).toEqual(traits);
  });

  it('says nothing of anybody: no id, no clerk, no day, no amount', () => {
    expect(JSON.stringify(traitsOf(closed))).not.toMatch(/_|104|202\d-|agt|cus|tck/);
  });

  it('says of a case that was never closed just that', () => {
    const { closedAt: _closedAt, outcome: _outcome, paidCents: _paidCents, ...open } = closed;
    expect(traitsOf(open)).toEqual({ ...traits, year: '2026', outcome: 'never-closed', amount: 'none' });
  });

  it('says the same of one that became part of another, since it had no end of its own', () => {
    expect(traitsOf({ ...closed, outcome: undefined, mergedInto: 'tck_2', paidCents: 0 })).toEqual({ ...traits, outcome: 'never-closed', amount: 'none' });
  });
});

describe('a cell', () => {
  const cell = { year: '2026', traits: 'matter=theft' };

  it('grows by eleven cases or more', () => {
    expect(addToCell(cell, fewest)).toEqual({
      table: 'statistics',
      update: { pk: 'closed-cases#2026', sk: 'matter=theft' },
      changes: { set: { kind: 'closed-cases' }, add: { count: fewest } },
    });
    expect(() => addToCell(cell, fewest - 1)).toThrow();
  });

  it('holds eleven, or is none', () => {
    const isCell = (count: number) => statisticsKind.schema.safeParse({ pk: 'closed-cases#2026', sk: 'any', kind: 'closed-cases', count }).success;
    expect([isCell(fewest), isCell(fewest - 1)]).toEqual([true, false]);
  });
});
