import { changedMeanwhile } from '../domain-error.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import { sameStates } from '../storage/item-states.ts';
import { dueOf, update } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed } from '../storage/transact.ts';
import { checkLetterShown } from './letter-check.ts';
import { letterFeedbackKey, letterFeedbackKind, visibleFeedback } from './letter-feedback-item.ts';
import type { LetterFeedback } from './letter-feedback.ts';
import { letterKey, shownLetter } from './letter-item.ts';
import { noSuchLetter } from './letter.ts';

/** What customers say of their letters. */
export interface LetterFeedbackTable {
  /**
   * In place of what they said of the letter before, if they did. It is kept from now on.
   * @throws DomainError `not-found/no-such-letter`, `conflict/customer-erased`, `conflict/changed-meanwhile` while what was said is held or being deleted
   */
  say(feedback: LetterFeedback, once: Once, now: Date): Promise<Committed>;
  /** What was said last of a letter that its customer still sees. Strongly consistent. @throws DomainError `not-found/no-such-letter` */
  said(customerId: string, letterId: string): Promise<LetterFeedback | undefined>;
}

/** What each of its methods asks of the tables. */
export const letterFeedbackNeeds: NeedsOf<LetterFeedbackTable> = {
  say: ['updates letters', 'checks letters', 'puts idempotency', 'checks customers'],
  said: ['gets letters'],
};

export function letterFeedbackTable({ db, rules }: { readonly db: Database; readonly rules: DeletionRules }): LetterFeedbackTable {
  return {
    say({ customerId, letterId, helpful, reason, text, at }, once, now) {
      const key = letterFeedbackKey(customerId, letterId);
      const kind = 'letter-feedback' as const;
      const due = dueOf(letterFeedbackKind, { ...key, kind, letterId, helpful, at, dueOn: '' }, { rules, today: dayOf(now) });
      const optional = { reason, text };
      const absent = (Object.keys(optional) as (keyof typeof optional)[]).filter((name) => optional[name] === undefined);
      return db.commit({
        once: { ...once, now },
        customer: { id: customerId, onlyStores: true },
        writes: [
          checkLetterShown({ customerId, id: letterId }, noSuchLetter),
          // Whatever was said goes, but for what says that it must not, or that it is going already.
          update(
            letterFeedbackKind,
            key,
            { set: { kind, letterId, helpful, ...optional, at, ...due }, remove: absent },
            { if: sameStates({}), refusal: changedMeanwhile },
          ),
        ],
      });
    },

    async said(customerId, letterId) {
      const [letter, feedback] = await Promise.all([
        db.get('letters', letterKey(customerId, letterId)),
        db.get('letters', letterFeedbackKey(customerId, letterId)),
      ]);
      if (!shownLetter(letter)) throw noSuchLetter();
      return visibleFeedback(feedback);
    },
  };
}
