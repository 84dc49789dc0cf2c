import { DomainError } from '../domain-error.ts';
import type { Interaction, InteractionContent, InteractionType } from './interaction.ts';

/** What the text of a step becomes when it is put right, by the types that can be: of the same deletion class as what they correct. */
const correctionTypes = {
  message: 'message-correction',
  'call-note': 'note-correction',
  'internal-note': 'note-correction',
} as const satisfies Partial<Record<InteractionType, InteractionType>>;

const isCorrection = (type: InteractionType): boolean => (Object.values(correctionTypes) as InteractionType[]).includes(type);

/** A step is corrected so often and no more: whatever was once its text must be found, and taken out, in one transaction. */
export const mostCorrections = 20;

/** What an agent says of a step that was wrong. */
export interface CorrectionSaid {
  readonly text: string;
  readonly reason: string;
  /** The correction that they saw on it. */
  readonly supersedes?: string | undefined;
}

/**
 * The step that corrects another one. What customers wrote is theirs to say, in another message.
 * @throws DomainError `unprocessable/not-correctable` saying what to do instead
 */
export function correctionOf({ id, content: { type }, by }: Interaction, { text, reason, supersedes }: CorrectionSaid): InteractionContent {
  if (type in correctionTypes && by.role === 'agent') {
    return { type: correctionTypes[type as keyof typeof correctionTypes], corrects: id, text, correctionReason: reason, ...(supersedes && { supersedes }) };
  }
  throw new DomainError('unprocessable', 'not-correctable', [{ field: 'path.interactionId', problem: insteadOf(type) }]);
}

function insteadOf(type: InteractionType): string {
  if (isCorrection(type)) return 'is a correction itself: what is corrected is the step that it names';
  if (type === 'payout') return 'is a payout: it is reversed (a payout-reversal), and made anew';
  if (type === 'report' || type === 'message' || type === 'withdrawal') return 'was written by the customer, who says what is right in a message of their own';
  return 'is no message or note of staff: what it recorded is changed by doing it again';
}

/** Somebody else corrected it since it was seen. */
export const newerCorrection = (): DomainError => new DomainError('stale', 'newer-correction');

/** It has been corrected so often that it says what is right in a step of its own. */
export const correctedTooOften = (): DomainError => new DomainError('conflict', 'corrected-too-often');

/** The same for a step that is not there, another case's, or kept for the law only. */
export const noSuchInteraction = (): DomainError => new DomainError('not-found', 'no-such-interaction');
