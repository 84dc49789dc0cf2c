import * as z from 'zod';
import { CustomerId } from '../../customers/customer-id.ts';
import { InsuranceNumber } from '../../customers/insurance-number.ts';
import type { FieldProblem } from '../../domain-error.ts';
import { Sha256 } from '../../files/sha256.ts';
import { idOf } from '../../id.ts';
import { addMonths, dayOf } from '../../personal-data/calendar.ts';
import { oneLine } from '../../personal-data/one-line.ts';
import { PlausibleDay } from '../../personal-data/plausible-days.ts';
import { PostalCode } from '../../personal-data/postal-code.ts';
import { gateLimits } from '../gate/limits.ts';
import { LetterCategory, LetterImportance } from '../letter-category.ts';
import { TopicName } from '../topic-name.ts';
import { Post } from '../post.ts';

/**
 * What the sender calls a letter, the same each time it is handed in. It comes back in files that people open: it begins as no formula does, so that
 * nobody has to change it there.
 */
export const ImportReference = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/, 'must be letters from A to Z, digits and . _ : / -, and begin with a letter or digit');

/** Whom a letter is for, as its sender knows them: by one number, and by what shows whether the number is the right one. */
export const NamedRecipient = z
  .strictObject({
    customerId: CustomerId.optional().describe('Either this'),
    insuranceNumber: InsuranceNumber.optional().describe('Or this, however it is written'),
    familyName: oneLine(80).describe('Checked against the customer, and not kept. Of somebody with one name, that'),
    postalCode: PostalCode.optional().describe('Checked against the address of the customer, and not kept. Left out only where the address has none'),
  })
  .superRefine(({ customerId, insuranceNumber }, context) => {
    if (customerId === undefined && insuranceNumber === undefined)
      context.addIssue({ code: 'custom', path: ['customerId'], message: 'or insuranceNumber is required' });
    if (customerId !== undefined && insuranceNumber !== undefined)
      context.addIssue({ code: 'custom', path: ['insuranceNumber'], message: 'does not go with customerId' });
  })
  // The same for the reference, which knows a schema and no code.
  .meta({ oneOf: [{ required: ['customerId'] }, { required: ['insuranceNumber'] }] });
export type NamedRecipient = z.infer<typeof NamedRecipient>;

/** What a print PDF is, as its sender announces it, before the file comes. */
export const announcementFields = {
  reference: ImportReference.describe('The sender’s own for this letter. The same one with the same file is the same letter, however often it is handed in'),
  recipient: NamedRecipient,
  title: oneLine(120).describe('What the letter is called in the list of letters. Nothing of the person: others may see it on a screen'),
  importance: LetterImportance,
  category: LetterCategory.describe('Where in the customer’s journey it belongs'),
  topic: TopicName.describe('What it is about'),
  issuedOn: PlausibleDay.describe('The day that stands on it, today or within the last six years'),
  ticketId: idOf('tck').optional().describe('The case that it belongs to'),
  post: Post.describe('What becomes of it on paper'),
  actBy: PlausibleDay.optional().describe('By when the customer must do something, not before the day that stands on it, and five years later at most'),
  sheets: z.int().min(1).max(gateLimits.pages).optional().describe('Sheets of paper that it takes, for the costs of post'),
  sha256: Sha256.describe('Of the file; only this one is taken'),
  sizeBytes: z.int().min(1).max(gateLimits.fileBytes),
};

/** A check of a schema: nobody has to act before the letter was written. (ISO days sort as text.) */
export function actsAfterwards({ issuedOn, actBy }: { issuedOn: string; actBy?: string | undefined }, context: z.core.$RefinementCtx): void {
  if (actBy !== undefined && actBy < issuedOn) context.addIssue({ code: 'custom', path: ['actBy'], message: 'lies before issuedOn' });
}

export const Announcement = z.strictObject(announcementFields).superRefine(actsAfterwards);
export type Announcement = z.infer<typeof Announcement>;

/** So far back a letter may be dated: commercial letters are kept for six years (§ 257(4) HGB), and what is older would go as it comes. */
const yearsBack = 6;
/** So long after a letter somebody may have to act. */
const yearsToAct = 5;

/** What is wrong with the days of an announcement as of `now`. Fields are named from the announcement on. */
export function dayProblems({ issuedOn, actBy }: Pick<Announcement, 'issuedOn' | 'actBy'>, now: Date): FieldProblem[] {
  const today = dayOf(now);
  const problems: FieldProblem[] = [];
  if (issuedOn > today) problems.push({ field: 'issuedOn', problem: 'lies in the future' });
  else if (issuedOn < addMonths(today, -12 * yearsBack)) problems.push({ field: 'issuedOn', problem: `lies more than ${yearsBack} years back` });
  if (actBy !== undefined && actBy > addMonths(issuedOn, 12 * yearsToAct))
    problems.push({ field: 'actBy', problem: `lies more than ${yearsToAct} years after issuedOn` });
  return problems;
}
