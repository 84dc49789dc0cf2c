import { describe, expect, it } from '@jest/globals';
import { changed, isRecorded, reasonsFor, type RelationshipChange } from '../../../shared/customers/relationship.ts';

const today = '2026-03-15';
const ended = { startedOn: '2020-01-01', endedOn: '2025-12-31', firstStartedOn: '2020-01-01' };
const runs = { startedOn: '2020-01-01', firstStartedOn: '2020-01-01' };
const problem = (field: string, what: string) => expect.objectContaining({ kind: 'invalid', fields: [{ field, problem: what }] });

const corrected = (endedOn: string): RelationshipChange => ({ change: 'corrected', reason: 'mistyped', endedOn });
const anew = (startedOn: string): RelationshipChange => ({ change: 'begun-anew', reason: 'returned', startedOn });
const reopened: RelationshipChange = { change: 'reopened', reason: 'cancellation-withdrawn' };
const began = (startedOn: string): RelationshipChange => ({ change: 'start-corrected', reason: 'start-mistyped', startedOn });
const voided: RelationshipChange = { change: 'voided', reason: 'never-began' };

describe('what is recorded of a relationship', () => {
  it.each([
    ['another end', corrected('2026-12-31'), { startedOn: '2020-01-01', endedOn: '2026-12-31' }],
    ['an end on the first day', corrected('2020-01-01'), { startedOn: '2020-01-01', endedOn: '2020-01-01' }],
    ['no end', reopened, { startedOn: '2020-01-01' }],
    ['a contract that never began, as ended today', voided, { startedOn: '2020-01-01', endedOn: today, voided: true }],
    ['another beginning', began('2019-07-01'), { startedOn: '2019-07-01', endedOn: '2025-12-31', firstStartedOn: '2019-07-01' }],
    ['a beginning on the last day', began('2025-12-31'), { startedOn: '2025-12-31', endedOn: '2025-12-31', firstStartedOn: '2025-12-31' }],
    ['a new beginning on the day after', anew('2026-01-01'), { startedOn: '2026-01-01' }],
    ['a new beginning on the day itself', anew('2025-12-31'), { startedOn: '2025-12-31' }],
  ])('can be put right: %s', (_what, change, expected) => {
    expect(changed(ended, change, today)).toEqual({ firstStartedOn: '2020-01-01', ...expected });
  });

  it('can have begun on another day while it runs, and the first of several stays the first', () => {
    expect(changed(runs, began('2021-01-01'), today)).toEqual({ startedOn: '2021-01-01', firstStartedOn: '2021-01-01' });
    const returned = { startedOn: '2024-01-01', firstStartedOn: '2020-01-01' };
    expect(changed(returned, began('2024-02-01'), today)).toEqual({ startedOn: '2024-02-01', firstStartedOn: '2020-01-01' });
    const older = { startedOn: '2020-01-01' };
    expect(changed(older, began('2021-01-01'), today).firstStartedOn).toBeUndefined();
  });

  it('can be void before anybody has ended it', () => {
    expect(changed(runs, voided, today)).toEqual({ ...runs, endedOn: today, voided: true });
  });

  it.each([corrected('2026-12-31'), reopened, anew('2026-01-01')])('has no end that could be changed while it runs: $change', (change) => {
    expect(() => changed(runs, change, today)).toThrow(expect.objectContaining({ kind: 'conflict', code: 'relationship-runs' }));
  });

  it.each([corrected('2026-12-31'), reopened, anew('2026-01-01'), began('2019-07-01'), voided])('is recorded afterwards, and not before: $change', (change) => {
    expect(isRecorded(ended, change)).toBe(false);
    expect(isRecorded(changed(ended, change, today), change)).toBe(true);
  });

  it.each([corrected(today), reopened, anew('2026-04-01')])('is not void any more: $change', (change) => {
    const void_ = changed(ended, voided, today);
    expect(isRecorded(void_, change)).toBe(false);
    expect(changed(void_, change, today).voided).toBeUndefined();
  });

  it('has days in their order', () => {
    expect(() => changed(ended, corrected('2019-12-31'), today)).toThrow(problem('body.endedOn', 'lies before the start of the relationship'));
    expect(() => changed(ended, began('2026-01-01'), today)).toThrow(problem('body.startedOn', 'lies after the end of the relationship'));
    expect(() => changed(ended, anew('2025-12-30'), today)).toThrow(problem('body.startedOn', 'lies before the end of the relationship before'));
  });

  it('has reasons of its own for each change', () => {
    const all = Object.values(reasonsFor).flat();
    expect(new Set(all).size).toBe(all.length);
  });
});
