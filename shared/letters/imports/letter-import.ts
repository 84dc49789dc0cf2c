import * as z from 'zod';
import { alreadyDone, DomainError } from '../../domain-error.ts';
import { derivedId } from '../../id.ts';
import type { GateRefusal } from '../gate/refusals.ts';
import type { GateReview } from '../gate/reviews.ts';
import type { Finding, GateFacts, Verdict } from '../gate/verdict.ts';
import type { GateWarning } from '../gate/warnings.ts';
import type { WithdrawalReason } from '../letter-withdrawal.ts';
import { dayProblems, type Announcement } from './announcement.ts';

/**
 * `awaiting-file`: announced. `checking`: its file is there, and is looked at. `published`: it is a letter. `refused`: its file became none. `needs-review`:
 * somebody has to look at it. `expired`: its file did not come. `withdrawn`: it was a letter, and is hidden.
 */
export const ImportState = z.enum(['awaiting-file', 'checking', 'published', 'refused', 'needs-review', 'expired', 'withdrawn']);
export type ImportState = z.infer<typeof ImportState>;

/** What may become of an import, as data: a state is never gone back from. */
export const importTransitions: Readonly<Record<ImportState, readonly ImportState[]>> = {
  'awaiting-file': ['checking', 'expired'],
  checking: ['published', 'refused', 'needs-review'],
  'needs-review': ['published', 'refused'],
  published: ['withdrawn'],
  refused: [],
  expired: [],
  withdrawn: [],
};

/** Why somebody who looked did not publish a file. A word of a list, since words of people would tell of people. */
export const ReviewRefusal = z.enum(['wrong-recipient', 'wrong-content', 'not-legible', 'sent-twice']);
export type ReviewRefusal = z.infer<typeof ReviewRefusal>;

/** What somebody who looked decides. */
export const ImportDecision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('publish') }),
  z.strictObject({ decision: z.literal('refuse'), reason: ReviewRefusal }),
]);
export type ImportDecision = z.infer<typeof ImportDecision>;

/** What the gate found, without what to do about it: that stands by the code. */
type Found<Code extends string> = Omit<Finding<Code>, 'whatToDo'>;

/** Who did something, and when. */
interface By {
  readonly id: string;
  readonly at: string;
}

/** A print PDF that was made elsewhere, on its way to becoming a letter. Whom its sender named is checked and not kept. */
export interface LetterImport extends Omit<Announcement, 'recipient'> {
  readonly id: string;
  /** The machine that announced it: references are its own. */
  readonly sender: string;
  readonly customerId: string;
  readonly state: ImportState;
  readonly announcedAt: string;
  /** When its file was there. */
  readonly cameAt?: string | undefined;
  /** When the gate had judged it, and what it found. */
  readonly judgedAt?: string | undefined;
  readonly refusals?: readonly Found<GateRefusal>[] | undefined;
  readonly reasons?: readonly Found<GateReview>[] | undefined;
  readonly warnings?: readonly Found<GateWarning>[] | undefined;
  readonly facts?: GateFacts | undefined;
  readonly decided?: (By & ImportDecision) | undefined;
  /** The letter that it became. */
  readonly letterId?: string | undefined;
  readonly publishedAt?: string | undefined;
  readonly withdrawn?: (By & { readonly reason: WithdrawalReason }) | undefined;
  readonly version: number;
}

/** Who announces, and who was found to be the recipient. */
export type ImportOrigin = Pick<LetterImport, 'id' | 'sender' | 'customerId'>;

/** A new import. @throws DomainError `invalid/invalid-body` for days that cannot be by now */
export function announced(origin: ImportOrigin, { recipient: _, ...said }: Announcement, now: Date): LetterImport {
  const problems = dayProblems(said, now);
  if (problems.length > 0)
    throw new DomainError(
      'invalid',
      'invalid-body',
      problems.map(({ field, problem }) => ({ field: `body.${field}`, problem })),
    );
  return { ...said, ...origin, state: 'awaiting-file', announcedAt: now.toISOString(), version: 1 };
}

/**
 * Whether an announcement is one that was made before, under its reference by its sender: for the same customer, with the same file. Then what was made is the
 * answer, whatever has become of it.
 * @param asked `customerId`: who was found to be the recipient; absent where nobody was, as they may be gone by now
 * @throws DomainError `conflict/reference-used` for another file or another customer: answered with the first, the second would never get theirs
 */
export function repeats(
  before: Pick<LetterImport, 'sha256' | 'customerId'>,
  asked: { readonly sha256: string; readonly customerId?: string | undefined },
): true {
  if (asked.sha256 !== before.sha256) throw referenceUsed('another file');
  if (asked.customerId !== undefined && asked.customerId !== before.customerId) throw referenceUsed('another customer');
  return true;
}

const referenceUsed = (forWhat: string): DomainError =>
  new DomainError('conflict', 'reference-used', [{ field: 'body.reference', problem: `was used for ${forWhat}: give each letter a reference of its own` }]);

/** The same once its file is there. @throws DomainError `conflict/already-done` */
export function fileCame(before: LetterImport, now: Date): LetterImport {
  return become(before, 'checking', { cameAt: now.toISOString() });
}

/** What is known besides the file. */
export interface Known {
  /** The customer was sent the same file before. */
  readonly duplicateContent: boolean;
}

/**
 * The same once the gate has judged its file. What it accepts is published, unless the customer has the same file already: then somebody looks.
 * @throws DomainError `conflict/already-done`; `conflict/import-awaits-file` for a verdict on a file that is not said to be there yet;
 *   `conflict/another-file` for one on a file that was not announced
 */
export function judged(before: LetterImport, verdict: Verdict, { duplicateContent }: Known, now: Date): LetterImport {
  const judgedAt = now.toISOString();
  // A second verdict must not overrule somebody who is about to look.
  if (before.state !== 'checking') throw before.state === 'awaiting-file' ? awaitsFile() : alreadyDone();
  if (verdict.verdict === 'refused') return become(before, 'refused', { judgedAt, refusals: verdict.refusals.map(found) });
  const { facts } = verdict;
  if (facts.sha256 !== before.sha256 || facts.bytes !== before.sizeBytes) throw new DomainError('conflict', 'another-file');
  const reasons: Found<GateReview>[] = verdict.verdict === 'needs-review' ? verdict.reasons.map(found) : [];
  if (duplicateContent) reasons.push({ code: 'duplicate-content' });
  const judgement = { judgedAt, warnings: verdict.warnings.map(found), facts };
  return reasons.length > 0 ? become(before, 'needs-review', { ...judgement, reasons }) : published(before, now, judgement);
}

/**
 * The same once somebody has looked at it and decided.
 * @throws DomainError `conflict/import-not-in-review` for one that nobody has to look at, not yet or not any more
 */
export function decided(before: LetterImport, decision: ImportDecision, by: string, now: Date): LetterImport {
  if (before.state !== 'needs-review') throw notNow(before, 'import-not-in-review', 'only what needs a review is decided on');
  const how = { decided: { ...decision, id: by, at: now.toISOString() } };
  return decision.decision === 'publish' ? published(before, now, how) : become(before, 'refused', how);
}

/** So long a file may come. */
const comesWithinMs = 24 * 3_600_000;

/** When an import whose file has not come expires. */
export const expiresAt = ({ announcedAt }: Pick<LetterImport, 'announcedAt'>): Date => new Date(Date.parse(announcedAt) + comesWithinMs);

/**
 * The same once its file may come no more.
 * @throws DomainError `conflict/already-done` where it has come or that is known; `conflict/import-awaits-file` as long as it may come
 */
export function expired(before: LetterImport, now: Date): LetterImport {
  if (before.state === 'awaiting-file' && now < expiresAt(before)) throw awaitsFile();
  return become(before, 'expired', {});
}

/**
 * The same once it is hidden from the customer again.
 * @throws DomainError `conflict/import-not-published` for one that is no letter, not yet or not any more
 */
export function withdrawn(before: LetterImport, reason: WithdrawalReason, by: string, now: Date): LetterImport {
  if (before.state !== 'published') throw notNow(before, 'import-not-published', 'only what is published is withdrawn');
  return become(before, 'withdrawn', { withdrawn: { reason, id: by, at: now.toISOString() } });
}

/** Of one import comes one letter, however often that is done. */
const published = (before: LetterImport, now: Date, how: Partial<LetterImport>): LetterImport =>
  become(before, 'published', { ...how, letterId: derivedId('let', before.id), publishedAt: now.toISOString() });

function become(before: LetterImport, state: ImportState, how: Partial<LetterImport>): LetterImport {
  if (!importTransitions[before.state].includes(state)) throw alreadyDone();
  return { ...before, ...how, state, version: before.version + 1 };
}

const found = <Code extends string>({ code, pages }: Finding<Code>): Found<Code> => ({ code, ...(pages && { pages }) });

/** It comes again: a queue that hears `already-done` would let it go. */
const awaitsFile = (): DomainError => new DomainError('conflict', 'import-awaits-file');

const notNow = ({ state }: LetterImport, code: string, problem: string): DomainError =>
  new DomainError('conflict', code, [{ field: 'path.importId', problem: `is ${state}: ${problem}` }]);

/** The same for one that is not there, and for another sender's. */
export const noSuchImport = (): DomainError => new DomainError('not-found', 'no-such-import');
