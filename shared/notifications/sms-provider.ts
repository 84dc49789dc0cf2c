import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { handedOver } from './handover.ts';
import type { Answer } from './notification.ts';

/** An SMS as the provider gets it; `to` in E.164 form. */
export interface Sms {
  readonly to: string;
  readonly text: string;
}

/** Hands SMS to whoever delivers them. What the provider says comes back as an answer; nothing is thrown for it. */
export interface SmsProvider {
  send(sms: Sms): Promise<Answer>;
}

/** Under which name SMS come, by the prefix of the country: `{ '+43': 'Muster' }`. */
export type SenderIds = Readonly<Record<string, string>>;

/** SMS over SNS; make the client with `providerClient`. Where no name is known for a country, the network chooses a number. */
export function smsProvider(client: SNSClient, senderIds: SenderIds = {}): SmsProvider {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  return {
    send: ({ to, text: Message }) =>
      handedOver(() => {
        const senderId = senderIdFor(to, senderIds);
        const MessageAttributes = {
          'AWS.SNS.SMS.SMSType': text('Transactional'),
          ...(senderId && { 'AWS.SNS.SMS.SenderID': text(senderId) }),
        };
        return client.send(new PublishCommand({ PhoneNumber: to, Message, MessageAttributes }));
      }),
  };
}

/** Of several prefixes that fit, the longest: `+1` and `+1684` are different countries. */
export const senderIdFor = (to: string, senderIds: SenderIds): string | undefined => {
  const [longest] = Object.keys(senderIds)
    .filter((prefix) => to.startsWith(prefix))
    .toSorted((a, b) => b.length - a.length);
  return longest && senderIds[longest];
};
