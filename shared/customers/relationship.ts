import * as z from 'zod';
import { DomainError, invalidField } from '../domain-error.ts';
import type { Day } from '../personal-data/calendar.ts';
import type { Customer } from './customer.ts';

/** Changes of what is recorded of a relationship, each with the reasons that it may have. */
export const reasonsFor = {
  /** Its end is another day. */
  corrected: ['mistyped', 'other-day-agreed'],
  /** It has no end: it runs on as if none had been recorded. */
  reopened: ['cancellation-withdrawn', 'recorded-by-mistake'],
  /** The contract never began. It counts as ended on the day on which that is recorded: claims from undoing it begin then. */
  voided: ['never-began'],
  /** After an end, the same person is a customer again, from a day on. */
  'begun-anew': ['returned'],
} as const;
export type ChangeName = keyof typeof reasonsFor;

export const changeNames = Object.keys(reasonsFor) as [ChangeName, ...ChangeName[]];
const allReasons = Object.values(reasonsFor).flat();
/** A code: why it was changed. */
export const ChangeReason = z.enum(allReasons);
export type ChangeReason = z.infer<typeof ChangeReason>;

/** What is to be changed, and why. */
export type RelationshipChange =
  | { readonly change: 'corrected'; readonly reason: (typeof reasonsFor.corrected)[number]; readonly endedOn: Day }
  | { readonly change: 'reopened'; readonly reason: (typeof reasonsFor.reopened)[number] }
  | { readonly change: 'voided'; readonly reason: (typeof reasonsFor.voided)[number] }
  | { readonly change: 'begun-anew'; readonly reason: (typeof reasonsFor)['begun-anew'][number]; readonly startedOn: Day };

/** When a relationship began and, unless it runs, ended. */
export interface Relationship {
  readonly startedOn: Day;
  readonly endedOn?: Day | undefined;
}

export const relationshipOf = ({ relationshipStartedOn, relationshipEndedOn }: Customer): Relationship => ({
  startedOn: relationshipStartedOn,
  endedOn: relationshipEndedOn,
});

/**
 * The relationship after a change.
 * @throws DomainError `invalid/invalid-body` naming the day that cannot be, `conflict/relationship-runs` where there is no end to change
 */
export function changed({ startedOn, endedOn }: Relationship, change: RelationshipChange, today: Day): Relationship {
  if (change.change === 'voided') return { startedOn, endedOn: today };
  if (endedOn === undefined) throw new DomainError('conflict', 'relationship-runs');
  switch (change.change) {
    case 'reopened':
      return { startedOn };
    case 'corrected':
      requireNotBefore('body.endedOn', change.endedOn, startedOn, 'the start of the relationship');
      return { startedOn, endedOn: change.endedOn };
    default:
      requireNotBefore('body.startedOn', change.startedOn, endedOn, 'the end of the relationship before');
      return { startedOn: change.startedOn };
  }
}

function requireNotBefore(field: 'body.endedOn' | 'body.startedOn', day: Day, first: Day, what: string): void {
  if (day < first) throw invalidField(field, `lies before ${what}`);
}
