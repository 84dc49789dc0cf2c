import * as z from 'zod';
import { staffData, technical } from '../personal-data/classification.ts';
import { itemKind, parseItem } from '../storage/item-kind.ts';
import type { Item } from '../storage/item.ts';
import { inboxAttributes } from './inbox.ts';

const noticePrefix = 'feedback-notice#';

/**
 * That something was said on a feedback, before whoever has to read it: `agt_… / feedback-notice#fbk_…`, of who opened that, and goes with them. One for each, so
 * it lies in one inbox at most. It says nothing itself.
 */
export const feedbackNoticeKind = itemKind({
  kind: 'feedback-notice',
  table: 'tasks',
  title: 'Hinweis auf eine Rückmeldung in einem Posteingang',
  sk: noticePrefix,
  foundBy: 'none',
  schema: z.object({
    pk: staffData(z.string(), 'Kennung, wer die Rückmeldung gab', 'Vorlage zur Antwort', '6(1)(f)'),
    sk: technical(z.string(), 'Sortierschlüssel (zufällige Kennung)'),
    kind: technical(z.literal('feedback-notice'), 'Art des Eintrags'),
    feedbackId: technical(z.string(), 'Kennung der Rückmeldung'),
    ...inboxAttributes,
  }),
  ending: { withHead: 'agent', under: ({ pk }) => ({ pk, prefix: noticePrefix }) },
});

/** Of which feedback, and whose that is. */
export interface FeedbackNotice {
  readonly id: string;
  readonly openedBy: string;
}

/** The notice in a stored item. */
export function feedbackNoticeOf(item: Item): FeedbackNotice {
  const { pk, feedbackId } = parseItem(feedbackNoticeKind, item);
  return { id: feedbackId, openedBy: pk };
}
