import { describe, expect, it } from '@jest/globals';
import { headEnding } from '../../../../shared/storage/item-kind.ts';
import { statisticsWrites } from '../../../../shared/privacy/deletion/statistics-item.ts';
import { ticketKind } from '../../../../shared/tickets/ticket-item.ts';

const cellOf = (item: object) => headEnding(ticketKind)!.anonymised!(item as never);
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

describe('what is counted of a case', () => {
  it('is month, matter, region, outcome, amount and duration in steps', () => {
    expect(cellOf(closed)).toEqual({ period: '2026-04', cell: 'theft#5#settled#up-to-2500#up-to-180-days' });
  });

  it('says nothing of anybody: no id, no clerk, no day, no amount', () => {
    expect(JSON.stringify(cellOf(closed))).not.toMatch(/_|104|2026-0[34]-\d\d|agt|cus|tck/);
  });

  it('says of a case that was never closed just that', () => {
    const { closedAt: _closedAt, outcome: _outcome, paidCents: _paidCents, ...open } = closed;
    expect(cellOf(open)).toEqual({ period: '2026-03', cell: 'theft#5#never-closed#none#up-to-7-days' });
  });
});

describe('the writes that count', () => {
  it('touch each cell once, however many cases it has', () => {
    const [a, b, c] = [
      { period: '2026-03', cell: 'x' },
      { period: '2026-03', cell: 'y' },
      { period: '2026-04', cell: 'x' },
    ];
    expect(statisticsWrites([a, b, a, c, a])).toEqual([
      { table: 'statistics', update: { pk: 'closed-cases#2026-03', sk: 'x' }, changes: { set: { kind: 'closed-cases' }, add: { count: 3 } } },
      { table: 'statistics', update: { pk: 'closed-cases#2026-03', sk: 'y' }, changes: { set: { kind: 'closed-cases' }, add: { count: 1 } } },
      { table: 'statistics', update: { pk: 'closed-cases#2026-04', sk: 'x' }, changes: { set: { kind: 'closed-cases' }, add: { count: 1 } } },
    ]);
    expect(statisticsWrites([])).toEqual([]);
  });
});
