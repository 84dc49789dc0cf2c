import { erasureRequested } from '../../../events/erasure-requested.ts';
import { DomainError } from '../../domain-error.ts';
import type { NewId } from '../../id.ts';
import { dayOf, type Day } from '../../personal-data/calendar.ts';
import { endOf, type DeletionRules } from '../../personal-data/deletion-rules.ts';
import { parseItem } from '../../storage/item-kind.ts';
import type { Database } from '../../storage/database.ts';
import { dueKeys } from '../../storage/due-index.ts';
import type { Once } from '../../storage/idempotency.ts';
import type { Committed } from '../../storage/transact.ts';
import { erasureCountKind, erasureKey, erasureRequestKind, erasureRequestOf } from './erasure-item.ts';
import type { ErasureLine, ErasureOutcome, ErasureRequest } from './erasure.ts';
import { ledgerKey, ledgerKind } from './ledger-item.ts';
import { sumTallies, type TallyLine } from '../deletion/tally.ts';

export interface ErasureTable {
  /** Request and event, once. @throws DomainError `conflict/customer-erased` */
  receive(request: ErasureRequest, once: Omit<Once, 'now'>, now: Date): Promise<Committed>;
  /** By the index, then read consistently. */
  byId(requestId: string): Promise<ErasureRequest | undefined>;
  ofCustomer(customerId: string, requestId: string): Promise<ErasureRequest | undefined>;
  /**
   * Writes the ledger entry; it stands before the first effect. A repeat sets the scope anew, for what is going to be done now:
   * what a restore replays must be what was done. Once the request is answered the entry stays as it is.
   */
  promise(request: ErasureRequest, scope: 'everything' | 'what-nothing-protects', now: Date): Promise<void>;
  /** What has been deleted so far. */
  deleted(request: ErasureRequest): Promise<TallyLine[]>;
  /** The answer; dates the file and the ledger entry. @throws DomainError `already-done` */
  answer(request: ErasureRequest, outcome: ErasureOutcome, lines: readonly ErasureLine[], lastEffectOn: Day, now: Date): Promise<void>;
  /** Claims the sending of the answer. @throws DomainError `already-done` when somebody has. */
  claimAnswer(request: ErasureRequest, now: Date): Promise<void>;
  recordAnswer(request: ErasureRequest, result: 'sent' | 'unknown' | 'failed'): Promise<void>;
}

export function erasureTable({ db, rules, newId }: { db: Database; rules: DeletionRules; newId: NewId }): ErasureTable {
  const read = async (customerId: string, requestId: string) => {
    const item = await db.get('privacy', erasureKey(customerId, requestId));
    return item && erasureRequestOf(parseItem(erasureRequestKind, item));
  };
  const fileDue = (request: ErasureRequest, now: Date) => {
    const points = { recorded: dayOf(new Date(request.receivedAt)), ...(request.answeredAt && { answered: dayOf(new Date(request.answeredAt)) }) };
    return dueKeys(request.id, endOf(rules['rights-request'], points, dayOf(now)).on);
  };

  return {
    receive(request, once, now) {
      const { customerId, ...rest } = request;
      const item = {
        ...erasureKey(customerId, request.id),
        kind: 'erasure-request',
        ...rest,
        gsi1pk: request.id,
        gsi1sk: 'erasure-request',
        ...fileDue(request, now),
      };
      return db.commit({
        once: { ...once, now },
        customer: { id: customerId },
        writes: [{ table: 'privacy', put: erasureRequestKind.schema.parse(item) }],
        events: [erasureRequested.make({ id: newId('evt'), aggregateId: request.id, at: now, data: { by: request.requestedBy } })],
      });
    },

    async byId(requestId) {
      const { items } = await db.page({ table: 'privacy', index: 'by-id', pk: requestId, limit: 1 });
      return items[0] && read(String(items[0].pk), requestId);
    },

    ofCustomer: read,

    async promise(request, scope, now) {
      const recordedOn = dayOf(now);
      const key = ledgerKey(request.customerId, request.id);
      const fixed = { kind: 'ledger-entry', type: 'erasure', requestId: request.id, recordedOn };
      const due = dueKeys(request.id, endOf(rules['privacy-ledger'], {}, recordedOn).on);
      ledgerKind.schema.parse({ ...key, ...fixed, scope, ...due });
      const already = () => new DomainError('conflict', 'already-done');
      try {
        await db.commit({
          writes: [
            { table: 'ledger', update: key, changes: { set: { scope }, setOnce: { ...fixed, ...due } }, if: { absent: ['lastEffectOn'] }, refusal: already },
          ],
        });
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'already-done')) throw error;
      }
    },

    async deleted({ customerId, id }) {
      const items = [];
      const prefix = `${erasureKey(customerId, id).sk}#`;
      for await (const page of db.each({ table: 'privacy', pk: customerId, prefix, limit: 100 }))
        items.push(...page.map((item) => parseItem(erasureCountKind, item)));
      return sumTallies(items);
    },

    async answer(request, outcome, lines, lastEffectOn, now) {
      const answered = { ...request, answeredAt: now.toISOString() };
      const ledgerDue = dueKeys(request.id, endOf(rules['privacy-ledger'], { 'last-effect': lastEffectOn }, dayOf(now)).on);
      await db.commit({
        writes: [
          {
            table: 'privacy',
            update: erasureKey(request.customerId, request.id),
            changes: { set: { status: 'answered', answeredAt: answered.answeredAt, outcome, lines, ...fileDue(answered, now) } },
            if: { equals: { status: 'received' } },
            refusal: () => new DomainError('conflict', 'already-done'),
          },
          {
            table: 'ledger',
            update: ledgerKey(request.customerId, request.id),
            changes: { set: { lastEffectOn, ...ledgerDue } },
            if: { exists: true },
          },
        ],
      });
    },

    async claimAnswer({ customerId, id }, now) {
      await db.commit({
        writes: [
          {
            table: 'privacy',
            update: erasureKey(customerId, id),
            changes: { set: { answerMail: 'claimed', answerClaimedAt: now.toISOString() } },
            if: { equals: { status: 'answered' }, absent: ['answerMail'] },
            refusal: () => new DomainError('conflict', 'already-done'),
          },
        ],
      });
    },

    async recordAnswer({ customerId, id }, result) {
      await db.commit({
        writes: [
          {
            table: 'privacy',
            update: erasureKey(customerId, id),
            changes: { set: { answerMail: result } },
            if: { equals: { answerMail: 'claimed' } },
            refusal: () => new DomainError('conflict', 'already-done'),
          },
        ],
      });
    },
  };
}
