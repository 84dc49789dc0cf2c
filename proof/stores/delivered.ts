/** What has left the house: mails and SMS in the emulator's sinks, and addresses that mails may no longer go to. */
import { SESv2Client, paginateListSuppressedDestinations } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import { clientSettings } from '../../client/aws.ts';
import { SentMails } from '../../client/sent-mails.ts';
import type { StoreRecord } from '../records.ts';
import type { Place } from './store.ts';

/** On AWS itself nobody keeps what was sent. */
export async function* deliveredRecords({ emulator }: Place): AsyncGenerator<StoreRecord> {
  if (!emulator) return;
  const read = async (path: string): Promise<unknown> => (await fetch(`${emulator}${path}`)).json();
  const { messages } = SentMails.parse(await read('/_ministack/ses/messages'));
  for (const { To, CC, BCC, ...rest } of Object.values(messages).flat()) yield* parts('mails', [To, CC, BCC], rest);
  const { sms_messages } = SentSms.parse(await read('/_ministack/sns/sms-messages'));
  for (const [number, texts] of Object.entries(sms_messages)) for (const { PhoneNumber, ...rest } of texts) yield* parts('SMS', [number, PhoneNumber], rest);
}

const SentSms = z.object({ sms_messages: z.record(z.string(), z.array(z.looseObject({ PhoneNumber: z.string().nullish() }))) });

function* parts(store: string, addresses: unknown, rest: unknown): Generator<StoreRecord> {
  yield { store, where: 'addresses', bytes: Buffer.from(JSON.stringify(addresses)), from: { in: 'delivered', part: 'addresses' } };
  yield { store, where: 'text and everything else', bytes: Buffer.from(JSON.stringify(rest)), from: { in: 'delivered', part: 'text' } };
}

/** The account's list of addresses that bounced or complained. */
export async function* suppressedRecords({ outputs }: Place): AsyncGenerator<StoreRecord> {
  const client = new SESv2Client(clientSettings(outputs));
  try {
    for await (const { SuppressedDestinationSummaries = [] } of paginateListSuppressedDestinations({ client }, {})) {
      for (const { EmailAddress = '' } of SuppressedDestinationSummaries) {
        yield { store: 'suppression list', where: 'an address', bytes: Buffer.from(EmailAddress), from: { in: 'elsewhere' } };
      }
    }
  } finally {
    client.destroy();
  }
}
