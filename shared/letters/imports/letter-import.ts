import * as z from 'zod';
import { alreadyDone, DomainError } from '../../domain-error.ts';
import type { GateRefusal } from '../gate/refusals.ts';
import type { GateReview } from '../gate/reviews.ts';
import { codesOf, type Said } from '../gate/said.ts';
import type { Finding, GateFacts, PageSize, Verdict } from '../gate/verdict.ts';
import type { GateWarning } from '../gate/warnings.ts';
import type { WithdrawalReason } from '../letter-withdrawal.ts';
import { dayProblems, type Announcement } from './announcement.ts';
import { expiresAt, importTransitions, ReviewRefusal, type ImportState } from './import-state.ts';

/** Why an import ends of which nobody has said what becomes of it, each with what its sender can do. The one list of these codes. */
export const givenUpTexts = {
  'not-checked': {
    de: 'Die Datei ließ sich bei uns nicht prüfen: kündigen Sie sie unter einer neuen Referenz noch einmal an.',
    en: 'We could not look at the file: announce it once more under another reference.',
  },
  'no-file': {
    de: 'Die Datei kam nicht binnen eines Tages: kündigen Sie sie unter einer neuen Referenz noch einmal an.',
    en: 'The file did not come within a day: announce it once more under another reference.',
  },
  'not-decided': {
    de: 'Niemand hat rechtzeitig entschieden, ob der Brief veröffentlicht wird: kündigen Sie ihn unter einer neuen Referenz noch einmal an, oder senden Sie ihn mit der Post.',
    en: 'Nobody has decided in time whether the letter is published: announce it once more under another reference, or send it by post.',
  },
} as const satisfies Readonly<Record<string, Said>>;
export const GivenUp = codesOf(givenUpTexts);
export type GivenUp = keyof typeof givenUpTexts;

/** What somebody who looked decides. */
export const ImportDecision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('publish') }),
  z.strictObject({ decision: z.literal('refuse'), reason: ReviewRefusal }),
]);
export type ImportDecision = z.infer<typeof ImportDecision>;

/** What the gate found, as it is kept: without what to do about it, which stands by the code. */
interface Found<Code extends string> {
  readonly code: Code;
  readonly pages?: number[] | undefined;
}

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
  /** Its case tells of somebody's health (Art. 9 GDPR). */
  readonly special?: 'health' | undefined;
  readonly state: ImportState;
  readonly announcedAt: string;
  /** When its file was there. */
  readonly cameAt?: string | undefined;
  /** When the gate had judged it, and what it found. */
  readonly judgedAt?: string | undefined;
  readonly refusals?: Found<GateRefusal>[] | undefined;
  readonly reasons?: Found<GateReview>[] | undefined;
  readonly warnings?: Found<GateWarning>[] | undefined;
  readonly facts?: (Omit<GateFacts, 'sizes'> & { readonly sizes: PageSize[] }) | undefined;
  readonly decided?: (By & ImportDecision) | undefined;
  /** Why it ended although nobody refused it: its file did not come, nobody could look at it, or nobody has decided, until it went. */
  readonly givenUp?: GivenUp | undefined;
  /** The letter that it became. */
  readonly letterId?: string | undefined;
  readonly publishedAt?: string | undefined;
  readonly withdrawn?: (By & { readonly reason: WithdrawalReason }) | undefined;
  readonly version: number;
}

/** Who announces, and who was found to be the recipient. */
export type ImportOrigin = Pick<LetterImport, 'id' | 'sender' | 'customerId' | 'special'>;

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
  /** The letter that it becomes, should it be published. */
  readonly letterId: string;
}

/**
 * The same once the gate has judged its file. What it accepts is published as that letter, unless the customer has the same file already: then somebody looks.
 * @throws DomainError `conflict/already-done`; `conflict/import-awaits-file` for a verdict on a file that is not said to be there yet;
 *   `conflict/another-file` for one on a file that was not announced
 */
export function judged(before: LetterImport, verdict: Verdict, { duplicateContent, letterId }: Known, now: Date): LetterImport {
  const judgedAt = now.toISOString();
  // A second verdict must not overrule somebody who is about to look.
  if (before.state !== 'checking') throw before.state === 'awaiting-file' ? awaitsFile() : alreadyDone();
  if (verdict.verdict === 'refused') return become(before, 'refused', { judgedAt, refusals: verdict.refusals.map(found) });
  const { facts } = verdict;
  if (facts.sha256 !== before.sha256 || facts.bytes !== before.sizeBytes) throw new DomainError('conflict', 'another-file');
  const reasons: Found<GateReview>[] = verdict.verdict === 'needs-review' ? verdict.reasons.map(found) : [];
  if (duplicateContent) reasons.push({ code: 'duplicate-content' });
  const judgement = { judgedAt, warnings: verdict.warnings.map(found), facts: { ...facts, sizes: [...facts.sizes] } };
  return reasons.length > 0 ? become(before, 'needs-review', { ...judgement, reasons }) : published(before, letterId, now, judgement);
}

/**
 * The same once somebody has looked at it and decided. `letterId`: the letter that it becomes, where it is published.
 * @throws DomainError `conflict/import-not-in-review` for one that nobody has to look at, not yet or not any more
 */
export function decided(before: LetterImport, decision: ImportDecision, by: string, letterId: string, now: Date): LetterImport {
  if (before.state !== 'needs-review') throw notInReview(before);
  const how = { decided: { ...decision, id: by, at: now.toISOString() } };
  return decision.decision === 'publish' ? published(before, letterId, now, how) : become(before, 'refused', how);
}

/**
 * The same once its file may come no more.
 * @throws DomainError `conflict/already-done` where it has come or that is known; `conflict/import-awaits-file` as long as it may come
 */
export function expired(before: LetterImport, now: Date): LetterImport {
  if (before.state === 'awaiting-file' && now < expiresAt(before)) throw awaitsFile();
  return become(before, 'expired', { givenUp: 'no-file' });
}

/**
 * The same once it is hidden from the customer again.
 * @throws DomainError `conflict/import-not-published` for one that is no letter, not yet or not any more
 */
export function withdrawn(before: LetterImport, reason: WithdrawalReason, by: string, now: Date): LetterImport {
  if (before.state !== 'published') throw notNow(before, 'import-not-published', 'only what is published is withdrawn');
  return become(before, 'withdrawn', { withdrawn: { reason, id: by, at: now.toISOString() } });
}

/**
 * The same once it is given up, for this reason.
 * @throws DomainError `conflict/already-done` where that is no reason by now; `conflict/import-awaits-file` where its file is awaited
 */
export function givenUp(before: LetterImport, why: GivenUp): LetterImport {
  if (before.state === 'awaiting-file') throw awaitsFile();
  if (why !== reasonToGiveUp(before.state)) throw alreadyDone();
  return become(before, 'refused', { givenUp: why });
}

/** Why an import in that state is given up once it has waited for too long. */
export const reasonToGiveUp = (state: ImportState): GivenUp => (state === 'checking' ? 'not-checked' : 'not-decided');

/** Of one import comes one letter: whoever writes it does so only as it was before. */
const published = (before: LetterImport, letterId: string, now: Date, how: Partial<LetterImport>): LetterImport =>
  become(before, 'published', { ...how, letterId, publishedAt: now.toISOString() });

function become(before: LetterImport, state: ImportState, how: Partial<LetterImport>): LetterImport {
  if (!importTransitions[before.state].includes(state)) throw alreadyDone();
  return { ...before, ...how, state, version: before.version + 1 };
}

const found = <Code extends string>({ code, pages }: Finding<Code>): Found<Code> => ({ code, ...(pages && { pages: [...pages] }) });

/** It comes again: a queue that hears `already-done` would let it go. */
export const awaitsFile = (): DomainError => new DomainError('conflict', 'import-awaits-file');

const notNow = ({ state }: LetterImport, code: string, problem: string): DomainError =>
  new DomainError('conflict', code, [{ field: 'path.importId', problem: `is ${state}: ${problem}` }]);

/** Nobody has to look at it, not yet or not any more. */
export const notInReview = (letterImport: LetterImport): DomainError =>
  notNow(letterImport, 'import-not-in-review', 'only what needs a review is shown and decided on');

/** Its file has gone, with the time that it may stay. */
export const fileNotThere = (): DomainError => new DomainError('conflict', 'import-file-gone');

/** The same for one that is not there, and for another sender's. */
export const noSuchImport = (): DomainError => new DomainError('not-found', 'no-such-import');
