import { DeleteSuppressedDestinationCommand, type SESv2Client } from '@aws-sdk/client-sesv2';

/** Addresses that SES sends nothing to any more, since mails to them came back or somebody complained. */
export interface MailSuppressions {
  /** The address is not on the list; also when it never was. */
  remove(address: string): Promise<void>;
}

/**
 * Settings of the client. Unlike sending, removing may be repeated; and since many people fall due on the same day, it slows
 * down as soon as SES says "too many".
 */
export const suppressionClient = {
  retryMode: 'adaptive',
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
} as const;

/**
 * The account's suppression list. SES keeps an address in the capitals that it met it in and finds it in no others, so it is
 * taken away both as written and in small letters, which mail servers like to answer in.
 */
export const mailSuppressions = (client: Pick<SESv2Client, 'send'>): MailSuppressions => ({
  async remove(address) {
    for (const EmailAddress of new Set([address, address.toLowerCase()])) {
      try {
        await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress }));
      } catch (error) {
        if (!(error instanceof Error && error.name === 'NotFoundException')) throw error;
      }
    }
  },
});
