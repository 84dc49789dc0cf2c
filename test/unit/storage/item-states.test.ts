import { describe, expect, it } from '@jest/globals';
import type { Condition } from '../../../shared/storage/expression.ts';
import { headAttributes } from '../../../shared/storage/item-kind.ts';
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
  stateAttributes,
  stateNames,
  type StateName,
} from '../../../shared/storage/item-states.ts';
import type { Item } from '../../../shared/storage/item.ts';

/** Whether DynamoDB would let a write with this condition happen on the item; `orBelow` is not asked for here. */
function holds({ exists, equals = {}, oneOf = {}, absent = [], orBelow }: Condition, item: Item | undefined): boolean {
  if (orBelow) throw new Error('Not evaluated here');
  return (
    (exists === undefined || exists === (item !== undefined)) &&
    Object.entries(equals).every(([name, value]) => item?.[name] === value) &&
    Object.entries(oneOf).every(([name, allowed]) => allowed.includes(item?.[name] as string)) &&
    absent.every((name) => item?.[name] === undefined)
  );
}

const since = '2026-03-15T09:30:00.000Z';
const inStates = (names: readonly StateName[], at = since): Item => ({ pk: 'cus_1', sk: 'tck#1', ...Object.fromEntries(names.map((name) => [name, at])) });

/** Every combination of states, none and all among them. */
const combinations = stateNames.reduce<StateName[][]>((all, name) => [...all, ...all.map((some) => [...some, name])], [[]]);

const judged = {
  hidden: { is: isHidden, not: notHidden },
  stopped: { is: isStopped, not: notStopped },
  silenced: { is: isSilenced, not: notSilenced },
  kept: { is: isKept, not: notKept },
};
type Judgement = keyof typeof judged;
const judgements = Object.keys(judged) as Judgement[];

const meanings: Readonly<Record<StateName, readonly Judgement[]>> = {
  retainedSince: ['hidden', 'stopped', 'silenced'],
  restrictedSince: ['stopped', 'silenced', 'kept'],
  heldSince: ['silenced', 'kept'],
  deletingSince: ['hidden', 'stopped', 'silenced'],
};

describe('the states of an item', () => {
  it('are those that every head may have', () => {
    expect(stateNames.toSorted()).toEqual(Object.keys(meanings).toSorted());
    expect(Object.keys(stateAttributes).toSorted()).toEqual(stateNames.toSorted());
    for (const name of stateNames) expect(headAttributes[name].safeParse(undefined).success).toBe(true);
    expect(combinations).toHaveLength(16);
  });

  it.each(combinations.map((names) => [names.join(', ') || 'none', names] as const))(
    'mean what each of them means, to who reads as to who writes: %s',
    (_, names) => {
      const item = inStates(names);
      for (const judgement of judgements) {
        const { is, not } = judged[judgement];
        const expected = names.some((name) => meanings[name].includes(judgement));
        expect({ judgement, is: is(item), writes: holds(not, item) }).toEqual({ judgement, is: expected, writes: !expected });
      }
    },
  );

  it('keep nobody from an item that is not there', () => {
    for (const { is, not } of Object.values(judged)) expect([is(undefined), holds(not, undefined)]).toEqual([false, true]);
  });

  it('are judged by whether they are there, whatever they say', () => {
    expect(isHidden({ retainedSince: undefined })).toBe(false);
    expect(isHidden({ retainedSince: '' })).toBe(true);
    expect(isKept({ heldSince: null })).toBe(true);
  });

  it('are the same only where each is there as it was, since the same moment', () => {
    for (const read of combinations) {
      const asRead = sameStates(inStates(read));
      expect(combinations.filter((now) => holds(asRead, inStates(now)))).toEqual([read]);
      expect(holds(asRead, inStates(read, '2026-03-16T09:30:00.000Z'))).toBe(read.length === 0);
      expect(holds(asRead, undefined)).toBe(read.length === 0);
    }
  });
});

describe('two conditions together', () => {
  const conditions: Condition[] = [
    {},
    { exists: true },
    { equals: { status: 'open' } },
    { equals: { version: 2 } },
    { oneOf: { status: ['open', 'assigned'] } },
    { oneOf: { region: ['5', '6'] } },
    { absent: ['outcome'] },
    { exists: true, equals: { version: 2 }, oneOf: { region: ['5', '6'] }, absent: ['heldSince', 'outcome'] },
    notHidden,
    notStopped,
    notKept,
  ];
  const items: (Item | undefined)[] = [undefined];
  for (const status of ['open', 'assigned', 'closed']) {
    for (const version of [1, 2]) {
      for (const region of ['5', '6', '7']) {
        for (const more of [{}, { outcome: 'settled' }, { heldSince: since }, { restrictedSince: since }]) items.push({ status, version, region, ...more });
      }
    }
  }

  it('hold where both hold, in either order', () => {
    for (const one of conditions) {
      for (const other of conditions) {
        const wrong = items.filter((item) => holds(both(one, other), item) !== (holds(one, item) && holds(other, item)));
        expect({ one, other, wrong }).toEqual({ one, other, wrong: [] });
      }
    }
  });

  it.each<[string, Condition, Condition]>([
    ['exists', { exists: true }, { exists: false }],
    ['version', { equals: { version: 1 } }, { equals: { version: 2 } }],
    ['region', { oneOf: { region: ['5', '6'] } }, { oneOf: { region: ['5'] } }],
  ])('are none where they demand different things of %s: neither wins', (name, one, other) => {
    for (const put of [() => both(one, other), () => both(other, one)]) expect(put).toThrow(`Two conditions demand different things of ${name}`);
  });

  it('are none where one has an alternative, which would be one to the other too', () => {
    const orElse: Condition = { exists: false, orBelow: { attribute: 'expiresAt', value: 1 } };
    for (const put of [() => both(orElse, {}), () => both({ absent: ['a'] }, orElse)]) expect(put).toThrow('A condition with an alternative stands alone');
  });

  it('demand nothing where neither does: an empty part would be no expression', () => {
    expect(both({}, {})).toEqual({});
    expect(both({ exists: true }, { absent: ['a'] })).toEqual({ exists: true, absent: ['a'] });
    expect(both({ absent: ['a', 'b'] }, { absent: ['b', 'c'] })).toEqual({ absent: ['a', 'b', 'c'] });
  });
});
