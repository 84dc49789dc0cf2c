import { changedMeanwhile } from '../domain-error.ts';
import { checkAgentHere } from '../staff/agent-check.ts';
import type { Database } from '../storage/database.ts';
import { earlierEffect, earlierNeeds } from '../storage/earlier.ts';
import type { IdempotentRequest, Once } from '../storage/idempotency.ts';
import { putChild, remove, update } from '../storage/item-writes.ts';
import type { Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { noNotice, noticeBefore } from '../tasks/feedback-notice.ts';
import type { InboxOwner } from '../tasks/inbox.ts';
import { allOfOpener, feedbackAttributes, feedbackKey, feedbackKind, feedbackOf, idInKey, openerOf, teamsFeedback } from './feedback-item.ts';
import { feedbackChanged, FeedbackStatus, noSuchFeedback, type Feedback, type FeedbackRef } from './feedback.ts';

export interface PagedFeedback {
  readonly items: Feedback[];
  /** Id after which the next page begins. */
  readonly next?: string | undefined;
}

/** How many there are in a state; `more` than that where it was not counted to the end. */
export interface CountedFeedback {
  readonly status: FeedbackStatus;
  readonly count: number;
  readonly more?: true;
}

/** Before whom it comes up with a change, under which entry of their inbox. */
export interface ComesUp {
  readonly before: InboxOwner;
  readonly entryId: string;
}

/**
 * Counted so far at most, and less far where texts are long: to count is to read, and a query reads 1 MB. Of 50 answers of full length on each, that are a few.
 */
export const mostCounted = 100;

export interface FeedbackTable {
  /** @throws DomainError `forbidden/no-such-agent` for who does not work here */
  open(feedback: Feedback, comesUp: ComesUp, once: Once, now: Date): Promise<Committed>;
  /** What an earlier request with the same key made. @throws DomainError `unprocessable/idempotency-key-reused` */
  earlier(request: IdempotentRequest, now: Date): Promise<Committed['earlier']>;
  /**
   * Writes one as it has become, under the version before; of two at once one is stale. Where it comes up before nobody, it lies in no inbox any more.
   * @throws DomainError `stale/feedback-changed`, `not-found/no-such-feedback`, `conflict/changed-meanwhile` where its opener has left a moment ago
   */
  change(feedback: Feedback, comesUp: ComesUp | 'nobody'): Promise<void>;
  /** The same, once. */
  changeOnce(feedback: Feedback, comesUp: ComesUp | 'nobody', once: Once, now: Date): Promise<Committed>;
  /** It is gone, with what was answered, and lies in no inbox. @throws DomainError `not-found/no-such-feedback` */
  takeBack(ref: FeedbackRef): Promise<void>;
  /** Strongly consistent. @throws DomainError `not-found/no-such-feedback` */
  one(ref: FeedbackRef): Promise<Feedback>;
  /** What somebody opened, newest first. Strongly consistent. */
  ofOpener(openedBy: string, limit: number, after?: string): Promise<PagedFeedback>;
  /** What a team looks after in a state, newest first; lags a little. */
  ofTeam(of: Pick<Feedback, 'team' | 'status'>, limit: number, after?: string): Promise<PagedFeedback>;
  /** How many a team looks after in each state, up to `mostCounted` or 1 MB of them, with `more` where that was not all: a query for each; lags a little. */
  count(team: string): Promise<CountedFeedback[]>;
}

/** What each of its methods asks of the tables. */
export const feedbackNeeds: NeedsOf<FeedbackTable> = {
  open: ['puts staff', 'checks staff', 'puts tasks', 'puts idempotency'],
  earlier: earlierNeeds,
  change: ['updates staff', 'checks staff', 'puts tasks', 'deletes tasks'],
  changeOnce: ['updates staff', 'checks staff', 'puts tasks', 'deletes tasks', 'puts idempotency'],
  takeBack: ['deletes staff', 'deletes tasks'],
  one: ['gets staff'],
  ofOpener: ['queries staff'],
  ofTeam: ['queries staff by-skill'],
  count: ['queries staff by-skill'],
};

export function feedbackTable(db: Database): FeedbackTable {
  const paged = ({ items, next }: { items: Item[]; next?: Item | undefined }): PagedFeedback => ({
    items: items.map(feedbackOf),
    next: next && idInKey(String(next.sk)),
  });

  return {
    open: (feedback, { before, entryId }, once, now) =>
      db.commit({
        once: { ...once, now },
        writes: [
          checkAgentHere(feedback.openedBy),
          putChild(feedbackKind, openerOf(feedback), feedback.id, feedbackAttributes(feedback)),
          noticeBefore(before, feedback, entryId),
        ],
      }),

    earlier: (request, now) => earlierEffect(db, request, now),

    async change(feedback, comesUp) {
      await db.commit({ writes: changes(feedback, comesUp) });
    },

    changeOnce: (feedback, comesUp, once, now) => db.commit({ once: { ...once, now }, writes: changes(feedback, comesUp) }),

    async takeBack(ref) {
      await db.commit({ writes: [remove(feedbackKind, feedbackKey(ref), { if: { exists: true }, refusal: noSuchFeedback }), noNotice(ref)] });
    },

    async one(ref) {
      const item = await db.get('staff', feedbackKey(ref));
      if (!item) throw noSuchFeedback();
      return feedbackOf(item);
    },

    async ofOpener(openedBy, limit, after) {
      const below = after && { after: { ...feedbackKey({ openedBy, id: after }) } };
      return paged(await db.page({ table: 'staff', pk: openedBy, prefix: allOfOpener, newestFirst: true, limit, ...below }));
    },

    async ofTeam(of, limit, after) {
      const below = after && { below: after };
      return paged(await db.page({ table: 'staff', index: 'by-skill', pk: teamsFeedback(of), newestFirst: true, limit, ...below }));
    },

    count: (team) =>
      Promise.all(
        FeedbackStatus.options.map(async (status) => ({
          status,
          ...(await db.count({ table: 'staff', index: 'by-skill', pk: teamsFeedback({ team, status }), limit: mostCounted })),
        })),
      ),
  };
}

function changes(feedback: Feedback, comesUp: ComesUp | 'nobody'): Write[] {
  const { version } = feedback;
  const changed = update(
    feedbackKind,
    feedbackKey(feedback),
    { set: feedbackAttributes(feedback) },
    { if: { equals: { version: version - 1 } }, refusal: (current) => (current ? feedbackChanged() : noSuchFeedback()) },
  );
  // Only what is put must not come to lie with who has left, whose deletion may be under way; what is taken away it does not miss.
  if (comesUp === 'nobody') return [changed, noNotice(feedback)];
  return [checkAgentHere(feedback.openedBy, changedMeanwhile), changed, noticeBefore(comesUp.before, feedback, comesUp.entryId)];
}
