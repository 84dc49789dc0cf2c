import { letterOpened } from '../../events/letter-opened.ts';
import { alreadyDone, changedMeanwhile, DomainError, isRefusal } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { earlierEffect, earlierNeeds } from '../storage/earlier.ts';
import type { IdempotentRequest, Once } from '../storage/idempotency.ts';
import { both } from '../storage/item-states.ts';
import { update } from '../storage/item-writes.ts';
import type { Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed } from '../storage/transact.ts';
import { shownToCustomer } from './letter-check.ts';
import { noSuchLetter, type Letter } from './letter.ts';
import { letterKey, letterKind, letterPrefix, shownLetter, visibleLetter } from './letter-item.ts';
import { checkModuleApproved } from './modules/letter-module-check.ts';
import { answeredBy, newLetterEvent, newLetterWrite } from './new-letter.ts';
import { readByOpening } from './reading.ts';

export interface PagedLetters {
  readonly items: Letter[];
  /** Id after which the next page begins. */
  readonly next?: string | undefined;
}

export interface LetterTable {
  /**
   * Makes the letter visible: item and event, once. Its file is stored already. It is new on its case, and the first answer where there was none (`answeredAt`).
   * `ownModule`: the version of a module that it was written from, which nobody may have withdrawn meanwhile.
   * @throws DomainError `conflict/customer-erased`, `conflict/letter-module-not-in-force`
   */
  issue(letter: Letter, once: Once, now: Date, answeredAt?: string, ownModule?: Letter['template']): Promise<Committed>;
  /**
   * What the same request made before, if it did. Asked before a letter is set, so that a repeat neither costs a PDF nor is
   * judged by what became of the ticket since. @throws DomainError `unprocessable/idempotency-key-reused`
   */
  earlier(request: IdempotentRequest, now: Date): Promise<Committed['earlier']>;
  /** As its customer sees it, strongly consistent. `undefined` for a letter that is not there, not theirs, withdrawn, or kept for the law only. */
  ofCustomer(customerId: string, letterId: string): Promise<Letter | undefined>;
  /** As staff see it, also one that was withdrawn. By the index, which lags a little. */
  byId(letterId: string): Promise<Letter | undefined>;
  /** Newest first, without those that were withdrawn: a page may be short of these. One query, as long as what is asked for fits into a megabyte. */
  listOfCustomer(customerId: string, limit: number, after?: string): Promise<PagedLetters>;
  /** Newest first; lags a little. */
  listOfTicket(ticketId: string, limit: number, after?: string): Promise<PagedLetters>;
  /** Counts that the customer fetched the file; the first time is remembered and told. @throws DomainError `not-found/no-such-letter`, `conflict/customer-erased` */
  recordOpening(letter: Letter, now: Date): Promise<void>;
  /** Writes where the customer has put it (`readAs`): of two at once the last counts. @throws DomainError `not-found/no-such-letter`, `conflict/customer-erased` */
  mark(letter: Letter): Promise<void>;
  /** Writes the letter's notification, made by the rule `notified`. @throws DomainError `conflict/changed-meanwhile`, `conflict/already-done`, `conflict/customer-erased` */
  recordNotification(letter: Letter): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const letterNeeds: NeedsOf<LetterTable> = {
  issue: ['puts letters', 'puts idempotency', 'puts events', 'checks customers', 'updates tickets', 'checks staff'],
  earlier: earlierNeeds,
  ofCustomer: ['gets letters'],
  byId: ['queries letters by-id'],
  listOfCustomer: ['queries letters'],
  listOfTicket: ['queries letters worklist'],
  recordOpening: ['updates letters', 'puts events', 'checks customers'],
  mark: ['updates letters', 'checks customers'],
  recordNotification: ['updates letters', 'checks customers'],
};

export interface LetterTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

export function letterTable({ db, rules, newId }: LetterTableParts): LetterTable {
  const open = (letter: Letter, now: Date) =>
    db.commit({
      customer: { id: letter.customerId, onlyStores: true },
      writes: [
        update(
          letterKind,
          letterKey(letter.customerId, letter.id),
          { set: { firstOpenedAt: now.toISOString(), reading: readByOpening(letter, now) }, add: { openings: 1 } },
          {
            if: both(shownToCustomer, { absent: ['firstOpenedAt'] }),
            refusal: (current) => (current?.firstOpenedAt && shownLetter(current) ? openedMeanwhile() : noSuchLetter()),
          },
        ),
      ],
      events: [letterOpened.make({ id: newId('evt'), aggregateId: letter.id, at: now, data: { category: letter.category } })],
    });

  const changed = (letter: Letter, changes: Parameters<typeof update<typeof letterKind.schema>>[2]) =>
    db.commit({
      customer: { id: letter.customerId, onlyStores: true },
      writes: [update(letterKind, letterKey(letter.customerId, letter.id), changes, { if: shownToCustomer, refusal: noSuchLetter })],
    });

  return {
    issue: (letter, once, now, answeredAt, ownModule) =>
      db.commit({
        once: { ...once, now },
        customer: { id: letter.customerId },
        writes: [
          newLetterWrite(letter, { rules, today: dayOf(now) }),
          ...answeredBy(letter, answeredAt),
          ...(ownModule ? [checkModuleApproved(ownModule)] : []),
        ],
        events: [newLetterEvent(letter, newId('evt'), now)],
      }),

    earlier: (request, now) => earlierEffect(db, request, now),

    async ofCustomer(customerId, letterId) {
      return shownLetter(await db.get('letters', letterKey(customerId, letterId)));
    },

    async byId(letterId) {
      const { items } = await db.page({ table: 'letters', index: 'by-id', pk: letterId, limit: 1 });
      return visibleLetter(items[0]);
    },

    async listOfCustomer(customerId, limit, after) {
      const items: Item[] = [];
      let next: Item | undefined = after ? { ...letterKey(customerId, after) } : undefined;
      do {
        const page = await db.page({ table: 'letters', pk: customerId, prefix: letterPrefix, newestFirst: true, limit: limit - items.length, after: next });
        items.push(...page.items);
        next = page.next;
      } while (next && items.length < limit);
      return { items: eachOf(items, shownLetter), next: next && String(next.sk).slice(letterPrefix.length) };
    },

    async listOfTicket(ticketId, limit, after) {
      const { items, next } = await db.page({ table: 'letters', index: 'worklist', pk: ticketId, newestFirst: true, limit, ...(after && { below: after }) });
      return { items: eachOf(items, visibleLetter), next: next && String(next.gsi2sk) };
    },

    async recordOpening(letter, now) {
      if (letter.firstOpenedAt === undefined) {
        try {
          await open(letter, now);
          return;
        } catch (error) {
          if (!isRefusal(error, openedMeanwhile())) throw error;
        }
      }
      await changed(letter, { set: { reading: readByOpening(letter, now) }, add: { openings: 1 } });
    },

    async mark(letter) {
      await changed(letter, { set: { reading: letter.reading } });
    },

    async recordNotification({ id, customerId, notification, version }) {
      await db.commit({
        customer: { id: customerId, onlyStores: true },
        writes: [
          update(
            letterKind,
            letterKey(customerId, id),
            { set: { notification, version } },
            {
              if: both(shownToCustomer, { equals: { version: version - 1 } }),
              refusal: (current) => (shownLetter(current) ? changedMeanwhile() : alreadyDone()),
            },
          ),
        ],
      });
    },
  };
}

const openedMeanwhile = (): DomainError => new DomainError('conflict', 'opened-meanwhile');

const eachOf = (items: readonly Item[], seen: (item: Item) => Letter | undefined): Letter[] => items.map(seen).filter((letter) => letter !== undefined);
