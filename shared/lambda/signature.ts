import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../domain-error.ts';

/** A system of somebody else's that calls without a token of ours: it signs what it sends. */
export interface Sender {
  /** The name that the endpoint and the keys have for it. */
  readonly sender: string;
  /** The same for every attempt to deliver a message. */
  readonly messageId: string;
  /** When this attempt was made. */
  readonly sentAt: Date;
}

/** The keys that a sender may sign with, each `whsec_` and base64: more than one while a new one takes the place of the old. */
export type WebhookKeys = (sender: string) => Promise<readonly string[]>;

/** A message as it came: signed are its bytes, not what they mean. */
export interface SignedMessage {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface SignatureParts {
  readonly webhookKeys: WebhookKeys;
  readonly now: () => Date;
}

/** A message that is older, or from further in the future, may be a recorded one that is sent again. */
const toleranceSeconds = 5 * 60;

/**
 * Who sent a message, by its signature (Standard Webhooks 1.0.0: HMAC-SHA256 of id, time and body, scheme `v1`).
 * @throws DomainError `unauthenticated/signature-missing`, `signature-expired`, `signature-invalid`
 * @throws Error when there are no keys for the sender, or one is malformed: that is ours to mend
 */
export async function senderOf(sender: string, { headers, body }: SignedMessage, { webhookKeys, now }: SignatureParts): Promise<Sender> {
  const [messageId, time, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name]);
  if (!messageId || !time || !signatures) throw new DomainError('unauthenticated', 'signature-missing');
  // Neither may have a full stop: it divides what is signed.
  if (!/^[\x21-\x2d\x2f-\x7e]{1,200}$/.test(messageId) || !/^\d{1,12}$/.test(time)) throw invalidSignature();
  if (Math.abs(Math.floor(now().getTime() / 1000) - Number(time)) > toleranceSeconds) throw new DomainError('unauthenticated', 'signature-expired');
  const keys = (await webhookKeys(sender)).map(keyBytes);
  if (keys.length === 0) throw new Error(`No key for messages of ${sender}`);
  const expected = keys.map((key) => createHmac('sha256', key).update(`${messageId}.${time}.`).update(body).digest('base64'));
  const given = signatures.split(' ').flatMap((signature) => (signature.startsWith('v1,') ? [signature.slice(3)] : []));
  if (!given.some((one) => expected.some((other) => same(one, other)))) throw invalidSignature();
  return { sender, messageId, sentAt: new Date(Number(time) * 1000) };
}

const invalidSignature = (): DomainError => new DomainError('unauthenticated', 'signature-invalid');

/** 24 to 64 bytes, as the standard has it. The error holds nothing of the key. */
function keyBytes(key: string): Buffer {
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(key) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length < 24 || bytes.length > 64) throw new Error('A key for signed messages is not whsec_ and 24 to 64 bytes in base64');
  return bytes;
}

/** Takes as long wherever the first difference is. */
function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
