import { SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { StageSender } from '../lambda/mail-sender.ts';
import { handedOver } from './handover.ts';
import { mailbox } from './mailbox.ts';
import type { EmailMessage } from './message.ts';
import type { Answer } from './notification.ts';

export interface Email extends EmailMessage {
  readonly to: string;
}

/** Hands e-mails to whoever delivers them. What the provider says comes back as an answer; nothing is thrown for it. */
export interface EmailProvider {
  send(email: Email): Promise<Answer>;
}

/** Who writes, from which address, and where replies go, if anybody reads them. */
export type EmailSender = Pick<StageSender, 'company' | 'from' | 'replyTo'>;

/** Told to programs that answer mails by themselves, so that they leave it (RFC 3834, section 5). */
const Headers = [{ Name: 'Auto-Submitted', Value: 'auto-generated' }];

/**
 * E-mail over SES, as text and HTML; make the client with `providerClient`. No configuration set: it would be what counts
 * openings and clicks.
 */
export function emailProvider(client: SESv2Client, { company, from, replyTo }: EmailSender): EmailProvider {
  const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' });
  return {
    send: ({ to, subject, text, html }) =>
      handedOver(() =>
        client.send(
          new SendEmailCommand({
            FromEmailAddress: mailbox(company, from),
            ...(replyTo && { ReplyToAddresses: [replyTo] }),
            Destination: { ToAddresses: [to] },
            Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) }, Headers } },
          }),
        ),
      ),
  };
}
