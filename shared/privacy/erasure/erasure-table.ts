import { createHash } from 'node:crypto';
import { erasureRequested } from '../../../events/erasure-requested.ts';
import { alreadyDone, isRefusal } from '../../domain-error.ts';
import type { NewId } from '../../id.ts';
import { dayOf, type Day } from '../../personal-data/calendar.ts';
import type { DeletionRules } from '../../personal-data/deletion-rules.ts';
import { parseItem } from '../../storage/item-kind.ts';
import type { Database } from '../../storage/database.ts';
import { dueOf, putHead, update } from '../../storage/item-writes.ts';
import { asleep } from '../../storage/wake-index.ts';
import { markerWrite, type Once } from '../../storage/idempotency.ts';
import type { NeedsOf } from '../../storage/needs.ts';
import type { Committed, Write } from '../../storage/transact.ts';
import { erasureCountKind, erasureKey, erasureRequestKind, erasureRequestOf } from './erasure-item.ts';
import { isUnfinished, nextLook, type ErasureLine, type ErasureOutcome, type ErasureRequest } from './erasure.ts';
import { ledgerKey, ledgerKind } from './ledger-item.ts';
import { countedInErasure, sumTallies, type CountedInErasure, type TallyLine } from '../deletion/tally.ts';

export interface ErasureTable {
  /**
   * Request and event, once; looked at again each day from then on. `guarded`: there is master data, whose guard must be open; without
   * any there is nothing that could be written to meanwhile.
   * @throws DomainError `conflict/customer-erased`, `conflict/changed-meanwhile` when somebody else asked at the same moment
   */
  receive(request: ErasureRequest, guarded: boolean, once: Once, now: Date): Promise<Committed>;
  /**
   * The same for one that was answered in part and is asked for again: it is carried out as far as it goes by now, and answered within
   * a month once more. @throws DomainError `conflict/customer-erased`, `already-done` when somebody else asked meanwhile
   */
  reopen(request: ErasureRequest, guarded: boolean, once: Once, now: Date): Promise<Committed>;
  /** A request of this customer that is still worked on, or waits for its rest; the latest. */
  unfinished(customerId: string): Promise<ErasureRequest | undefined>;
  /** By the index, then read consistently. */
  byId(requestId: string): Promise<ErasureRequest | undefined>;
  ofCustomer(customerId: string, requestId: string): Promise<ErasureRequest | undefined>;
  /**
   * Writes the ledger entry; it stands before the first effect. A repeat sets the scope anew, for what is going to be done now:
   * what a restore replays must be what was done. Once the request is answered completely the entry stays as it is.
   */
  promise(request: ErasureRequest, scope: 'everything' | 'what-nothing-protects', now: Date): Promise<void>;
  /** What has been deleted so far, and what was left in its place. */
  deleted(request: ErasureRequest): Promise<TallyLine<CountedInErasure>[]>;
  /** The answer; dates the file, and the ledger entry where nothing more is to come. @throws DomainError `already-done` */
  answer(request: ErasureRequest, outcome: ErasureOutcome, lines: readonly ErasureLine[], lastEffectOn: Day, now: Date): Promise<void>;
  /** Claims the sending of the answer. @throws DomainError `already-done` when somebody has. */
  claimAnswer(request: ErasureRequest, now: Date): Promise<void>;
  /** Gives a claim back: the provider took nothing. */
  giveBackAnswer(request: ErasureRequest): Promise<void>;
  /** What came of sending it. */
  recordAnswer(request: ErasureRequest, result: 'sent' | 'unknown' | 'failed'): Promise<void>;
  /** Where the next answer goes; `undefined`: the last one was sent, and the address has served. @throws DomainError `already-done` when it changed */
  setReplyTo(request: ErasureRequest, replyTo: string | undefined): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const erasureNeeds: NeedsOf<ErasureTable> = {
  receive: ['puts privacy', 'puts idempotency', 'puts events', 'checks customers'],
  reopen: ['updates privacy', 'puts idempotency', 'puts events', 'checks customers'],
  unfinished: ['queries privacy'],
  byId: ['queries privacy by-id', 'gets privacy'],
  ofCustomer: ['gets privacy'],
  promise: ['updates ledger'],
  deleted: ['queries privacy'],
  answer: ['gets privacy', 'gets ledger', 'updates privacy', 'updates ledger'],
  claimAnswer: ['updates privacy'],
  giveBackAnswer: ['updates privacy'],
  recordAnswer: ['updates privacy'],
  setReplyTo: ['updates privacy'],
};

export function erasureTable({ db, rules, newId }: { db: Database; rules: DeletionRules; newId: NewId }): ErasureTable {
  const read = async (customerId: string, requestId: string) => {
    const item = await db.get('privacy', erasureKey(customerId, requestId));
    return item && erasureRequestOf(parseItem(erasureRequestKind, item));
  };
  const already = alreadyDone;
  const asked = ({ id, customerId, requestedBy }: ErasureRequest, writes: readonly Write[], guarded: boolean, once: Once, now: Date): Promise<Committed> =>
    db.commit({
      once: { ...once, now },
      ...(guarded && { customer: { id: customerId, onlyStores: true } }),
      writes,
      events: [erasureRequested.make({ id: newId('evt'), aggregateId: id, at: now, data: { by: requestedBy } })],
    });

  return {
    receive(request, guarded, once, now) {
      const { customerId, ...rest } = request;
      const found = { gsi1pk: request.id, gsi1sk: 'erasure-request', ...asleep(request.id, nextLook(now)) };
      const attributes = { ...erasureKey(customerId, request.id), ...rest, lines: undefined, ...found };
      const file = putHead(erasureRequestKind, attributes, { rules, today: dayOf(now) });
      return asked(request, [file, firstOfPerson(request, now)], guarded, once, now);
    },

    reopen(request, guarded, once, now) {
      const { customerId, id, status, receivedAt, requestedBy, replyTo, answerDueOn } = request;
      const set = { status, receivedAt, requestedBy, replyTo, answerDueOn, ...asleep(id, nextLook(now)) };
      const inPart = { if: { equals: { status: 'answered', outcome: 'partial' } }, refusal: already };
      return asked(request, [update(erasureRequestKind, erasureKey(customerId, id), { set }, inPart)], guarded, once, now);
    },

    async byId(requestId) {
      const { items } = await db.page({ table: 'privacy', index: 'by-id', pk: requestId, limit: 1 });
      return items[0] && read(String(items[0].pk), requestId);
    },

    ofCustomer: read,

    async unfinished(customerId) {
      let last: ErasureRequest | undefined;
      for await (const items of db.each({ table: 'privacy', pk: customerId, prefix: erasureRequestKind.sk, limit: 100 })) {
        const requests = items.filter(({ kind }) => kind === erasureRequestKind.kind).map((item) => erasureRequestOf(parseItem(erasureRequestKind, item)));
        last = requests.findLast(isUnfinished) ?? last;
      }
      return last;
    },

    async promise(request, scope, now) {
      const recordedOn = dayOf(now);
      const key = ledgerKey(request.customerId, request.id);
      const fixed = { kind: 'ledger-entry' as const, type: 'erasure' as const, requestId: request.id, recordedOn };
      const due = dueOf(ledgerKind, { ...key, ...fixed, scope, dueOn: recordedOn }, { rules, today: recordedOn });
      try {
        await db.commit({
          writes: [update(ledgerKind, key, { set: { scope }, setOnce: { ...fixed, ...due } }, { if: { absent: ['lastEffectOn'] }, refusal: already })],
        });
      } catch (error) {
        if (!isRefusal(error, alreadyDone())) throw error;
      }
    },

    async deleted({ customerId, id }) {
      const items = [];
      const prefix = `${erasureKey(customerId, id).sk}#`;
      for await (const page of db.each({ table: 'privacy', pk: customerId, prefix, limit: 100 }))
        items.push(...page.map((item) => parseItem(erasureCountKind, item)));
      return sumTallies(items, countedInErasure);
    },

    async answer(request, outcome, lines, lastEffectOn, now) {
      const { customerId, id } = request;
      const answeredAt = now.toISOString();
      const dating = { rules, today: dayOf(now) };
      const [file, entry] = await Promise.all([db.get('privacy', erasureKey(customerId, id)), db.get('ledger', ledgerKey(customerId, id))]);
      const fileDue = dueOf(erasureRequestKind, { ...parseItem(erasureRequestKind, file ?? {}), answeredAt, outcome }, dating);
      // What is still to come has no last effect yet: the promise stays, and its scope may grow.
      const ended = outcome === 'complete' ? { lastEffectOn } : {};
      const entryDue = dueOf(ledgerKind, { ...parseItem(ledgerKind, entry ?? {}), ...ended }, dating);
      await db.commit({
        writes: [
          update(
            erasureRequestKind,
            erasureKey(customerId, id),
            {
              set: { status: 'answered', answeredAt, outcome, lines: [...lines], ...fileDue },
              // An answer that comes later is sent like the first.
              remove: ['answerMail', 'answerClaimedAt'],
            },
            {
              // Of two at once, only the one whose answer is on top of what both have seen gives one.
              if:
                request.status === 'received'
                  ? { equals: { status: 'received' } }
                  : { equals: { status: 'answered', outcome: 'partial', answeredAt: String(request.answeredAt) } },
              refusal: already,
            },
          ),
          update(ledgerKind, ledgerKey(customerId, id), { set: { ...ended, ...entryDue } }, { if: { exists: true } }),
        ],
      });
    },

    async claimAnswer({ customerId, id }, now) {
      const claimed = { answerMail: 'claimed' as const, answerClaimedAt: now.toISOString() };
      await db.commit({
        writes: [
          update(
            erasureRequestKind,
            erasureKey(customerId, id),
            { set: claimed },
            { if: { equals: { status: 'answered' }, absent: ['answerMail'] }, refusal: already },
          ),
        ],
      });
    },

    async giveBackAnswer({ customerId, id }) {
      const claimed = { if: { equals: { answerMail: 'claimed' } }, refusal: already };
      await db.commit({ writes: [update(erasureRequestKind, erasureKey(customerId, id), { remove: ['answerMail', 'answerClaimedAt'] }, claimed)] });
    },

    async recordAnswer({ customerId, id }, result) {
      await db.commit({
        writes: [
          update(
            erasureRequestKind,
            erasureKey(customerId, id),
            { set: { answerMail: result } },
            { if: { equals: { answerMail: 'claimed' } }, refusal: already },
          ),
        ],
      });
    },

    async setReplyTo({ customerId, id, answeredAt }, replyTo) {
      const changes = replyTo === undefined ? { remove: ['replyTo' as const] } : { set: { replyTo } };
      const asSeen = answeredAt === undefined ? { absent: ['answeredAt'] } : { equals: { answeredAt } };
      await db.commit({ writes: [update(erasureRequestKind, erasureKey(customerId, id), changes, { if: { exists: true, ...asSeen }, refusal: already })] });
    },
  };
}

/**
 * Of several who ask for one person at the same moment, one makes the request: a marker of the person's, beside that of whoever asks.
 * It need not outlast the moment, since from then on the request itself is found; and an erasure takes it before it is answered to its end.
 */
function firstOfPerson({ id, customerId }: ErasureRequest, now: Date): Write {
  const key = createHash('sha256').update(`erasure-request ${customerId}`).digest('base64url');
  return markerWrite({ request: { key, body: '' }, status: 202, madeId: id, subjectId: customerId, now });
}
