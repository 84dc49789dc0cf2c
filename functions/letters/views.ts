import * as z from 'zod';
import { LetterId, NotificationResult, type Letter } from '../../shared/letters/letter.ts';
import { LetterImportId } from '../../shared/letters/imports/letter-import-id.ts';
import { LetterCategory, LetterImportance } from '../../shared/letters/letter-category.ts';
import { UnhelpfulReason } from '../../shared/letters/letter-feedback.ts';
import { WithdrawalReason } from '../../shared/letters/letter-withdrawal.ts';
import { Post } from '../../shared/letters/post.ts';
import { readingOf, ReadingState } from '../../shared/letters/reading.ts';
import { TopicName } from '../../shared/letters/topic-name.ts';
import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { TicketNumber } from '../../shared/tickets/ticket-number.ts';

/** A letter as the API shows it. */
export const LetterView = z
  .object({
    id: LetterId,
    customerId: z.string(),
    ticketId: TicketId.optional().describe('Absent of a letter that belongs to no case'),
    ticketNumber: TicketNumber.optional(),
    template: z.object({ code: z.string(), version: z.int() }).optional().describe('Of a letter that was set here'),
    importId: LetterImportId.optional().describe('Of one that was printed elsewhere and taken in; shown to staff only'),
    title: z.string(),
    importance: LetterImportance,
    category: LetterCategory,
    topic: TopicName.optional().describe('What it is about'),
    issuedAt: z.iso.datetime().describe('When it came into the letter centre'),
    issuedOn: z.iso.date().optional().describe('The day that stands on it, where that is another'),
    actBy: z.iso.date().optional().describe('By when the customer must do something'),
    post: Post.optional().describe('What becomes of it on paper; shown to staff only'),
    issuedBy: z.string().optional().describe('Clerk, rule or machine; shown to staff only'),
    sha256: z.string().describe('Of the file, in lower-case hexadecimal'),
    sizeBytes: z.int(),
    firstOpenedAt: z.iso.datetime().optional().describe('Absent until the customer has fetched the file'),
    openings: z.int(),
    reading: z
      .object({ state: ReadingState, at: z.iso.datetime().optional().describe('Since when; absent of what nobody has touched yet') })
      .optional()
      .describe('Where the customer has put it; shown to them only'),
    notification: z
      .object({ channel: z.enum(['sms', 'email']), result: NotificationResult, at: z.iso.datetime() })
      .optional()
      .describe('Absent until it is known how telling the customer went'),
    withdrawn: z
      .object({ at: z.iso.datetime(), reason: WithdrawalReason })
      .optional()
      .describe('The customer sees it no more; shown to staff, as customers have no such letter'),
  })
  .meta({ id: 'Letter' });

/** How many letters of a category a customer has. */
export const LetterCountView = z
  .object({
    category: LetterCategory,
    all: z.int(),
    unread: z.int(),
    archived: z.int(),
    actByOpen: z.int().describe('That set a day by which something is to be done, past or to come, and are not archived'),
  })
  .meta({ id: 'LetterCount' });

/** What a customer said of a letter. */
export const LetterFeedbackView = z
  .object({
    letterId: LetterId,
    helpful: z.boolean(),
    reason: UnhelpfulReason.optional(),
    text: z.string().optional(),
    at: z.iso.datetime().describe('When they said so last'),
  })
  .meta({ id: 'LetterFeedback' });

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
export const letterFor = (caller: Caller, letter: Letter): z.input<typeof LetterView> =>
  isStaff(caller) ? { ...letter, reading: undefined } : { ...letter, issuedBy: undefined, importId: undefined, post: undefined, reading: readingOf(letter) };
