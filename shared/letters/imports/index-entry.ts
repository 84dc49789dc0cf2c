import * as z from 'zod';
import type { FieldProblem } from '../../domain-error.ts';
import { fieldProblems } from '../../field-problems.ts';
import { oneLine } from '../../personal-data/one-line.ts';
import { actsAfterwards, announcementFields, dayProblems, ImportReference, type Announcement } from './announcement.ts';

/** A file by its name, which lies beside the index. A path would lead elsewhere. */
export const FileBeside = oneLine(200).refine((name) => !/[/\\]/.test(name) && name !== '.' && name !== '..', 'must be the name of a file, without folders');

/** What a line of an index says: a file, and what is announced with it. */
export const IndexEntry = z
  .strictObject({ file: FileBeside.describe('The PDF, as it is called beside the index'), ...announcementFields })
  .superRefine(actsAfterwards);

/** A line of an index: what it announces, or what is wrong with it. It stands alone. */
export type IndexLine =
  | { readonly line: number; readonly file: string; readonly announcement: Announcement }
  | {
      readonly line: number;
      /** As far as it can be one, for the sender to find the line again. */
      readonly reference?: string | undefined;
      /** Fields as they are called in the index; `line` where all of it is wrong. Nothing is quoted. */
      readonly problems: readonly FieldProblem[];
    };

/** What is wrong with all of a line. */
export const wrongLine = (line: number, problem: string): IndexLine => ({ line, problems: [{ field: 'line', problem }] });

/** A line out of what it says, as of `now`. */
export function indexLine(line: number, said: unknown, now: Date): IndexLine {
  const entry = IndexEntry.safeParse(said);
  if (!entry.success) return { line, reference: referenceIn(said), problems: fieldProblems(entry.error) };
  const { file, ...announcement } = entry.data;
  const problems = dayProblems(announcement, now);
  return problems.length > 0 ? { line, reference: announcement.reference, problems } : { line, file, announcement };
}

const referenceIn = (said: unknown): string | undefined => z.object({ reference: ImportReference }).safeParse(said).data?.reference;
