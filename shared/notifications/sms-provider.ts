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

/** SMS over SNS; make the client with `providerClient`. No sender id: Germany shows none, and elsewhere it must be registered. */
export function smsProvider(client: SNSClient): SmsProvider {
  return {
    send: ({ to, text }) =>
      handedOver(() =>
        client.send(
          new PublishCommand({
            PhoneNumber: to,
            Message: text,
            MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
          }),
        ),
      ),
  };
}
