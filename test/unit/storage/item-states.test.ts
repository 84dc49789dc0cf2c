import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  both,
  isHidden,
  isKept,
  isSilenced,
  isStopped,
  notHidden,
  notKept,
  notSilenced,
  notStopped,
  sameStates,
  stateNames,
  type StateName,
} from '../../../shared/storage/item-states.ts';
import type { Condition } from '../../../shared/storage/expression.ts';
import type { Item } from '../../../shared/storage/item.ts';

const at = '2026-03-15T09:30:00.000Z';
const inStates = (names: readonly StateName[]): Item => ({ pk: 'cus_1', sk: 'x', ...Object.fromEntries(names.map((name) => [name, at])) });
const effects = { isHidden, isStopped, isSilenced, isKept };
const someStates = fc.subarray([...stateNames]);

/** What a write's condition would say of an item. */
const holds = (item: Item | undefined, { exists, equals = {}, oneOf = {}, absent = [] }: Condition): boolean =>
  (exists === undefined || exists === (item !== undefined)) &&
  Object.entries(equals).every(([name, value]) => item?.[name] === value) &&
  Object.entries(oneOf).every(([name, values]) => values.includes(item?.[name] as string)) &&
  absent.every((name) => item?.[name] === undefined);

describe('the states of an item', () => {
  it.each<[StateName, string[]]>([
    ['retainedSince', ['isHidden', 'isStopped', 'isSilenced']],
    ['restrictedSince', ['isStopped', 'isSilenced', 'isKept']],
    ['heldSince', ['isSilenced', 'isKept']],
    ['deletingSince', ['isHidden', 'isStopped', 'isSilenced']],
  ])('mean for everybody the same: %s', (name, expected) => {
    const had = (item: Item | undefined) => Object.entries(effects).flatMap(([effect, is]) => (is(item) ? [effect] : []));
    expect(had(inStates([name]))).toEqual(expected);
    expect([had({}), had(undefined)]).toEqual([[], []]);
  });

  it('are judged by a write as they are by a reader', () => {
    fc.assert(
      fc.property(someStates, (names) => {
        const item = inStates(names);
        expect([notHidden, notStopped, notSilenced, notKept].map((not) => holds(item, not))).toEqual(Object.values(effects).map((is) => !is(item)));
      }),
    );
  });

  it('add up: of several each has its effect', () => {
    fc.assert(
      fc.property(someStates, (names) => {
        for (const is of Object.values(effects)) expect(is(inStates(names))).toBe(names.some((name) => is(inStates([name]))));
      }),
    );
  });

  it('are the same as they were exactly when none came, went or was set anew', () => {
    fc.assert(
      fc.property(someStates, someStates, (then, now) => {
        expect(holds(inStates(now), sameStates(inStates(then)))).toBe(then.join() === now.join());
      }),
    );
    expect(holds({ ...inStates(['heldSince']), heldSince: '2027-01-01T00:00:00.000Z' }, sameStates(inStates(['heldSince'])))).toBe(false);
  });
});

describe('both conditions at once', () => {
  const condition: fc.Arbitrary<Condition> = fc.record(
    {
      exists: fc.constant(true),
      equals: fc.constantFrom<Record<string, string>>({ a: '1' }, { b: '1' }, { a: '1', b: '1' }),
      oneOf: fc.constantFrom<Record<string, string[]>>({ c: ['1', '2'] }, { d: ['1'] }),
      absent: fc.subarray(['e', 'f']),
    },
    { requiredKeys: [] },
  );
  const value = fc.constantFrom(undefined, '1', '2');
  const item = fc.option(fc.record(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, value]))), { nil: undefined });

  it('hold when each of them does', () => {
    fc.assert(
      fc.property(condition, condition, item, (one, other, of) => holds(of, both(one, other)) === (holds(of, one) && holds(of, other))),
      { numRuns: 1_000 },
    );
  });
});
