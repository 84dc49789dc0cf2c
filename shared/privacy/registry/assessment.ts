import { later, type Day } from '../../personal-data/calendar.ts';
import { endOf, endOfUse, termsOf, type DeletionRules, type End, type StartPoints } from '../../personal-data/deletion-rules.ts';
import { headEnding, startsOf } from '../../storage/item-kind.ts';
import { isKept } from '../../storage/item-states.ts';
import type { Facts } from './facts.ts';
import type { Found } from './found.ts';
import { classOf, endingOf } from './registry.ts';

/**
 * When a head ends, given today's facts. `lawOnly` leaves out the person's own use: after an erasure request, and for what is
 * kept for the law only already.
 */
export function endOfItem(found: Found, facts: Facts, rules: DeletionRules, today: Day, lawOnly = false): End {
  const options = { lawOnly: lawOnly || found.item.retainedSince !== undefined, caseEnd: endOfWhole(facts, rules, today) };
  return settled(found, facts, rules, endOf(rules[classOf(found)], pointsOf(found, facts), today, options));
}

/** An end that follows from that of the relationship does not come before that one is settled. */
function settled(found: Found, { person }: Facts, rules: DeletionRules, end: End): End {
  const settlesOn = person && headEnding(person.kind)?.settlesOn?.(person.item);
  return settlesOn && needsEnd(rules)(found) ? { ...end, on: later(end.on, settlesOn) } : end;
}

/**
 * Why no end, or not all that goes with it, can be told of a head: the error; `undefined` where it can. Nothing is read for that, so
 * what fails now will fail again, until somebody has mended the item.
 */
export function defectOf(found: Found, facts: Facts, rules: DeletionRules, today: Day): unknown {
  const { outside, anonymised } = endingOf(found);
  try {
    endOfItem(found, facts, rules, today);
    outside?.(found.item);
    anonymised?.of(found.item);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** When only the law keeps a head; `undefined` where that is not told apart from its end. */
export function endOfUseOf(found: Found, facts: Facts, rules: DeletionRules, today: Day): End | undefined {
  const end = endOfUse(rules[classOf(found)], pointsOf(found, facts), today, endOfWhole(facts, rules, today));
  return end && settled(found, facts, rules, end);
}

const pointsOf = (found: Found, facts: Facts): StartPoints => ({ ...startsOf(endingOf(found), found.item), 'relationship-ended': facts.relationshipEndedOn });

/** The end of what an item hangs on; as a head of its own it hangs on nothing further. */
const endOfWhole = ({ whole, relationshipEndedOn, person }: Facts, rules: DeletionRules, today: Day): End | undefined =>
  whole && endOfItem(whole, { relationshipEndedOn, person }, rules, today);

/** Whether the end of a head depends on when the relationship with the customer ended. */
export const needsEnd =
  (rules: DeletionRules) =>
  (found: Found): boolean =>
    found.item.retainedSince === undefined && termsOf(rules[classOf(found)]).some((term) => term.start === 'relationship-ended');

/** Whether something must not be deleted although it is due: it, what it hangs on, or its person is restricted or held. */
export const isProtected = ({ item }: Found, { whole, person }: Facts): boolean => [item, whole?.item, person?.item].some(isKept);
