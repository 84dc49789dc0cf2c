import * as z from 'zod';
import { DomainError, invalidField } from '../domain-error.ts';
import { addDays, type Day } from '../personal-data/calendar.ts';
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
  /** It began on another day than was recorded. */
  'start-corrected': ['start-mistyped'],
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
  | { readonly change: 'begun-anew'; readonly reason: (typeof reasonsFor)['begun-anew'][number]; readonly startedOn: Day }
  | { readonly change: 'start-corrected'; readonly reason: (typeof reasonsFor)['start-corrected'][number]; readonly startedOn: Day };

/** When a relationship began and, unless it runs, ended. */
export interface Relationship {
  readonly startedOn: Day;
  readonly endedOn?: Day | undefined;
  /** When the first of several began; of older records it is not known. */
  readonly firstStartedOn?: Day | undefined;
  /** The contract never began. */
  readonly voided?: true | undefined;
}

export const relationshipOf = ({ relationshipStartedOn, relationshipEndedOn, relationshipVoided, firstStartedOn }: Customer): Relationship => ({
  startedOn: relationshipStartedOn,
  endedOn: relationshipEndedOn,
  firstStartedOn,
  voided: relationshipVoided,
});

/**
 * The relationship after a change.
 * @throws DomainError `invalid/invalid-body` naming the day that cannot be, `conflict/relationship-runs` where there is no end to change
 */
export function changed(before: Relationship, change: RelationshipChange, today: Day): Relationship {
  const { startedOn, endedOn, firstStartedOn } = before;
  if (change.change === 'voided') return { ...before, endedOn: today, voided: true };
  if (change.change === 'start-corrected') {
    if (endedOn !== undefined && change.startedOn > endedOn) throw invalidField('body.startedOn', 'lies after the end of the relationship');
    return { ...before, startedOn: change.startedOn, firstStartedOn: firstOf(before, change.startedOn) };
  }
  if (endedOn === undefined) throw relationshipRuns();
  switch (change.change) {
    case 'reopened':
      return { startedOn, firstStartedOn };
    case 'corrected':
      requireNotBefore('body.endedOn', change.endedOn, startedOn, 'the start of the relationship');
      return { startedOn, endedOn: change.endedOn, firstStartedOn };
    default:
      requireNotBefore('body.startedOn', change.startedOn, endedOn, 'the end of the relationship before');
      return { startedOn: change.startedOn, firstStartedOn };
  }
}

/**
 * Whether what is asked for is recorded already, as whoever asks again finds it after a lost answer.
 */
export function isRecorded({ startedOn, endedOn, voided }: Relationship, change: RelationshipChange): boolean {
  switch (change.change) {
    case 'corrected':
      return endedOn === change.endedOn && !voided;
    case 'reopened':
      return endedOn === undefined;
    case 'begun-anew':
      return endedOn === undefined && startedOn === change.startedOn;
    case 'start-corrected':
      return startedOn === change.startedOn;
    default:
      return voided === true;
  }
}

/** The first of several stays, unless it is the one that is corrected, or the other turns out to be before it. */
function firstOf({ startedOn, firstStartedOn }: Relationship, corrected: Day): Day | undefined {
  return firstStartedOn === startedOn || (firstStartedOn !== undefined && corrected < firstStartedOn) ? corrected : firstStartedOn;
}

const relationshipRuns = (): DomainError =>
  new DomainError('conflict', 'relationship-runs', [
    {
      field: 'path.customerId',
      problem: "has no recorded end: POST …/relationship-end records one, and PUT …/relationship-start with the reason 'start-mistyped' corrects the start",
    },
  ]);

/** Another end is recorded than the one that is to be. */
export const relationshipEndedAlready = (): DomainError =>
  new DomainError('conflict', 'relationship-ended-already', [
    { field: 'body.endedOn', problem: 'is another day than the one that is recorded: PUT …/relationship-end corrects that, DELETE takes it back' },
  ]);

function requireNotBefore(field: 'body.endedOn' | 'body.startedOn', day: Day, first: Day, what: string): void {
  if (day < first) throw invalidField(field, `lies before ${what}`);
}

/** So many days before its start something may have happened that a contract is asked about: cover may begin before it (VVG § 2), and a day may be mistyped. */
const daysBefore = 366;

/**
 * What must hold of the customer to whom something happened on a day: their first relationship had begun by then, or began within a year. Of
 * somebody who has returned the relationships before count. @returns a condition on the customer's item, and its refusal, naming the field
 */
export const plausiblyInsured = (happenedOn: Day, field: `body.${string}`) => ({
  if: { notAbove: { firstStartedOn: addDays(happenedOn, daysBefore) } },
  refusal: () => invalidField(field, 'lies more than a year before the start of the contract'),
});
