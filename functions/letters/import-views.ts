import * as z from 'zod';
import type { UploadForm } from '../../shared/files/file-uploads.ts';
import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import { ImportReference } from '../../shared/letters/imports/announcement.ts';
import { LetterImportId } from '../../shared/letters/imports/letter-import-id.ts';
import { ImportState, ReviewRefusal } from '../../shared/letters/imports/import-state.ts';
import { GivenUp, givenUpTexts, type LetterImport } from '../../shared/letters/imports/letter-import.ts';
import { GateRefusal, refusalTexts } from '../../shared/letters/gate/refusals.ts';
import { GateReview, reviewTexts } from '../../shared/letters/gate/reviews.ts';
import type { Said } from '../../shared/letters/gate/said.ts';
import { GateWarning, warningTexts } from '../../shared/letters/gate/warnings.ts';
import { WithdrawalReason } from '../../shared/letters/letter-withdrawal.ts';
import { LetterId, NotificationResult, type Letter } from '../../shared/letters/letter.ts';
import { TopicName } from '../../shared/letters/topic-name.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';

const WhatToDo = z.object({ de: z.string(), en: z.string() });

const finding = <Code extends z.ZodType>(code: Code) =>
  z.object({ code, pages: z.array(z.int()).optional().describe('On which pages, counted from 1; absent where it belongs to none'), whatToDo: WhatToDo });

/** An import as its sender and staff see it. */
export const LetterImportView = z
  .object({
    id: LetterImportId,
    reference: ImportReference,
    customerId: z.string(),
    ticketId: TicketId.optional(),
    title: z.string(),
    topic: TopicName,
    issuedOn: z.iso.date(),
    sha256: z.string().describe('Of the file as it was announced, in lower-case hexadecimal'),
    sizeBytes: z.int(),
    status: ImportState,
    announcedAt: z.iso.datetime(),
    cameAt: z.iso.datetime().optional().describe('When its file was there'),
    judgedAt: z.iso.datetime().optional(),
    refusals: z
      .array(finding(z.union([GateRefusal, GivenUp])))
      .optional()
      .describe('Why it was refused, and what to do'),
    reasons: z.array(finding(GateReview)).optional().describe('Why somebody has to look at it, or had to'),
    warnings: z.array(finding(GateWarning)).optional().describe('What would make it better'),
    pages: z.int().optional(),
    decided: z
      .object({
        decision: z.enum(['publish', 'refuse']),
        reason: ReviewRefusal.optional(),
        at: z.iso.datetime(),
        by: z.string().optional().describe('Shown to staff only'),
      })
      .optional(),
    withdrawn: z.object({ reason: WithdrawalReason, at: z.iso.datetime() }).optional(),
    letter: z
      .object({
        id: LetterId,
        publishedAt: z.iso.datetime(),
        firstOpenedAt: z.iso.datetime().optional(),
        notification: z.object({ channel: z.enum(['sms', 'email']), result: NotificationResult, at: z.iso.datetime() }).optional(),
      })
      .optional()
      .describe('The letter that it became. Whether it was opened, and how telling of it went, only where this one import is asked for'),
    version: z.int(),
  })
  .meta({ id: 'LetterImport' });

/** An import that was announced, with the way to send its file. */
export const AnnouncedImportView = LetterImportView.extend({
  upload: z
    .object({
      url: z.url(),
      fields: z.record(z.string(), z.string()).describe('Form fields, sent as they are before the file'),
      expiresAt: z.iso.datetime().describe('The same request again gives another form, as long as the file is awaited'),
    })
    .optional()
    .describe('Send the file there as `multipart/form-data`: these fields, and last the file as `file`. Absent where its file is not awaited any more'),
}).meta({ id: 'AnnouncedLetterImport' });

/** The file of an import that somebody has to look at. */
export const ImportFileView = z
  .object({ url: z.url().describe('Where whoever has it can fetch the file. Not to be kept or logged'), expiresAt: z.iso.datetime() })
  .meta({ id: 'LetterImportFile' });

type Found<Code extends string> = readonly { readonly code: Code; readonly pages?: readonly number[] | undefined }[];

const saying = <Code extends string>(found: Found<Code> | undefined, texts: Readonly<Record<Code, Said>>) =>
  found?.map(({ code, pages }) => ({ code, ...(pages && { pages: [...pages] }), whatToDo: texts[code] }));

/** What the caller may see of an import. `letter`: that it became, if it was read. */
export function importFor(caller: Caller, letterImport: LetterImport, letter?: Letter): z.input<typeof LetterImportView> {
  const { state, decided, withdrawn, refusals, reasons, warnings, facts, givenUp, letterId, publishedAt, ...rest } = letterImport;
  return {
    ...rest,
    status: state,
    refusals: givenUp ? [{ code: givenUp, whatToDo: givenUpTexts[givenUp] }] : saying(refusals, refusalTexts),
    reasons: saying(reasons, reviewTexts),
    warnings: saying(warnings, warningTexts),
    pages: facts?.pages,
    decided: decided && {
      decision: decided.decision,
      ...('reason' in decided && { reason: decided.reason }),
      at: decided.at,
      ...(isStaff(caller) && { by: decided.id }),
    },
    withdrawn: withdrawn && { reason: withdrawn.reason, at: withdrawn.at },
    letter: letterId && publishedAt ? { id: letterId, publishedAt, firstOpenedAt: letter?.firstOpenedAt, notification: letter?.notification } : undefined,
  };
}

/** The same with the way to send its file, as long as that is awaited. */
export const announcedFor = (caller: Caller, letterImport: LetterImport, upload: UploadForm | undefined): z.input<typeof AnnouncedImportView> => ({
  ...importFor(caller, letterImport),
  ...(upload && { upload }),
});
