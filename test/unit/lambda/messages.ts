/** Messages of a system that has no token of ours, signed as Standard Webhooks has it. */
import { createHmac } from 'node:crypto';
import type { SignatureParts } from '../../../shared/lambda/signature.ts';
import type { Request } from './requests.ts';

export const sender = 'mail-provider';
export const keyOf = (fill: string): string => `whsec_${Buffer.from(fill.padEnd(32, '.')).toString('base64')}`;
export const providersKey = keyOf('the key of the mail provider');
export const sentAt = new Date('2026-03-15T09:30:00Z');

/** What signatures are checked with: the provider's key, and the moment at which its message was sent. */
export const signatures: SignatureParts = { webhookKeys: async (name) => (name === sender ? [providersKey] : []), now: () => sentAt };

export interface Message {
  readonly id?: string;
  readonly at?: Date;
  readonly body: string;
  /** Those it is signed with, one signature each. */
  readonly keys?: readonly string[];
}

/** The headers of a message. */
export function signed({ id = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', at = sentAt, body, keys = [providersKey] }: Message): Record<string, string> {
  const time = String(Math.floor(at.getTime() / 1000));
  const signature = (key: string): string =>
    createHmac('sha256', Buffer.from(key.slice('whsec_'.length), 'base64'))
      .update(`${id}.${time}.${body}`)
      .digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': keys.map((key) => `v1,${signature(key)}`).join(' ') };
}

/** What somebody sends who has no key, or has recorded a message. By what is wrong with it. */
export function forgeries(message: Message): Readonly<Record<string, Pick<Request, 'headers' | 'body'>>> {
  const { body } = message;
  const right = signed(message);
  const {
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': signature,
  } = right as Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;
  const without = (name: string) => ({ body, headers: Object.fromEntries(Object.entries(right).filter(([other]) => other !== name)) });
  const changed = (headers: Record<string, string>) => ({ body, headers: { ...right, ...headers } });
  const at = message.at ?? sentAt;
  const later = (seconds: number) => ({ body, headers: signed({ ...message, at: new Date(at.getTime() + seconds * 1000) }) });
  return {
    'no signature at all': { body, headers: {} },
    'no id': without('webhook-id'),
    'no time': without('webhook-timestamp'),
    'no signature': without('webhook-signature'),
    'an empty signature': changed({ 'webhook-signature': '' }),
    'no signature of a known scheme': changed({ 'webhook-signature': signature.replace('v1,', 'v1a,') }),
    'a signature without its scheme': changed({ 'webhook-signature': signature.slice(3) }),
    'half a signature': changed({ 'webhook-signature': signature.slice(0, -10) }),
    'a signature of nothing': changed({ 'webhook-signature': 'v1,' }),
    'another key': { body, headers: signed({ ...message, keys: [keyOf('of somebody else')] }) },
    'another body under the old signature': { body: `${body} `, headers: right },
    'another id under the old signature': changed({ 'webhook-id': `${id}x` }),
    'another time under the old signature': changed({ 'webhook-timestamp': String(Number(time) + 1) }),
    'a time that is none': changed({ 'webhook-timestamp': `${time}.0` }),
    'an id that reaches into the time': changed({ 'webhook-id': `${id}.${time}`, 'webhook-timestamp': time }),
    'a message of six minutes ago': later(-360),
    'a message of in six minutes': later(360),
  };
}
