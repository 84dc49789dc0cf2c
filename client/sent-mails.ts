/** Mails as the emulator tells of them. */
import * as z from 'zod';

export const Mail = z.looseObject({
  MessageId: z.string(),
  Source: z.string(),
  To: z.array(z.string()),
  Subject: z.string(),
  BodyText: z.string().nullish(),
  BodyHtml: z.string().nullish(),
  /** Seconds since 1970. */
  Timestamp: z.number(),
});
export type Mail = z.infer<typeof Mail>;

/** What the emulator answers to "which mails were sent", by account. */
export const SentMails = z.object({ messages: z.record(z.string(), z.array(Mail)) });
export type SentMails = z.infer<typeof SentMails>;
