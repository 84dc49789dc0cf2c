import { changedMeanwhile } from '../domain-error.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { both, isHidden, notHidden, sameStates } from '../storage/item-states.ts';
import { putHead, remove } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import { draftKey, draftKind, draftPrefix, visibleDraft } from './draft-item.ts';
import { noSuchDraft, type Draft } from './draft.ts';
import { matters, type Matter } from './kinds/kinds.ts';

/** Reports that customers have begun. All of it is their own: nobody of the company reads it. */
export interface DraftTable {
  /** In place of the one of the same kind, if there is one. @throws DomainError `conflict/customer-erased`, `conflict/changed-meanwhile` while the old one is being deleted */
  save(draft: Draft, now: Date): Promise<void>;
  /** Strongly consistent. */
  draft(customerId: string, matter: Matter): Promise<Draft | undefined>;
  /** All of somebody's, by kind: one query. */
  drafts(customerId: string): Promise<Draft[]>;
  /** @throws DomainError `not-found/no-such-draft`, `conflict/customer-erased` */
  discard(customerId: string, matter: Matter): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const draftNeeds: NeedsOf<DraftTable> = {
  save: ['puts tickets', 'checks customers'],
  draft: ['gets tickets'],
  drafts: ['queries tickets'],
  discard: ['deletes tickets', 'checks customers'],
};

export function draftTable({ db, rules }: { readonly db: Database; readonly rules: DeletionRules }): DraftTable {
  return {
    async save({ customerId, matter, savedAt, text }, now) {
      const attributes = { ...draftKey(customerId, matter), matter, savedAt, ...text };
      // Whatever was there goes with the put, but for what says that it must not, or that it is going already.
      const asIs = { if: sameStates({}), refusal: changedMeanwhile };
      await db.commit({
        customer: { id: customerId, onlyStores: true },
        writes: [putHead(draftKind, attributes, { rules, today: dayOf(now) }, asIs)],
      });
    },

    async draft(customerId, matter) {
      return visibleDraft(await db.get('tickets', draftKey(customerId, matter)));
    },

    async drafts(customerId) {
      const { items } = await db.page({ table: 'tickets', pk: customerId, prefix: draftPrefix, limit: matters.length });
      return items.map(visibleDraft).filter((draft) => draft !== undefined);
    },

    async discard(customerId, matter) {
      await db.commit({
        customer: { id: customerId, onlyStores: true },
        writes: [
          remove(draftKind, draftKey(customerId, matter), {
            if: both({ exists: true }, notHidden),
            refusal: (current) => (!current || isHidden(current) ? noSuchDraft() : changedMeanwhile()),
          }),
        ],
      });
    },
  };
}
