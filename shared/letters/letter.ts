import * as z from 'zod';
import { alreadyDone, DomainError } from '../domain-error.ts';
import { fileKey } from '../files/file-key.ts';
import type { KeptFile } from '../files/file-keeper.ts';
import { fileStores } from '../files/file-stores.ts';
import { idOf } from '../id.ts';
import { dayOf, type Day } from '../personal-data/calendar.ts';
import { endOf, type DeletionRule } from '../personal-data/deletion-rules.ts';
import type { LetterCategory, LetterImportance } from './letter-category.ts';
import type { LetterTemplate } from './letter-template.ts';
import type { WithdrawalReason } from './letter-withdrawal.ts';
import type { Post } from './post.ts';
import type { Reading } from './reading.ts';

export const LetterId = idOf('let');

/**
 * What is known of telling the customer that a letter waits. `unknown`: the provider's answer was lost, and asking again could
 * tell twice.
 */
export const NotificationResult = z.enum(['sent', 'unknown', 'failed']);
export type NotificationResult = z.infer<typeof NotificationResult>;

/** What may become of a result, as data: knowledge is gained and never lost; `sent` and `failed` are final. */
export const resultTransitions: Readonly<Record<NotificationResult | 'none', readonly NotificationResult[]>> = {
  none: ['sent', 'unknown', 'failed'],
  unknown: ['sent', 'failed'],
  sent: [],
  failed: [],
};

export interface LetterNotification {
  readonly channel: 'sms' | 'email';
  readonly result: NotificationResult;
  /** When the result was learned. */
  readonly at: string;
}

/** A letter in the letter centre: what it is and what became of it. What it says is in its file only. */
export interface Letter {
  readonly id: string;
  readonly customerId: string;
  /** The case that it belongs to, if to any. */
  readonly ticketId?: string | undefined;
  /** What people call that case. */
  readonly ticketNumber?: string | undefined;
  /** Of one that was set here. */
  readonly template?: { readonly code: string; readonly version: number } | undefined;
  /** Of one that was printed elsewhere and taken in: as what. */
  readonly importId?: string | undefined;
  /** Its template's, or its sender's: says what kind of letter it is, and nothing of the person. */
  readonly title: string;
  readonly importance: LetterImportance;
  /** It tells of somebody's health, as its case does (Art. 9 GDPR). */
  readonly special?: 'health' | undefined;
  readonly category: LetterCategory;
  /** What it is about. */
  readonly topic?: string | undefined;
  /** When it came into the letter centre. */
  readonly issuedAt: string;
  /** The day that stands on it, where that is another. */
  readonly issuedOn?: Day | undefined;
  /** By when the customer must do something. */
  readonly actBy?: Day | undefined;
  /** What becomes of it on paper, and how many sheets of that it takes, as its sender says. */
  readonly post?: Post | undefined;
  readonly sheets?: number | undefined;
  /** The clerk, the rule or the machine. */
  readonly issuedBy: string;
  /** Of the file, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The file's one version that is the letter, whatever else may come to lie under its key. */
  readonly fileVersionId: string;
  readonly firstOpenedAt?: string | undefined;
  /** How often the customer fetched the file. */
  readonly openings: number;
  /** Where the customer has put it, if anywhere: see `readingOf`. */
  readonly reading?: Reading | undefined;
  readonly notification?: LetterNotification | undefined;
  /** The customer sees it no more: since when, and why. */
  readonly withdrawn?: { readonly at: string; readonly reason: WithdrawalReason } | undefined;
  /** Nobody works with it: its processing is restricted (Art. 18 GDPR). */
  readonly restricted?: true | undefined;
  readonly version: number;
}

/** What a letter is about and who wrote it. */
export type LetterOrigin = Pick<Letter, 'id' | 'customerId' | 'ticketId' | 'ticketNumber' | 'special' | 'issuedBy'>;

/** A new letter whose file is stored already. */
export const issued = (origin: LetterOrigin, template: LetterTemplate, file: KeptFile, now: Date): Letter => ({
  ...origin,
  template: { code: template.code, version: template.version },
  title: template.title,
  importance: template.importance,
  category: template.category,
  issuedAt: now.toISOString(),
  sha256: file.sha256,
  sizeBytes: file.sizeBytes,
  fileVersionId: file.versionId,
  openings: 0,
  version: 1,
});

/** What a print PDF that is taken in says of itself. */
export type LetterSaid = Pick<Letter, 'title' | 'importance' | 'category' | 'topic' | 'actBy' | 'post' | 'sheets'> & { readonly issuedOn: Day };

/** A letter that was printed elsewhere, whose file is stored already. */
export const takenIn = (origin: LetterOrigin & { readonly importId: string }, { issuedOn, ...said }: LetterSaid, file: KeptFile, now: Date): Letter => ({
  ...origin,
  ...said,
  ...(issuedOn !== dayOf(now) && { issuedOn }),
  issuedAt: now.toISOString(),
  sha256: file.sha256,
  sizeBytes: file.sizeBytes,
  fileVersionId: file.versionId,
  openings: 0,
  version: 1,
});

/** The day that stands on a letter. */
export const dayOn = ({ issuedAt, issuedOn }: Pick<Letter, 'issuedAt' | 'issuedOn'>): Day => issuedOn ?? dayOf(new Date(issuedAt));

/**
 * The letter with what is known of its notification now.
 * @throws DomainError `conflict/already-done` when that is nothing new: events come more than once, and in any order.
 */
export function notified(letter: Letter, notification: LetterNotification): Letter {
  if (!resultTransitions[letter.notification?.result ?? 'none'].includes(notification.result)) throw alreadyDone();
  return { ...letter, notification, version: letter.version + 1 };
}

/**
 * The first day on which no law asks for a letter any more. Unlike its deletion date this is known when it is issued, since it
 * leaves out how long the person stays a customer: so long the file is locked.
 */
export function statutoryEnd(rule: DeletionRule, issuedOn: Day): Day {
  return endOf(rule, { recorded: issuedOn, sent: issuedOn }, issuedOn, { lawOnly: true }).on;
}

/** Until when the file of a letter of that day is locked: an hour or two past midnight in Berlin, never before it. */
export const lockedUntil = (rule: DeletionRule, issuedOn: Day): Date => new Date(`${statutoryEnd(rule, issuedOn)}T00:00:00Z`);

/** Where a letter's file lies. */
export const letterFileKey = (customerId: string, letterId: string): string => fileKey(fileStores['letter-files'], customerId, letterId);

/**
 * What the file is called on the reader's own computer: its day, and as much of its id as tells it from others of that day. Nothing of
 * the person, nor what it is about: names of downloads are seen by others.
 */
export const letterFileName = ({ id, ...letter }: Pick<Letter, 'id' | 'issuedAt' | 'issuedOn'>): string =>
  `brief-${dayOn(letter)}-${id.slice(-6).toLowerCase()}.pdf`;

export const noSuchLetter = (): DomainError => new DomainError('not-found', 'no-such-letter');
