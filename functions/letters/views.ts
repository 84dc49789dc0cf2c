import * as z from 'zod';
import { LetterId, NotificationResult, type Letter } from '../../shared/letters/letter.ts';
import { LetterCategory, LetterImportance } from '../../shared/letters/letter-category.ts';
import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { TicketNumber } from '../../shared/tickets/ticket-number.ts';

/** A letter as the API shows it. */
export const LetterView = z
  .object({
    id: LetterId,
    customerId: z.string(),
    ticketId: TicketId,
    ticketNumber: TicketNumber,
    template: z.object({ code: z.string(), version: z.int() }),
    title: z.string(),
    importance: LetterImportance,
    category: LetterCategory,
    issuedAt: z.iso.datetime(),
    issuedBy: z.string().optional().describe('Clerk; shown to staff only'),
    sha256: z.string().describe('Of the file, in lower-case hexadecimal'),
    sizeBytes: z.int(),
    firstOpenedAt: z.iso.datetime().optional().describe('Absent until the customer has fetched the file'),
    openings: z.int(),
    notification: z
      .object({ channel: z.enum(['sms', 'email']), result: NotificationResult, at: z.iso.datetime() })
      .optional()
      .describe('Absent until it is known how telling the customer went'),
  })
  .meta({ id: 'Letter' });

/** Where the file can be fetched. */
export const LetterFileView = z
  .object({
    url: z.url().describe('Good for this one file, until it expires; send no token along'),
    sha256: z.string().describe('Of the file, in lower-case hexadecimal'),
    sizeBytes: z.int(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'LetterFile' });

/** What the caller may see of a letter. */
export const letterFor = (caller: Caller, letter: Letter): z.input<typeof LetterView> => (isStaff(caller) ? letter : { ...letter, issuedBy: undefined });
