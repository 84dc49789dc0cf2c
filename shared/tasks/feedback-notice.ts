import { childKey, putChild, remove } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { feedbackNoticeKind, type FeedbackNotice } from './feedback-notice-item.ts';
import { inInbox, type InboxOwner } from './inbox.ts';

const openerOf = ({ openedBy }: FeedbackNotice) => ({ pk: openedBy, sk: 'agent' });

/** Part of a change of a feedback by which it comes up before somebody, wherever it lay before. Its opener must be known to work here. */
export const noticeBefore = (owner: InboxOwner, feedback: FeedbackNotice, entryId: string): Write =>
  putChild(feedbackNoticeKind, openerOf(feedback), feedback.id, { feedbackId: feedback.id, ...inInbox(owner, entryId) }, { if: {} });

/** Part of a change by which it lies in no inbox any more, whether it did or not. */
export const noNotice = (feedback: FeedbackNotice): Write => remove(feedbackNoticeKind, childKey(feedbackNoticeKind, openerOf(feedback), feedback.id));
