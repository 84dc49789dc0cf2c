import { describe, expect, it } from '@jest/globals';
import { nextLookForClerk, waitsTooLong } from '../../../shared/tickets/ticket.ts';

const openedAt = '2026-03-15T09:30:00.000Z';
const after = (minutes: number) => new Date(Date.parse(openedAt) + minutes * 60_000);

describe('a ticket without a clerk', () => {
  it.each([
    [0, 5],
    [4, 5],
    [5, 5],
    [10, 10],
    [20, 20],
    [30, 30],
    [31, 30],
    [60 * 24 * 400, 30],
  ])('%i minutes old has one looked for again after %i minutes', (age, wait) => {
    expect(nextLookForClerk({ openedAt }, after(age))).toEqual(after(age + wait));
  });

  it('is a matter for somebody after an hour', () => {
    expect([0, 59.99, 60, 600].map((age) => waitsTooLong({ openedAt }, after(age)))).toEqual([false, false, true, true]);
    // Since it was given back, however old it is.
    const unassignedSince = after(6_000).toISOString();
    expect([6_059, 6_060].map((age) => waitsTooLong({ openedAt, unassignedSince }, after(age)))).toEqual([false, true]);
  });
});
