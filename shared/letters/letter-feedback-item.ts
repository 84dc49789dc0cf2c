import * as z from 'zod';
import { customerData, mayTellOfHealth } from '../personal-data/classification.ts';
import { customerKeys, headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { UnhelpfulReason, type LetterFeedback } from './letter-feedback.ts';

const ofLetters = <T extends z.ZodType>(schema: T, what: string): T => customerData(schema, what, 'Verbesserung von Briefen', '6(1)(f)');

/** What a customer said of a letter, one of each: `cus_… / lfb#let_…`. It is no part of the letter, and is kept for a shorter time. */
export const letterFeedbackKind = itemKind({
  kind: 'letter-feedback',
  table: 'letters',
  title: 'Rückmeldung zu einem Brief',
  sk: 'lfb#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('letter-feedback'),
    letterId: ofLetters(z.string(), 'Kennung des Briefs'),
    helpful: ofLetters(z.boolean(), 'Hat geholfen oder nicht'),
    reason: ofLetters(UnhelpfulReason.clone(), 'Warum nicht').optional(),
    text: mayTellOfHealth(ofLetters(z.string(), 'Rückmeldung in eigenen Worten')).optional(),
    at: ofLetters(z.iso.datetime(), 'Zuletzt gesagt am'),
    ...headAttributes,
  }),
  ending: { class: 'letter-feedback', recordedAt: (item) => item.at, dueId: ({ letterId }) => letterId },
});

export const letterFeedbackKey = (customerId: string, letterId: string): ItemKey => ({ pk: customerId, sk: `${letterFeedbackKind.sk}${letterId}` });

/** What was said, in a stored item, if it is there to be seen. */
export function visibleFeedback(item: Item | undefined): LetterFeedback | undefined {
  if (!item || isHidden(item)) return undefined;
  const { pk, letterId, helpful, reason, text, at } = parseItem(letterFeedbackKind, item);
  return { customerId: pk, letterId, helpful, reason, text, at };
}
