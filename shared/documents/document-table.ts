import { alreadyDone, changedMeanwhile, processingRestricted } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import { parseItem } from '../storage/item-kind.ts';
import { both, isHidden, isStopped, notStopped, sameStates } from '../storage/item-states.ts';
import { dueOf, putHead, update } from '../storage/item-writes.ts';
import { keyOf, type Item, type ItemKey } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { asleep, awake } from '../storage/wake-index.ts';
import type { DocumentRefusal } from '../tickets/document-refusal.ts';
import { alreadyRedacted, heldAsEvidence } from '../tickets/redaction.ts';
import type { Interaction, InteractionContent } from '../tickets/interaction.ts';
import type { Paged } from '../tickets/paged.ts';
import type { TicketRef } from '../tickets/ticket-check.ts';
import { documentAdded, documentRefused, documentStepEvent, documentTakenOut, takesDocument } from '../tickets/ticket-documents.ts';
import { documentAttributes, documentKey, documentKind, visibleDocument } from './document-item.ts';
import {
  available,
  type Document,
  type DocumentFile,
  documentNotAvailable,
  type DocumentState,
  isOpen,
  mostDocuments,
  noSuchDocument,
  received,
  refused,
  statesBefore,
  tooManyDocuments,
} from './document.ts';

export interface DocumentTable {
  /**
   * A file that somebody will send. A customer may also while their data is restricted: what they say is stored.
   * @throws DomainError `not-found/no-such-ticket`, `conflict/too-many-documents`, `conflict/processing-restricted` for staff, `conflict/customer-erased`
   */
  announce(document: Document, once: Once, now: Date): Promise<Committed>;
  /**
   * Its file is checked and kept: it becomes part of the case by a step, which is unread where the customer sent it. One transaction, once.
   * @throws DomainError `conflict/already-done`, `conflict/changed-meanwhile` where a hold or a restriction came or went, `not-found/no-such-ticket`,
   *   `conflict/too-many-documents` where others came first,
   *   `conflict/customer-erased`, `conflict/processing-restricted` for staff
   */
  accept(found: FoundDocument, file: DocumentFile, now: Date): Promise<void>;
  /** Its file is there and waits: it stays for longer than one that never came. @throws DomainError `conflict/already-done`, `conflict/changed-meanwhile`, `conflict/customer-erased` */
  receive(found: FoundDocument, now: Date): Promise<void>;
  /**
   * Its file is not kept, and why: it is a step of the case, which its sender sees and a customer who sent it is told of, unless the case is gone
   * (`ticket-gone`). One transaction, once. @throws DomainError `conflict/already-done`, `conflict/changed-meanwhile`, `not-found/no-such-ticket`,
   *   `conflict/customer-erased`
   */
  refuse(found: FoundDocument, reason: DocumentRefusal, now: Date): Promise<void>;
  /**
   * It is taken out of its case: its name at once, in the transaction of the step that says so; its file soon after, by whoever checks files. Not while
   * something of it is evidence. @throws DomainError `conflict/held-as-evidence`, `conflict/already-redacted`, `not-found/document-not-available`,
   *   `not-found/no-such-document`, `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased`
   */
  takeOut(ticket: TicketRef, documentId: string, step: RedactionStep, once: Once, now: Date): Promise<Committed>;
  /** The file of one that was taken out is gone. @throws DomainError `conflict/already-done` */
  fileGone(found: FoundDocument): Promise<void>;
  /** Strongly consistent. @throws DomainError `not-found/no-such-document`, also for another case's, and one that is kept for the law only */
  document(ticket: TicketRef, documentId: string): Promise<Document>;
  /** Of a case, the newest first: one query. Lags a little. */
  ofTicket(ticket: TicketRef, limit: number, after?: string): Promise<Paged<Document>>;
  /** The document whose file came. Strongly consistent: it was announced before. `undefined` for one that is gone, or kept for the law only. */
  whoseFileCame(customerId: string, documentId: string): Promise<FoundDocument | undefined>;
  /** A document whose customer is not known: found by an index that lags, and read strongly. */
  byId(documentId: string): Promise<FoundDocument | undefined>;
}

/** A document with the item it was read from, whose states a change must not overlook. */
export interface FoundDocument {
  readonly document: Document;
  readonly item: Item;
}

/** What each of its methods asks of the tables. */
export const documentNeeds: NeedsOf<DocumentTable> = {
  announce: ['puts documents', 'checks tickets', 'puts idempotency', 'checks customers'],
  accept: ['updates documents', 'puts tickets', 'updates tickets', 'puts events', 'checks customers'],
  receive: ['updates documents', 'checks customers'],
  refuse: ['updates documents', 'checks tickets', 'puts tickets', 'puts events', 'checks customers'],
  takeOut: ['updates documents', 'updates tickets', 'puts tickets', 'puts events', 'puts idempotency', 'checks customers'],
  fileGone: ['updates documents'],
  document: ['gets documents'],
  ofTicket: ['queries documents worklist'],
  whoseFileCame: ['gets documents'],
  byId: ['queries documents by-id', 'gets documents'],
};

export interface DocumentTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

export function documentTable({ db, rules, newId }: DocumentTableParts): DocumentTable {
  const dating = (now: Date) => ({ rules, today: dayOf(now) });

  /** It comes into another state, under the due day of that, unless something was done with it since it was read. In its last one it sleeps no more. */
  const brought = ({ item }: FoundDocument, { state, refusedFor, receivedAt, checkedAt, file, interactionId }: Document, now: Date): Write => {
    const set = { state, refusedFor, receivedAt, checkedAt, file, interactionId };
    const after = { ...item, ...Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) };
    const before = statesBefore(state);
    const due = dueOf(documentKind, parseItem(documentKind, after), dating(now));
    return update(
      documentKind,
      keyOf(item as Item & ItemKey),
      { set: { ...set, ...due }, ...(!isOpen(state) && { remove: awake }) },
      {
        if: both({ oneOf: { state: before } }, sameStates(item)),
        refusal: (current) => (current && !isHidden(current) && before.some((one) => one === current.state) ? changedMeanwhile() : alreadyDone()),
      },
    );
  };

  const foundAt = async (key: ItemKey): Promise<FoundDocument | undefined> => {
    const item = await db.get('documents', key);
    const document = visibleDocument(item);
    return item && document && { document, item };
  };

  return {
    announce: (document, once, now) =>
      db.commit({
        once: { ...once, now },
        customer: { id: document.customerId, ...(document.by.role === 'customer' && { onlyStores: true }) },
        writes: [putHead(documentKind, documentAttributes(document), dating(now)), takesDocument(ticketOf(document), document.by.role, takesOneMore)],
      }),

    async accept(found, file, now) {
      const id = newId('int');
      const document = available(found.document, file, id, now);
      const { customerId, ticketId, by, cameWith } = document;
      const content = { type: 'document' as const, documentId: document.id, filedUnder: ticketId };
      const step: Interaction = { id, ticketId, at: now.toISOString(), by, content, cameWith };
      await db.commit({
        customer: { id: customerId, ...(by.role === 'customer' && { onlyStores: true }) },
        writes: [brought(found, document, now), ...documentAdded(ticketOf(document), step, takesOneMore, dating(now))],
        events: [documentStepEvent(newId('evt'), step, now)],
      });
    },

    async receive(found, now) {
      const document = received(found.document, now);
      await db.commit({ customer: { id: document.customerId, onlyStores: true }, writes: [brought(found, document, now)] });
    },

    async refuse(found, reason, now) {
      const document = refused(found.document, reason, now);
      const step = reason === 'ticket-gone' ? undefined : refusalStep(document, reason, newId('int'), now);
      await db.commit({
        customer: { id: document.customerId, onlyStores: true },
        writes: [brought(found, document, now), ...(step ? documentRefused(ticketOf(document), step, dating(now)) : [])],
        events: step ? [documentStepEvent(newId('evt'), step, now)] : [],
      });
    },

    takeOut: (ticket, documentId, step, once, now) =>
      db.commit({
        once: { ...once, now },
        customer: { id: ticket.customerId, also: { if: { absent: ['heldSince'] }, refusal: heldAsEvidence } },
        writes: [takenOut(ticket, documentId, step, now), ...documentTakenOut(ticket, step, dating(now))],
        events: [documentStepEvent(newId('evt'), step, now)],
      }),

    async fileGone({ item, document: { file } }) {
      if (!file) throw alreadyDone();
      const named = { if: { exists: true, equals: { state: 'redacted' } }, refusal: alreadyDone };
      await db.commit({ writes: [update(documentKind, keyOf(item), { remove: ['file', ...awake] }, named)] });
    },

    async document({ customerId, id }, documentId) {
      const document = visibleDocument(await db.get('documents', documentKey(customerId, documentId)));
      if (document?.ticketId !== id) throw noSuchDocument();
      return document;
    },

    async ofTicket({ id }, limit, after) {
      const { items, next } = await db.page({ table: 'documents', index: 'worklist', pk: id, newestFirst: true, limit, ...(after && { below: after }) });
      return { items: items.map(visibleDocument).filter((document) => document !== undefined), next: next && String(next.gsi2sk) };
    },

    whoseFileCame: (customerId, documentId) => foundAt(documentKey(customerId, documentId)),

    async byId(documentId) {
      const { items } = await db.page({ table: 'documents', index: 'by-id', pk: documentId, limit: 1 });
      return items[0] && foundAt(keyOf(items[0]));
    },
  };
}

const ticketOf = ({ customerId, ticketId }: Document): TicketRef => ({ customerId, id: ticketId });

/** An officer's step by which a document is taken out of its case. */
export type RedactionStep = Interaction & { readonly content: Extract<InteractionContent, { readonly type: 'document-redaction' }> };

/** Its name goes now; it wakes for its file to go. */
function takenOut({ customerId, id: ticketId }: TicketRef, documentId: string, { content: { ground } }: RedactionStep, now: Date): Write {
  return update(
    documentKind,
    documentKey(customerId, documentId),
    { set: { state: 'redacted', redactedAt: now.toISOString(), redactedFor: ground, ...asleep(documentId, now) }, remove: ['fileName'] },
    {
      if: both({ exists: true, equals: { state: 'available', ticketId }, absent: ['heldSince'] }, notStopped),
      refusal: (current) => {
        if (!current || isHidden(current) || current.ticketId !== ticketId) return noSuchDocument();
        if (current.state === 'redacted') return alreadyRedacted();
        if (current.state !== 'available') return documentNotAvailable(current.state as DocumentState);
        return isStopped(current) ? processingRestricted() : heldAsEvidence();
      },
    },
  );
}

const takesOneMore = { most: mostDocuments, tooMany: tooManyDocuments };

/** That a file was not taken. What a clerk sent is their own step; of what the customer sent, they hear from us. */
const refusalStep = ({ id: documentId, ticketId, by, cameWith }: Document, refusedFor: DocumentRefusal, id: string, now: Date): Interaction => ({
  id,
  ticketId,
  at: now.toISOString(),
  by: by.role === 'customer' ? { role: 'system' } : by,
  content: { type: 'document-refused', documentId, refusedFor },
  cameWith,
});
