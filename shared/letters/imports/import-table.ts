import { letterWithdrawn } from '../../../events/letter-withdrawn.ts';
import { alreadyDone, changedMeanwhile, DomainError } from '../../domain-error.ts';
import type { NewId } from '../../id.ts';
import { dayOf } from '../../personal-data/calendar.ts';
import type { DeletionRules } from '../../personal-data/deletion-rules.ts';
import type { Database } from '../../storage/database.ts';
import type { Once } from '../../storage/idempotency.ts';
import { parseItem } from '../../storage/item-kind.ts';
import { both, isHidden, notHidden, sameStates } from '../../storage/item-states.ts';
import { dueOf, putHead, update, type KindChanges } from '../../storage/item-writes.ts';
import { keyOf, type Item, type ItemKey } from '../../storage/item.ts';
import type { NeedsOf } from '../../storage/needs.ts';
import type { Change, Committed, Write } from '../../storage/transact.ts';
import { asleep, awake } from '../../storage/wake-index.ts';
import type { Paged } from '../../tickets/paged.ts';
import { withdrawLetter } from '../letter-check.ts';
import type { Letter } from '../letter.ts';
import { answeredBy, newLetterEvent, newLetterWrite } from '../new-letter.ts';
import { customerAt, importAttributes, importKey, importKind, importPlaceKey, inReview, takePlace, visibleImport } from './import-item.ts';
import { lastLook, nextLook } from './import-state.ts';
import type { LetterImport } from './letter-import.ts';

/** An import with the item it was read from, whose states a change must not overlook. */
export interface FoundImport {
  readonly letterImport: LetterImport;
  readonly item: Item;
}

export interface ImportTable {
  /**
   * A file that its sender will send, once. Also while the customer's data is restricted: it is stored, and becomes no letter.
   * @throws DomainError `conflict/reference-taken` where its reference is used, by whatever; `conflict/customer-erased`
   */
  announce(letterImport: LetterImport, once: Once, now: Date): Promise<Committed>;
  /** By its id. Strongly consistent. `undefined` for one that is not there, or kept for the law only. */
  byId(importId: string): Promise<FoundImport | undefined>;
  /** The import whose file came, strongly consistent. `undefined` for one that is gone, or kept for the law only. */
  whoseFileCame(customerId: string, importId: string): Promise<FoundImport | undefined>;
  /**
   * It comes into the state of `after`, which a rule made, and which makes no letter: under the due day of that, among those that somebody has to look at, or looked at
   * again by the clock. @throws DomainError `conflict/already-done`, `conflict/changed-meanwhile` (a hold, a restriction), `conflict/customer-erased`
   */
  become(found: FoundImport, after: LetterImport, now: Date): Promise<void>;
  /** The same, as somebody asked for it, whom no message follows: so the clock looks once more whether its file is gone. */
  becomeOnce(found: FoundImport, after: LetterImport, once: Once, now: Date): Promise<Committed>;
  /**
   * It becomes a letter whose file is stored already: the import, the letter, its case and the event, in one transaction. `answeredAt`: of the case.
   * @throws DomainError `conflict/already-done`, `conflict/changed-meanwhile`, `conflict/processing-restricted`, `conflict/customer-erased`; `not-found/no-such-ticket`,
   *   `conflict/ticket-merged` where the case has just gone
   */
  publish(found: FoundImport, after: LetterImport, letter: Letter, answeredAt: string | undefined, now: Date): Promise<void>;
  /** The same, as somebody asked for it. */
  publishOnce(found: FoundImport, after: LetterImport, letter: Letter, answeredAt: string | undefined, once: Once, now: Date): Promise<Committed>;
  /**
   * Its letter is hidden from the customer again, who is told where they had opened it: `letter` as it was read.
   * @throws DomainError `conflict/already-done`, `conflict/changed-meanwhile` where it was opened meanwhile, `conflict/customer-erased`
   */
  withdraw(found: FoundImport, after: LetterImport, letter: Letter, once: Once, now: Date): Promise<Committed>;
  /** Those that somebody has to look at, the oldest first: one query. Lags a little. */
  inReview(limit: number, after?: string): Promise<Paged<LetterImport>>;
}

/** What each of its methods asks of the tables. */
export const importNeeds: NeedsOf<ImportTable> = {
  announce: ['puts letters', 'puts idempotency', 'checks customers'],
  byId: ['gets letters'],
  whoseFileCame: ['gets letters'],
  become: ['updates letters', 'checks customers'],
  becomeOnce: ['updates letters', 'puts idempotency', 'checks customers'],
  publish: ['updates letters', 'puts letters', 'updates tickets', 'puts events', 'checks customers'],
  publishOnce: ['updates letters', 'puts letters', 'updates tickets', 'puts events', 'puts idempotency', 'checks customers'],
  withdraw: ['updates letters', 'puts events', 'puts idempotency', 'checks customers'],
  inReview: ['queries letters worklist'],
};

export interface ImportTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

export function importTable({ db, rules, newId }: ImportTableParts): ImportTable {
  const dating = (now: Date) => ({ rules, today: dayOf(now) });

  /** What a rule made of it, as it was read, unless something was done with it since. `finalLook`: when somebody looks whether its file is gone. */
  const brought = ({ item, letterImport }: FoundImport, after: LetterImport, now: Date, finalLook?: Date): Write => {
    const { customerId: _, ...set } = after;
    const due = dueOf(importKind, parseItem(importKind, { ...item, ...set }), dating(now));
    const until = nextLook(after, now) ?? finalLook;
    const reviewed = after.state === 'needs-review';
    const changes: KindChanges<typeof importKind.schema> = {
      set: { ...changedOf(set), ...due, ...(until && asleep(after.id, until)), ...(reviewed && inReview(after)) },
      remove: [...(until ? [] : awake), ...(reviewed ? [] : (['gsi2pk', 'gsi2sk'] as const))],
    };
    return update(importKind, keyOf(item as Item & ItemKey), changes, {
      if: both({ exists: true, equals: { version: letterImport.version } }, both(notHidden, sameStates(item))),
      refusal: (current) => (current && !isHidden(current) && current.version === letterImport.version ? changedMeanwhile() : alreadyDone()),
    });
  };

  const becoming = (before: FoundImport, after: LetterImport, now: Date, finalLook?: Date): Change => ({
    customer: { id: after.customerId, onlyStores: true },
    writes: [brought(before, after, now, finalLook)],
  });

  const publishing = (before: FoundImport, after: LetterImport, letter: Letter, answeredAt: string | undefined, now: Date, finalLook?: Date): Change => ({
    customer: { id: after.customerId },
    writes: [brought(before, after, now, finalLook), newLetterWrite(letter, dating(now)), ...answeredBy(letter, answeredAt)],
    events: [newLetterEvent(letter, newId('evt'), now)],
  });

  const found = async (key: ItemKey): Promise<FoundImport | undefined> => {
    const item = await db.get('letters', key);
    const letterImport = visibleImport(item);
    return item && letterImport && { letterImport, item };
  };

  return {
    announce: (letterImport, once, now) =>
      db.commit({
        once: { ...once, now },
        customer: { id: letterImport.customerId, onlyStores: true },
        writes: [
          takePlace(letterImport, referenceTaken),
          putHead(importKind, { ...importAttributes(letterImport), ...asleep(letterImport.id, nextLook(letterImport, now)!) }, dating(now)),
        ],
      }),

    async byId(importId) {
      const place = await db.get('letters', importPlaceKey(importId));
      return place && found(importKey(customerAt(place), importId));
    },

    whoseFileCame: (customerId, importId) => found(importKey(customerId, importId)),

    async become(before, after, now) {
      await db.commit(becoming(before, after, now));
    },

    becomeOnce: (before, after, once, now) => db.commit({ ...becoming(before, after, now, lastLook(now)), once: { ...once, now } }),

    async publish(before, after, letter, answeredAt, now) {
      await db.commit(publishing(before, after, letter, answeredAt, now));
    },

    publishOnce: (before, after, letter, answeredAt, once, now) =>
      db.commit({ ...publishing(before, after, letter, answeredAt, now, lastLook(now)), once: { ...once, now } }),

    withdraw(before, after, letter, once, now) {
      const { withdrawn } = after;
      if (!withdrawn) throw new Error('Nothing says why the letter is withdrawn');
      const opened = letter.firstOpenedAt === undefined ? 'no' : 'yes';
      return db.commit({
        once: { ...once, now },
        customer: { id: after.customerId, onlyStores: true },
        writes: [brought(before, after, now), withdrawLetter(letter, { at: withdrawn.at, reason: withdrawn.reason })],
        events: [letterWithdrawn.make({ id: newId('evt'), aggregateId: letter.id, at: now, data: { opened, reason: withdrawn.reason } })],
      });
    },

    async inReview(limit, after) {
      const { items, next } = await db.page({ table: 'letters', index: 'worklist', pk: 'imports#review', limit, ...(after && { above: after }) });
      return { items: items.map(visibleImport).filter((one) => one !== undefined), next: next && String(next.gsi2sk) };
    },
  };
}

/** Without what is not said. */
const changedOf = <T extends object>(set: T): Partial<T> => Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Its sender used the reference before: what for is said by whoever reads that. */
export const referenceTaken = (): DomainError => new DomainError('conflict', 'reference-taken');
