import * as z from 'zod';
import { fileKey } from '../../files/file-key.ts';
import { fileStores } from '../../files/file-stores.ts';

// In a file of their own: whoever finds what is stored of somebody needs these, and not what is said of files.

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

/** As much of an import as tells when to look at it. */
interface Announced {
  readonly state: ImportState;
  readonly announcedAt: string;
}

const hourMs = 3_600_000;

/** So long a file may come. */
const comesWithinMs = 24 * hourMs;

/** When an import whose file has not come expires. */
export const expiresAt = ({ announcedAt }: Pick<Announced, 'announcedAt'>): Date => new Date(Date.parse(announcedAt) + comesWithinMs);

/** So long after its announcement an import is given up: its file goes after a week, and somebody is to hear of it while it is there. */
const givenUpAfterMs = 6 * 24 * hourMs;

/** Whether an import whose file is there has waited too long for what becomes of it. */
export const waitedTooLong = ({ state, announcedAt }: Announced, now: Date): boolean =>
  isOpen(state) && state !== 'awaiting-file' && now.getTime() - Date.parse(announcedAt) >= givenUpAfterMs;

/** Nothing is known yet of what becomes of it: its file, if it came, is kept. */
export const isOpen = (state: ImportState): boolean => ['awaiting-file', 'checking', 'needs-review'].includes(state);

/** When to look whether the file of an import is gone that somebody decided on. */
export const lastLook = (now: Date): Date => new Date(now.getTime() + hourMs);

/**
 * When to look at an import again, whatever is told of its file, since that can be lost: an hour after it was announced whether it has come, at last when it
 * may come no more; each hour at one that could not be looked at; after six days at one that waits for somebody. `undefined` where nothing is to come of it.
 */
export function nextLook({ state, announcedAt }: Announced, now: Date): Date | undefined {
  if (!isOpen(state)) return undefined;
  const inAnHour = now.getTime() + hourMs;
  if (state === 'checking') return new Date(inAnHour);
  const announced = Date.parse(announcedAt);
  const looks = state === 'awaiting-file' ? [announced + hourMs, announced + comesWithinMs] : [announced + givenUpAfterMs];
  return new Date(looks.find((at) => at > now.getTime()) ?? inAnHour);
}

/** Where the file of an import lies until it is known what becomes of it. */
export const quarantineKey = (customerId: string, importId: string): string => fileKey(fileStores['letter-quarantine'], customerId, importId);
