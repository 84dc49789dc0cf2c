import type { Day } from '../personal-data/calendar.ts';
import { endOf, type DeletionClass, type DeletionRule, type End, type StartPoints } from '../personal-data/deletion-rules.ts';
import { headEnding } from '../personal-data/stored-item.ts';
import type { Item } from '../storage/database.ts';
import type { Found } from './subject-items.ts';

export type Rules = Readonly<Record<DeletionClass, DeletionRule>>;

/** What an item does not know by itself. */
export interface Facts {
  /** When the customer's relationship ended, or that it runs. Nobody there any more counts as ended long ago. */
  readonly relationshipEndedOn?: Day | undefined;
}

/** Stands for a relationship that ended at some time we no longer know: with the master data gone, it is over. */
export const longAgo: Day = '1970-01-01';

/**
 * When an item ends, given today's facts. `erased` leaves out what falls away with an erasure request; an item that is
 * already kept for the law only counts as erased.
 */
export function endOfItem({ kind, item }: Found, facts: Facts, rules: Rules, today: Day, erased = false): End {
  const ending = headEnding(kind);
  if (!ending) throw new Error(`${kind.kind} has no due date of its own`);
  const points: StartPoints = { ...(facts.relationshipEndedOn && { 'relationship-ended': facts.relationshipEndedOn }), ...ending.starts(item as never) };
  return endOf(rules[ending.class], points, today, erased || item.retainedSince !== undefined);
}

/** Whether the end of an item depends on when the relationship with the customer ended. */
export function needsFacts({ kind, item }: Found, rules: Rules): boolean {
  const ending = headEnding(kind);
  if (!ending || item.retainedSince !== undefined) return false;
  const points = ending.starts(item as never);
  return rules[ending.class].terms.some((term) => term.start === 'relationship-ended') && points['relationship-ended'] === undefined;
}

/** Why an item must not be deleted although it is due. Three independent states; retention is none of them: it runs on. */
export const isProtected = (item: Item): boolean => item.heldSince !== undefined || item.restrictedSince !== undefined;
