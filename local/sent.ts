/** What the local cloud has sent to people: mails over SES, SMS over SNS. */
import * as z from 'zod';
import { SentMails } from '../client/sent-mails.ts';
import type { Outputs } from '../client/outputs.ts';
import { LocalCloudProblem } from '../client/problem.ts';

const SentSms = z.object({ sms_messages: z.record(z.string(), z.array(z.looseObject({ Message: z.string() }))) });

export interface SentMessage {
  channel: 'mail' | 'sms';
  to: string;
  from?: string;
  subject?: string;
  text: string;
  /** ISO 8601, UTC; of an SMS the emulator keeps no time. */
  sentAt?: string;
}

/** All messages: mails, then SMS, each oldest first. */
export async function sentMessages(outputs: Outputs): Promise<SentMessage[]> {
  const { endpoint } = outputs;
  if (endpoint === undefined) {
    throw new LocalCloudProblem('outputs-missing', 'On AWS itself nobody keeps what was sent.', 'The outbox belongs to the local cloud: npm start');
  }
  const [mails, sms] = await Promise.all([get(`${endpoint}/_ministack/ses/messages`), get(`${endpoint}/_ministack/sns/sms-messages`)]);
  return [...mailMessages(mails), ...smsMessages(sms)];
}

export function mailMessages(answer: unknown): SentMessage[] {
  const mails = Object.values(SentMails.parse(answer).messages)
    .flat()
    .sort((one, other) => one.Timestamp - other.Timestamp);
  return mails.map((mail) => ({
    channel: 'mail',
    to: mail.To.join(', '),
    from: mail.Source,
    subject: mail.Subject,
    text: mail.BodyText || mail.BodyHtml || '',
    sentAt: new Date(mail.Timestamp * 1000).toISOString(),
  }));
}

export function smsMessages(answer: unknown): SentMessage[] {
  return Object.entries(SentSms.parse(answer).sms_messages).flatMap(([to, records]) =>
    records.map(({ Message }) => ({ channel: 'sms' as const, to, text: Message })),
  );
}

/** As a person reads it. */
export function readable(message: SentMessage): string {
  const head = message.channel === 'mail' ? `Mail to ${message.to} from ${message.from}` : `SMS to ${message.to}`;
  const subject = message.subject === undefined ? [] : [`  ${message.subject}`, ''];
  const lines = message.text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd());
  return [message.sentAt === undefined ? head : `${head} at ${message.sentAt}`, ...subject, ...lines].join('\n');
}

async function get(url: string): Promise<unknown> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new LocalCloudProblem('outputs-missing', 'The local cloud does not answer.', 'Start it first: npm start', { cause });
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.json();
}
