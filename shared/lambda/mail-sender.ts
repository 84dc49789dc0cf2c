import * as z from 'zod';
import { environment, jsonOf } from './environment.ts';

/** As whom a function sends mails, and what every mail must say of that company; what needs less of it, picks. */
export interface StageSender {
  readonly company: string;
  /** Where customers call, as it is printed. */
  readonly phone?: string | undefined;
  readonly from: string;
  /** Where replies are read. Without it nobody reads them, and no mail says that anybody does. */
  readonly replyTo?: string | undefined;
  /** What business letters of any form must say of a company (AktG § 80, GmbHG § 35a, HGB § 37a), line by line. */
  readonly imprint: readonly string[];
}

/** Of the sender of letters a mail needs so much. */
const Sender = z.object({ company: z.string().min(1), phone: z.string().min(1).optional(), footer: z.array(z.array(z.string().min(1)).min(1)).min(1) });

/** The stage's sender of mails. */
export function mailSender(variables: NodeJS.ProcessEnv = process.env): StageSender {
  const { SENDER, MAIL_FROM, MAIL_REPLY_TO } = environment({ SENDER: jsonOf(Sender), MAIL_FROM: z.email(), MAIL_REPLY_TO: z.email().optional() }, variables);
  return { company: SENDER.company, phone: SENDER.phone, from: MAIL_FROM, replyTo: MAIL_REPLY_TO, imprint: SENDER.footer.map(inOneLine) };
}

/** A column of the letters' footer as a line of text; one that ends with a comma goes on. */
const inOneLine = (column: readonly string[]): string => column.join(' · ').replaceAll(', · ', ', ');
