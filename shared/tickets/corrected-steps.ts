import type { Database } from '../storage/database.ts';
import { isHidden } from '../storage/item-states.ts';
import { interactionKey, interactionsOf, type StoredStep } from './interaction-item.ts';
import type { Interaction } from './interaction.ts';
import type { TicketRef } from './ticket-check.ts';

/** What reading steps with their corrections asks of the tables besides the steps. */
export const correctedNeeds = ['gets tickets'] as const;

/**
 * Steps with the text of now. Where one was corrected by a step that is not among them, that one is read: all of them at once, and nothing
 * where there are none.
 */
export async function withCorrections(db: Database, { customerId, id }: TicketRef, steps: readonly StoredStep[]): Promise<Interaction[]> {
  const here = new Map(steps.map((step) => [step.id, step]));
  const elsewhere = steps.flatMap(({ correctedBy }) => (correctedBy && !here.has(correctedBy) ? [interactionKey(customerId, id, correctedBy)] : []));
  const read = elsewhere.length > 0 ? await db.getAll('tickets', elsewhere) : [];
  const corrections = new Map([...here, ...interactionsOf(read.filter((item) => !isHidden(item))).map((step) => [step.id, step] as const)]);
  return steps.map((step) => corrected(step, step.correctedBy === undefined ? undefined : corrections.get(step.correctedBy)));
}

/** A step as a correction has it. */
function corrected({ correctedBy: _, ...step }: StoredStep, correction: StoredStep | undefined): Interaction {
  if (!correction || !('text' in step.content || step.redacted) || !isCorrection(correction)) return step;
  const { text, correctionReason: reason } = correction.content;
  const formerText = 'text' in step.content ? step.content.text : undefined;
  const content = { ...step.content, ...(text !== undefined && { text }) } as Interaction['content'];
  return { ...step, content, corrected: { by: correction.id, at: correction.at, ...(reason && { reason }), ...(formerText && { formerText }) } };
}

type CorrectionStep = StoredStep & { readonly content: Extract<Interaction['content'], { readonly type: 'message-correction' | 'note-correction' }> };

const isCorrection = (step: StoredStep): step is CorrectionStep => step.content.type === 'message-correction' || step.content.type === 'note-correction';
