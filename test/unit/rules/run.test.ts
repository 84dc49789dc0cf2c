import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loopThrough } from '../../../shared/rules/loops.ts';
import type { Rule } from '../../../shared/rules/rule.ts';
import { afterActing, afterPassing, begun, causesOf, isCutShort, mostPerCause, next } from '../../../shared/rules/run.ts';
import { triggerOf, triggers, type Trigger } from '../../../shared/rules/triggers.ts';
import { rule } from './cases.ts';

const tagging = (on: Trigger, tag: string, over: object = {}) => rule({ on, then: [{ do: 'tag', add: [tag] }], ...over });
const prioritising = (on: Trigger, over: object = {}) => rule({ on, then: [{ do: 'set-priority', priority: 'high' }], ...over });

/** Which rules act, in turn, where this says of each whether its conditions hold at its turn. */
function course(rules: readonly Rule[], by: Trigger, holds: (rule: Rule, turn: number) => boolean): { acts: string[]; turns: number; cutShort: boolean } {
  let run = begun(rules, by);
  let turns = 0;
  for (let one = next(run); one; one = next(run)) run = holds(one, turns++) ? afterActing(run) : afterPassing(run);
  return { acts: [...run.acted], turns, cutShort: isCutShort(run) };
}

describe('a run of rules', () => {
  const always = () => true;

  it('is of those that answer to what happened, in their order, and then of those that answer to them', () => {
    const first = tagging('ticket-opened', 'a', { order: 1 });
    const second = prioritising('ticket-opened', { order: 2 });
    const onTags = tagging('priority-changed', 'b');
    const other = tagging('customer-message', 'c');
    const idle = tagging('ticket-opened', 'd', { order: 0, active: false });
    expect(course([other, onTags, second, idle, first], 'ticket-opened', always).acts).toEqual([first.id, second.id, onTags.id]);
    expect(course([other, onTags, second, first], 'customer-message', always).acts).toEqual([other.id]);
  });

  it('gives a rule another turn where what others did calls for it', () => {
    const late = tagging('tags-changed', 'late', { order: 1 });
    const [one, two] = [tagging('ticket-opened', 'a', { order: 1 }), prioritising('ticket-opened', { order: 2 })];
    const more = tagging('priority-changed', 'b');
    // It holds at its second turn only.
    let asked = 0;
    expect(course([late, one, two, more], 'ticket-opened', (judged) => judged !== late || ++asked > 1).acts).toEqual([one.id, two.id, more.id, late.id]);
  });

  it('is not answered to where it ends the case', () => {
    const closing = rule({
      then: [
        { do: 'tag', add: ['a'] },
        { do: 'close', outcome: 'answered' },
      ],
    });
    expect([causesOf(closing), causesOf(tagging('ticket-opened', 'a'))]).toEqual([[], ['tags-changed']]);
  });

  const anyRule = fc
    .record({ on: fc.constantFrom<Trigger>('ticket-opened', 'tags-changed', 'priority-changed'), order: fc.nat(3), priority: fc.boolean() })
    .map(({ on, order, priority }) => (priority ? prioritising(on, { order }) : tagging(on, 'a', { order })));
  const rules = fc.array(anyRule, { maxLength: 25 });
  // What holds when is whatever it is: the same each time it is asked in the same place.
  const oracle = fc.func(fc.boolean());

  it('ends, lets each rule act once at most, and so many in all', () => {
    fc.assert(
      fc.property(rules, oracle, (all, holds) => {
        const { acts, turns } = course(all, 'ticket-opened', (one, turn) => holds(one.id, turn));
        expect(new Set(acts).size).toBe(acts.length);
        expect(acts.length).toBeLessThanOrEqual(mostPerCause);
        expect(turns).toBeLessThanOrEqual(all.length * (mostPerCause + 1));
      }),
    );
  });

  it('is the same whatever order the rules are read in, and each time', () => {
    fc.assert(
      fc.property(
        rules.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        oracle,
        ([all, shuffled], holds) => {
          const once = course(all, 'ticket-opened', (one, turn) => holds(one.id, turn));
          expect(course(shuffled, 'ticket-opened', (one, turn) => holds(one.id, turn))).toEqual(once);
        },
      ),
    );
  });

  it('says where more would have acted', () => {
    const many = Array.from({ length: mostPerCause + 1 }, () => tagging('ticket-opened', 'a'));
    expect(course(many, 'ticket-opened', always)).toMatchObject({ acts: many.slice(0, mostPerCause).map(({ id }) => id), cutShort: true });
    expect(course(many.slice(1), 'ticket-opened', always).cutShort).toBe(false);
  });
});

describe('what rules answer to', () => {
  it.each<[string, object, string | undefined]>([
    ['ticket.opened', { kind: 'theft' }, 'ticket-opened'],
    ['ticket.reopened', { kind: 'theft' }, 'ticket-reopened'],
    ['ticket.interaction-added', { type: 'message', by: 'customer' }, 'customer-message'],
    ['ticket.interaction-added', { type: 'message', by: 'agent' }, 'answered'],
    ['ticket.interaction-added', { type: 'document', by: 'customer' }, 'document-added'],
    ['ticket.interaction-added', { type: 'tags', by: 'agent' }, 'tags-changed'],
    ['ticket.interaction-added', { type: 'call-note', by: 'agent' }, undefined],
    ['ticket.closed', { kind: 'theft', outcome: 'settled' }, undefined],
  ])('%s with %j is %s', (type, data, expected) => {
    expect(triggerOf({ type, data: data as Record<string, unknown> })).toBe(expected);
  });

  it('is nothing that a rule did', () => {
    const types = Object.values(triggers).flatMap((trigger) => ('where' in trigger ? (trigger.where?.type ?? []) : []));
    for (const type of types) expect(triggerOf({ type: 'ticket.interaction-added', data: { type, by: 'rule' } })).toBeUndefined();
  });
});

describe('a loop', () => {
  it('is seen of a rule that calls for itself', () => {
    const loops = tagging('tags-changed', 'a');
    expect(loopThrough(loops, [])).toEqual([loops.id]);
    expect(loopThrough({ ...loops, on: 'ticket-opened' }, [])).toBeUndefined();
  });

  it('is none where what the rule asks for is not so any more', () => {
    const asks = { when: [{ fact: 'tags', has: 'none', values: ['a'] }] };
    expect(loopThrough(tagging('tags-changed', 'a', asks), [])).toBeUndefined();
    expect(loopThrough(tagging('tags-changed', 'b', asks), [])).not.toBeUndefined();
    expect(loopThrough(prioritising('priority-changed', { when: [{ fact: 'priority', is: 'none-of', values: ['high'] }] }), [])).toBeUndefined();
  });

  it('is seen by way of others, of which every one may answer to the one before', () => {
    const one = tagging('priority-changed', 'a');
    const two = prioritising('tags-changed');
    expect(loopThrough(one, [two])).toEqual([one.id, two.id]);
    expect(loopThrough(one, [{ ...two, on: 'customer-message' }])).toBeUndefined();
    const unless = prioritising('tags-changed', { when: [{ fact: 'tags', has: 'none', values: ['a'] }] });
    expect(loopThrough(one, [unless])).toBeUndefined();
    // What one has done is still so when the other has acted; and is not, where the other undoes it.
    const once = tagging('priority-changed', 'a', { when: [{ fact: 'tags', has: 'none', values: ['a'] }] });
    expect(loopThrough(once, [two])).toBeUndefined();
    const undoing = rule({
      on: 'tags-changed',
      then: [
        { do: 'set-priority', priority: 'high' },
        { do: 'tag', remove: ['a'] },
      ],
    });
    expect(loopThrough(once, [undoing])).toEqual([once.id, undoing.id]);
  });

  it('of others is not this one’s', () => {
    const [two, three] = [tagging('priority-changed', 'a'), prioritising('tags-changed')];
    expect(loopThrough(tagging('ticket-opened', 'x'), [two, three])).toBeUndefined();
  });
});
