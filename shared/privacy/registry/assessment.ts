import type { Day } from '../../personal-data/calendar.ts';
import { endOf, type DeletionRules, type End, type StartPoints } from '../../personal-data/deletion-rules.ts';
import { headEnding } from '../../storage/item-kind.ts';
import type { Item } from '../../storage/item.ts';
import type { Found } from './found.ts';

/** What an item does not know by itself, as `relationship.ts` finds it out. */
export interface Facts {
  /** When the relationship with the customer ended; absent while it runs. It outranks what an item was told when it was written. */
  readonly relationshipEndedOn?: Day | undefined;
}

/** Stands for a relationship that ended at some time we no longer know: with the master data gone, it is over. */
export const longAgo: Day = '1970-01-01';

/**
 * When an item ends, given today's facts. `erased` leaves out what falls away with an erasure request; an item that is
 * already kept for the law only counts as erased.
 */
export function endOfItem({ kind, item }: Found, facts: Facts, rules: DeletionRules, today: Day, erased = false): End {
  const ending = headEnding(kind);
  if (!ending) throw new Error(`${kind.kind} has no due date of its own`);
  const points: StartPoints = { ...ending.starts(item), 'relationship-ended': facts.relationshipEndedOn };
  return endOf(rules[ending.class], points, today, erased || item.retainedSince !== undefined);
}

/** The customer whose facts an item ends by: not every item of theirs lies in their own partition. */
export const customerOf = ({ kind, item }: Found): string => String(kind.foundBy === 'subject-index' ? item.gsi1pk : item.pk);

/** Whether the end of an item depends on when the relationship with the customer ended. */
export function needsFacts({ kind, item }: Found, rules: DeletionRules): boolean {
  const ending = headEnding(kind);
  if (!ending || item.retainedSince !== undefined) return false;
  return rules[ending.class].terms.some((term) => term.start === 'relationship-ended');
}

/** Why an item must not be deleted although it is due. Three independent states; retention is none of them: it runs on. */
export const isProtected = (item: Item): boolean => item.heldSince !== undefined || item.restrictedSince !== undefined;
