import * as z from 'zod';
import { alreadyDone, DomainError } from '../domain-error.ts';
import { fileKey } from '../files/file-key.ts';
import type { KeptFile } from '../files/file-keeper.ts';
import { fileStores } from '../files/file-stores.ts';
import { Sha256 } from '../files/sha256.ts';
import { idOf } from '../id.ts';
import { oneLine } from '../personal-data/one-line.ts';
import type { DocumentRefusal } from '../tickets/document-refusal.ts';
import type { RedactionGround } from '../tickets/interaction.ts';
import { DocumentType, mostBytes } from './document-types.ts';

export const DocumentId = idOf('doc');

/**
 * `awaited`: announced, and its file not there or not looked at yet. `received`: its file is there, and could not be looked at at once. `available`: checked
 * and kept. `refused`: its file was not what may be kept, and is gone. `redacted`: it was available, and was taken out of the case.
 */
export const DocumentState = z.enum(['awaited', 'received', 'available', 'refused', 'redacted']);
export type DocumentState = z.infer<typeof DocumentState>;

/** What may become of a document, as data: a state is never gone back from. */
export const documentTransitions: Readonly<Record<DocumentState, readonly DocumentState[]>> = {
  awaited: ['received', 'available', 'refused'],
  received: ['available', 'refused'],
  available: ['redacted'],
  refused: [],
  redacted: [],
};

/** The states from which `to` can be reached. */
export const statesBefore = (to: DocumentState): DocumentState[] => DocumentState.options.filter((from) => documentTransitions[from].includes(to));

/** Whether it is still to be decided what becomes of its file. */
export const isOpen = (state: DocumentState): boolean => documentTransitions[state].includes('available');

/** What somebody says of a file before they send it. */
export const NewDocument = z.strictObject({
  fileName: oneLine(255).describe('What the sender calls it; kept, and the name under which it is saved when it is fetched'),
  type: DocumentType.describe('What the file is; what comes is looked at'),
  sizeBytes: z.int().min(1).max(mostBytes),
  sha256: Sha256.describe('Of the file; only this one is taken'),
});
export type NewDocument = z.infer<typeof NewDocument>;

/** The file that is kept, under an id of its own: each try to keep it takes another. */
export interface DocumentFile extends KeptFile {
  readonly id: string;
}

/** A file that belongs to a case: sent by the customer, or put there by a clerk. */
export interface Document {
  readonly id: string;
  readonly customerId: string;
  readonly ticketId: string;
  /** What people call that case. */
  readonly ticketNumber: string;
  /** It tells of somebody's health, as its case does (Art. 9 GDPR). */
  readonly special?: 'health' | undefined;
  /** Absent once it was taken out of the case. */
  readonly fileName?: string | undefined;
  readonly type: DocumentType;
  /** As it was announced. */
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly state: DocumentState;
  readonly refusedFor?: DocumentRefusal | undefined;
  readonly addedAt: string;
  readonly by: { readonly role: 'customer' | 'agent'; readonly id?: string | undefined };
  /** When it was known that its file is there, and that it could not be looked at at once. */
  readonly receivedAt?: string | undefined;
  /** When it was decided whether it is kept. */
  readonly checkedAt?: string | undefined;
  /** The file that is kept: without what tells where a picture was taken, so it may be another one than was sent. */
  readonly file?: DocumentFile | undefined;
  /** When it was taken out of the case, and why. Its file is named until it is gone. */
  readonly redactedAt?: string | undefined;
  readonly redactedFor?: RedactionGround | undefined;
  /** The step of the case by which it became part of it. */
  readonly interactionId?: string | undefined;
  /** The tickets on which it was before they became part of this one: what is said of it goes where it goes. */
  readonly cameWith?: string[] | undefined;
}

/** Whose case a document belongs to, and who brings it. */
export type DocumentOrigin = Pick<Document, 'id' | 'customerId' | 'ticketId' | 'ticketNumber' | 'special' | 'by'>;

/** A document that was announced. */
export const awaited = (origin: DocumentOrigin, said: NewDocument, now: Date): Document => ({
  ...origin,
  ...said,
  state: 'awaited',
  addedAt: now.toISOString(),
});

/** The same while its file is there and waits. @throws DomainError `conflict/already-done` */
export function received(document: Document, now: Date): Document {
  requireTransition(document, 'received');
  return { ...document, state: 'received', receivedAt: now.toISOString() };
}

/** The same once its file is checked and kept. @throws DomainError `conflict/already-done` */
export function available(document: Document, file: DocumentFile, interactionId: string, now: Date): Document {
  requireTransition(document, 'available');
  return { ...document, state: 'available', file, interactionId, checkedAt: now.toISOString() };
}

/** The same once it is known that its file is not kept. @throws DomainError `conflict/already-done` */
export function refused(document: Document, refusedFor: DocumentRefusal, now: Date): Document {
  requireTransition(document, 'refused');
  return { ...document, state: 'refused', refusedFor, checkedAt: now.toISOString() };
}

function requireTransition({ state }: Document, to: DocumentState): void {
  if (!documentTransitions[state].includes(to)) throw alreadyDone();
}

/** The first look at a document of which nothing was heard, and the longest time between two; it doubles in between. */
const [firstLookMs, longestLookMs] = [30 * 60_000, 24 * 3_600_000];

/** So long a file may come: forms are given for a day, each is good for a quarter of an hour. */
const comesWithinMs = 25 * 3_600_000;

/**
 * When to look whether its file is there although nobody said so, or can be looked at by now: what S3 or a scanner tells may be lost, and what keeps a
 * file from being looked at is mended. `undefined` where nothing is to come of it any more.
 */
export function nextLook({ state, addedAt, file }: Pick<Document, 'state' | 'addedAt' | 'file'>, now: Date): Date | undefined {
  if (state === 'redacted') return file && new Date(now.getTime() + firstLookMs);
  const age = now.getTime() - Date.parse(addedAt);
  if (!isOpen(state) || (state === 'awaited' && age > comesWithinMs)) return undefined;
  return new Date(now.getTime() + Math.min(longestLookMs, Math.max(firstLookMs, age)));
}

/** A file that has been there for so long and was not scanned: scanners need seconds. */
const scannedWithinMs = 3_600_000;

/** Whether somebody should hear of a file that waits for its scanner. */
export const waitsTooLong = ({ addedAt }: Pick<Document, 'addedAt'>, now: Date): boolean => now.getTime() - Date.parse(addedAt) >= scannedWithinMs;

/** So many documents a case takes; more than anybody sends, and few enough to be looked through. */
export const mostDocuments = 200;

/** Where a file lies until it is checked, and where if it is kept. */
export const uploadKey = (customerId: string, documentId: string): string => fileKey(fileStores.uploads, customerId, documentId);
export const documentFileKey = (customerId: string, fileId: string): string => fileKey(fileStores['document-files'], customerId, fileId);

/** The same for one that is not there, another case's, or kept for the law only. */
export const noSuchDocument = (): DomainError => new DomainError('not-found', 'no-such-document');

export const tooManyDocuments = (): DomainError =>
  new DomainError('conflict', 'too-many-documents', [
    { field: 'path.ticketId', problem: `has ${mostDocuments} documents, as many as a ticket takes: put several pages into one PDF, or open another ticket` },
  ]);

/** Its file cannot be fetched. */
export const documentNotAvailable = (state: DocumentState): DomainError =>
  new DomainError('not-found', 'document-not-available', [{ field: 'path.documentId', problem: notAvailable[state] }]);

const notAvailable: Readonly<Record<DocumentState, string>> = {
  awaited: 'is awaited: send its file, and ask again a moment later',
  received: 'has come and waits to be looked at: ask again later, it need not be sent again',
  available: 'is being deleted',
  redacted: 'was taken out of the ticket',
  refused: 'was refused: its `refused` says why, and what to do',
};
