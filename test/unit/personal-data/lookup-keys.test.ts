import { createHmac } from 'node:crypto';
import type { GenerateMacCommand } from '@aws-sdk/client-kms';
import { describe, expect, it } from '@jest/globals';
import { kmsLookupKeys, type KmsParts } from '../../../shared/personal-data/lookup-keys.ts';

/** Does what KMS does, with a key of its own. */
const kms = {
  send: async ({ input }: GenerateMacCommand) => {
    expect(input).toMatchObject({ KeyId: 'key-1', MacAlgorithm: 'HMAC_SHA_256' });
    return { Mac: new Uint8Array(createHmac('sha256', 'secret').update(input.Message!).digest()) };
  },
} as unknown as KmsParts['client'];

const keys = kmsLookupKeys({ client: kms, keyId: 'key-1' });
const mac = (text: string) => createHmac('sha256', 'secret').update(text).digest('base64url');

describe('kmsLookupKeys', () => {
  it('says what was hashed, and in which version', async () => {
    expect(await keys.insuranceNumber('K-2026-000001')).toBe(mac('insurance-number:v2:K2026000001'));
    expect(await keys.email('paula@example.org')).toBe(mac('email:v1:paula@example.org'));
    expect(await keys.phone('+4915112345678')).toBe(mac('phone:v1:+4915112345678'));
  });

  it('takes capitals for small letters, and a number however it is spelled', async () => {
    expect(await keys.email('Paula@Example.org')).toBe(await keys.email('paula@example.org'));
    for (const spelled of ['k-2026-000001', 'K 2026 000001', 'K/2026/000001', 'K2026000001']) {
      expect(await keys.insuranceNumber(spelled)).toBe(await keys.insuranceNumber('K-2026-000001'));
    }
    expect(await keys.insuranceNumber('K-2026-000002')).not.toBe(await keys.insuranceNumber('K-2026-000001'));
  });

  it('has nothing of the value in it', async () => {
    expect(await keys.insuranceNumber('K-2026-000001')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('is no key when KMS gives none', async () => {
    const silent = { send: async () => ({}) } as unknown as KmsParts['client'];
    await expect(kmsLookupKeys({ client: silent, keyId: 'key-1' }).email('a@example.org')).rejects.toThrow('KMS gave no MAC');
  });
});
