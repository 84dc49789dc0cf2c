import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { foldedNumber } from './folded-number.ts';

/**
 * Keys under which people are found by what they know themselves, without storing it. A plain hash of a number can be tried
 * out; these are made with a key that never leaves KMS. The version is part of what is hashed, for the day the form changes.
 */
export interface LookupKeys {
  /** The same for a number with or without hyphens and the like: it is one card. */
  insuranceNumber(value: string): Promise<string>;
  /** The same for an address in capitals: there is one login to it. */
  email(value: string): Promise<string>;
  /** Of a number in E.164 form. */
  phone(value: string): Promise<string>;
}

/** The same of what other systems call things: it may be a number by which somebody is known there. */
export interface ReferenceKeys {
  /** What a system calls a letter that it hands in: its own, whoever else uses the same. */
  letterReference(sender: string, reference: string): Promise<string>;
}

export interface KmsParts {
  readonly client: Pick<KMSClient, 'send'>;
  readonly keyId: string;
}

export function kmsLookupKeys({ client, keyId }: KmsParts): LookupKeys & ReferenceKeys {
  const mac = async (text: string): Promise<string> => {
    const { Mac } = await client.send(new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from(text) }));
    if (!Mac) throw new Error('KMS gave no MAC');
    return Buffer.from(Mac).toString('base64url');
  };
  return {
    insuranceNumber: (value) => mac(`insurance-number:v2:${foldedNumber(value)}`),
    email: (value) => mac(`email:v1:${value.toLowerCase()}`),
    phone: (value) => mac(`phone:v1:${value}`),
    letterReference: (sender, reference) => mac(`letter-reference:v1:${JSON.stringify([sender, reference])}`),
  };
}
