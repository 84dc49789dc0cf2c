import { describe, expect, it } from '@jest/globals';
import { asksFor, Condition, factNames, foreseen, holds } from '../../../shared/rules/facts.ts';
import type { Known, Seen } from '../../../shared/rules/seen.ts';
import { seen, step, theftReport, ticket } from './cases.ts';

const message = step({ type: 'message', text: 'Wann höre ich von Ihnen?' });
const payout = step({ type: 'payout', amountCents: 100, reference: 'SB-1', paidOn: '2026-03-15' }, { by: { role: 'agent', id: 'agt_01' } });
const reversed = step({ ...payout.content, reversedBy: 'int_01JQ0000000000000000000009' } as typeof payout.content);

/** A condition, of which case, and whether it holds. */
const cases: readonly (readonly [object, Partial<Seen>, boolean])[] = [
  [{ fact: 'kind', is: 'one-of', values: ['theft', 'liability'] }, {}, true],
  [{ fact: 'kind', is: 'none-of', values: ['theft'] }, {}, false],
  [{ fact: 'priority', is: 'one-of', values: ['normal'] }, {}, true],
  [{ fact: 'priority', is: 'one-of', values: ['urgent'] }, { ticket: { ...ticket, priority: 'urgent' } }, true],
  [{ fact: 'status', is: 'one-of', values: ['open'] }, {}, false],
  [{ fact: 'status', is: 'none-of', values: ['open'] }, {}, true],
  [{ fact: 'waiting-for', is: 'one-of', values: ['customer'] }, {}, false],
  [{ fact: 'waiting-for', is: 'none-of', values: ['customer'] }, {}, true],
  [{ fact: 'tags', has: 'all', values: ['a', 'b'] }, { ticket: { ...ticket, tags: ['a'] } }, false],
  [{ fact: 'tags', has: 'any', values: ['a', 'b'] }, { ticket: { ...ticket, tags: ['a'] } }, true],
  [{ fact: 'tags', has: 'none', values: ['a', 'b'] }, {}, true],
  [{ fact: 'answered', is: false }, {}, true],
  [{ fact: 'answered', is: true }, { ticket: { ...ticket, answeredAt: '2026-03-16T00:00:00.000Z' } }, true],
  [{ fact: 'customer-wrote', is: true }, { steps: [theftReport(), message] }, true],
  // What the house wrote is not what the customer wrote.
  [{ fact: 'customer-wrote', is: false }, { steps: [theftReport(), { ...message, by: { role: 'agent', id: 'agt_01' } }] }, true],
  [{ fact: 'customer-waits', is: true }, { ticket: { ...ticket, unreadMessages: 2 } }, true],
  [{ fact: 'reported-by-other', is: false }, {}, true],
  [{ fact: 'reported-by-other', is: false }, { steps: [theftReport({ reportedBy: { name: 'Jörg Weiß', relation: 'heir', ground: 'deceased' } })] }, false],
  // Who knows what was taken out?
  [{ fact: 'reported-by-other', is: false }, { steps: [{ ...theftReport(), redacted: true }] }, false],
  // What a clerk noted is known to them only; that a case was given to somebody, or reported by phone, is no work on it.
  [
    { fact: 'staff-worked', is: true },
    { steps: [theftReport(), step({ type: 'internal-note', text: 'Betrugsverdacht' }, { by: { role: 'agent', id: 'agt_01' } })] },
    true,
  ],
  [
    { fact: 'staff-worked', is: false },
    {
      steps: [
        { ...theftReport(), by: { role: 'agent', id: 'agt_01' } },
        step({ type: 'assignment', assignee: 'agt_01' }, { by: { role: 'agent', id: 'agt_01' } }),
      ],
    },
    true,
  ],
  [{ fact: 'others-of-kind-this-year', is: 'at-most', value: 0 }, {}, true],
  [{ fact: 'others-of-kind-this-year', is: 'at-most', value: 0 }, { others: [{ ...ticket, id: 'tck_9' }] }, false],
  [{ fact: 'others-of-kind-this-year', is: 'at-most', value: 0 }, { others: [{ ...ticket, id: 'tck_9', matter: 'question' }] }, true],
  [{ fact: 'others-of-kind-this-year', is: 'at-most', value: 0 }, { others: [{ ...ticket, id: 'tck_9', openedAt: '2025-03-01T09:30:00.000Z' }] }, true],
  [{ fact: 'was-reopened', is: false }, { steps: [theftReport(), step({ type: 'reopening', cause: 'customer' })] }, false],
  [{ fact: 'age-days', is: 'at-least', value: 5 }, {}, true],
  [{ fact: 'age-days', is: 'at-least', value: 6 }, {}, false],
  [{ fact: 'incident-age-days', is: 'at-most', value: 5 }, {}, true],
  [{ fact: 'incident-age-days', is: 'at-most', value: 400 }, { steps: [] }, false],
  [{ fact: 'third-parties', is: 'at-most', value: 0 }, {}, true],
  [{ fact: 'open-tasks', is: 'at-most', value: 0 }, { ticket: { ...ticket, openTasks: 1 } }, false],
  [{ fact: 'paid-cents', is: 'at-most', value: 0 }, { steps: [theftReport(), payout] }, false],
  [{ fact: 'paid-cents', is: 'at-most', value: 0 }, { steps: [theftReport(), reversed] }, true],
  [{ fact: 'documents', is: 'at-least', value: 2 }, {}, true],
  [{ fact: 'documents', is: 'at-least', value: 2 }, { documents: ['available', 'refused', 'received'] }, false],
  [{ fact: 'documents-open', is: 'at-most', value: 0 }, { documents: ['available', 'received'] }, false],
  [{ fact: 'documents-open', is: 'at-least', value: 2 }, { documents: ['awaited', 'received'] }, true],
  [{ fact: 'documents-refused', is: 'at-most', value: 0 }, { documents: ['refused'] }, false],
  [{ fact: 'detail', field: 'valueCents', is: 'at-most', value: 38_900 }, {}, true],
  [{ fact: 'detail', field: 'valueCents', is: 'at-most', value: 38_899 }, {}, false],
  [{ fact: 'detail', field: 'valueCents', is: 'at-least', value: 1 }, { steps: [theftReport({ details: undefined })] }, false],
  [{ fact: 'detail', field: 'policeReference', is: 'there' }, {}, true],
  [{ fact: 'detail', field: 'policeReference', is: 'absent' }, { steps: [theftReport({ details: {} })] }, true],
  [{ fact: 'detail', field: 'policeReference', is: 'absent' }, { steps: [{ ...theftReport({ details: undefined }), redacted: true }] }, false],
  [{ fact: 'detail', field: 'policeReference', is: 'absent' }, { steps: [] }, false],
  [{ fact: 'detail', field: 'reportedToPoliceOn', is: 'on-or-before', day: '2026-03-15' }, {}, true],
  [{ fact: 'detail', field: 'reportedToPoliceOn', is: 'on-or-after', day: '2026-03-16' }, {}, false],
  [{ fact: 'detail', field: 'reason', is: 'one-of', words: ['lost'] }, { steps: [theftReport({ details: { reason: 'lost' } })] }, true],
  [{ fact: 'detail', field: 'flag', is: 'true' }, { steps: [theftReport({ details: { flag: true } })] }, true],
  [{ fact: 'detail', field: 'flag', is: 'false' }, { steps: [theftReport({ details: { flag: true } })] }, false],
  // The report of a case that has become part of this one is another's.
  [{ fact: 'detail', field: 'valueCents', is: 'at-least', value: 1 }, { steps: [{ ...theftReport(), cameWith: ['tck_01JQ0000000000000000000008'] }] }, false],
];

describe('facts', () => {
  it.each(cases)('%j of %j: %s', (condition, over, expected) => {
    expect(holds(Condition.parse(condition), seen(over))).toBe(expected);
  });

  it('are all in the table above', () => {
    expect([...new Set(cases.map(([condition]) => (condition as { fact: string }).fact))].toSorted()).toEqual([...factNames].toSorted());
  });

  it.each([
    [{ fact: 'weather', is: true }],
    [{ fact: 'kind', is: 'one-of', values: ['burglary'] }],
    // Of health rules ask nothing.
    [{ fact: 'kind', is: 'one-of', values: ['reimbursement'] }],
    [{ fact: 'kind', is: 'one-of', values: [] }],
    [{ fact: 'kind', is: 'one-of', values: ['theft', 'theft'] }],
    [{ fact: 'status', is: 'one-of', values: ['closed'] }],
    [{ fact: 'age-days', is: 'more-than', value: 3 }],
    [{ fact: 'age-days', is: 'at-most', value: -1 }],
    [{ fact: 'age-days', is: 'at-most', value: 1.5 }],
    [{ fact: 'tags', has: 'all', values: ['Mit Leerzeichen'] }],
    [{ fact: 'answered', is: 'yes' }],
    [{ fact: 'answered', is: true, value: 3 }],
  ])('are asked for in their own words only: %j', (condition) => {
    expect(Condition.safeParse(condition).success).toBe(false);
  });

  it('say which of them ask for documents', () => {
    const asks = (condition: object) => asksFor('documents', [Condition.parse(condition)]);
    expect([asks({ fact: 'documents', is: 'at-least', value: 1 }), asks({ fact: 'answered', is: true })]).toEqual([true, false]);
  });

  it.each<[object, Known, boolean | undefined]>([
    [{ fact: 'priority', is: 'one-of', values: ['high'] }, { priority: 'high' }, true],
    [{ fact: 'priority', is: 'none-of', values: ['high'] }, { priority: 'high' }, false],
    [{ fact: 'priority', is: 'none-of', values: ['high'] }, {}, undefined],
    [{ fact: 'tags', has: 'none', values: ['a'] }, { tagsOn: ['a'] }, false],
    [{ fact: 'tags', has: 'none', values: ['a', 'b'] }, { tagsOff: ['a', 'b'] }, true],
    [{ fact: 'tags', has: 'all', values: ['a', 'b'] }, { tagsOn: ['a'], tagsOff: ['b'] }, false],
    [{ fact: 'tags', has: 'any', values: ['a', 'b'] }, { tagsOff: ['a'] }, undefined],
    [{ fact: 'answered', is: false }, { answered: true }, false],
    [{ fact: 'open-tasks', is: 'at-most', value: 0 }, { hasTasks: true }, false],
    [{ fact: 'open-tasks', is: 'at-most', value: 3 }, { hasTasks: true }, undefined],
    [{ fact: 'paid-cents', is: 'at-least', value: 1 }, { paid: true }, true],
    [{ fact: 'status', is: 'one-of', values: ['open'] }, { status: 'assigned' }, false],
    [{ fact: 'age-days', is: 'at-least', value: 1 }, { answered: true }, undefined],
  ])('are foreseen where they can be: %j of %j', (condition, known, expected) => {
    expect(foreseen(Condition.parse(condition), known)).toBe(expected);
  });
});
