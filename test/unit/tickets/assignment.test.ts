import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { leastLoaded } from '../../../shared/tickets/assignment.ts';

const clerks = fc.uniqueArray(fc.stringMatching(/^agt_[A-Z]{3}$/), { maxLength: 20 });
const loads = fc.dictionary(fc.stringMatching(/^agt_[A-Z]{3}$/), fc.nat(5));

describe('who gets the next ticket', () => {
  it('is nobody where nobody can', () => {
    expect(leastLoaded([], new Map([['agt_A', 0]]), 'tck_1')).toBeUndefined();
  });

  it('is whoever never had one, before those who have', () => {
    expect(leastLoaded(['agt_B', 'agt_A'], new Map([['agt_A', 1]]), 'tck_1')).toBe('agt_B');
  });

  it('is among equals for the ticket to say: tickets that come together go for different clerks', () => {
    const equals = ['agt_C', 'agt_A', 'agt_B'];
    const chosen = ['tck_1', 'tck_2', 'tck_3'].map((ticketId) => leastLoaded(equals, new Map(), ticketId));
    expect(chosen.toSorted()).toEqual(equals.toSorted());
    expect(leastLoaded(equals, new Map(), 'tck_1')).toBe(chosen[0]);
  });

  it('is a candidate, no other candidate has less, and it does not matter in which order they stand', () => {
    fc.assert(
      fc.property(clerks, loads, fc.string(), (ids, loadOf, ticketId) => {
        const workloads = new Map(Object.entries(loadOf));
        const chosen = leastLoaded(ids, workloads, ticketId);
        expect(leastLoaded(ids.toReversed(), workloads, ticketId)).toBe(chosen);
        if (ids.length === 0) return expect(chosen).toBeUndefined();
        expect(ids).toContain(chosen);
        const least = Math.min(...ids.map((id) => workloads.get(id) ?? 0));
        return expect(workloads.get(chosen!) ?? 0).toBe(least);
      }),
    );
  });

  it('spreads tickets evenly: after each, no two differ by more than one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^agt_[A-Z]{3}$/), { minLength: 1, maxLength: 8 }), fc.nat(60), (ids, tickets) => {
        const workloads = new Map<string, number>();
        for (let count = 0; count < tickets; count++) {
          const clerk = leastLoaded(ids, workloads, `tck_${count}`)!;
          workloads.set(clerk, (workloads.get(clerk) ?? 0) + 1);
        }
        const all = ids.map((id) => workloads.get(id) ?? 0);
        expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
