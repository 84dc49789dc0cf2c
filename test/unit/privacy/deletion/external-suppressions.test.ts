import type { DeleteSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from '@jest/globals';
import { mailSuppressions } from '../../../../shared/privacy/deletion/external-suppressions.ts';

/** SES with a suppression list that tells capitals from small letters, as it does. */
function ses(...listed: string[]) {
  const list = new Set(listed);
  const asked: string[] = [];
  const client = {
    send: async ({ constructor, input: { EmailAddress = '' } }: DeleteSuppressedDestinationCommand) => {
      asked.push(`${constructor.name} ${EmailAddress}`);
      if (!list.delete(EmailAddress)) throw Object.assign(new Error(`${EmailAddress} is not on the list`), { name: 'NotFoundException' });
      return {};
    },
  } as unknown as Pick<SESv2Client, 'send'>;
  return { list, asked, suppressions: mailSuppressions(client) };
}

describe('the list of addresses that mails came back from', () => {
  it('loses an address and no other', async () => {
    const { list, asked, suppressions } = ses('paula@sommer.example', 'karl@winter.example');
    await suppressions.remove('paula@sommer.example');
    expect([[...list], asked]).toEqual([['karl@winter.example'], ['DeleteSuppressedDestinationCommand paula@sommer.example']]);
  });

  it('is searched as the address was written, and in small letters', async () => {
    const { list, suppressions } = ses('Paula@Sommer.example', 'paula@sommer.example');
    await suppressions.remove('Paula@Sommer.example');
    expect([...list]).toEqual([]);
  });

  it('need not have it', async () => {
    const { asked, suppressions } = ses();
    await suppressions.remove('Paula@Sommer.example');
    expect(asked).toHaveLength(2);
  });

  it.each(['TooManyRequestsException', 'BadRequestException', 'AccessDeniedException'])('was not cleaned when SES says %s', async (name) => {
    const client = { send: () => Promise.reject(Object.assign(new Error('no'), { name })) } as unknown as Pick<SESv2Client, 'send'>;
    await expect(mailSuppressions(client).remove('paula@sommer.example')).rejects.toThrow('no');
  });
});
