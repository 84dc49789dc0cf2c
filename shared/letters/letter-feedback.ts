import * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import { severalLines } from '../personal-data/several-lines.ts';

/** Why a letter did not help. */
export const UnhelpfulReason = z.enum(['not-understood', 'unclear-what-to-do', 'incorrect', 'too-long', 'too-late', 'other']);
export type UnhelpfulReason = z.infer<typeof UnhelpfulReason>;

const text = severalLines(1000).optional().describe('In their own words');

/** What a customer says of a letter [Rückmeldung]. */
export const LetterFeedbackContent = z.discriminatedUnion('helpful', [
  z.strictObject({ helpful: z.literal(true), text }),
  z.strictObject({ helpful: z.literal(false), reason: UnhelpfulReason.optional(), text }),
]);
export type LetterFeedbackContent = z.infer<typeof LetterFeedbackContent>;

/** What was said last of a letter; it is said once of each, and put right by saying it again. */
export interface LetterFeedback {
  readonly customerId: string;
  readonly letterId: string;
  readonly helpful: boolean;
  readonly reason?: UnhelpfulReason | undefined;
  readonly text?: string | undefined;
  readonly at: string;
}

/** What is said now. */
export const feedbackOn = (letter: { readonly id: string; readonly customerId: string }, content: LetterFeedbackContent, at: Date): LetterFeedback => ({
  customerId: letter.customerId,
  letterId: letter.id,
  ...content,
  at: at.toISOString(),
});

export const noFeedbackYet = (): DomainError => new DomainError('not-found', 'no-feedback-yet');
