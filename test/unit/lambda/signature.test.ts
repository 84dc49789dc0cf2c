import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { senderOf, type SignatureParts } from '../../../shared/lambda/signature.ts';
import { forgeries, keyOf, providersKey, sender, sentAt, signatures, signed } from './messages.ts';

const body = '{"type":"email.delivered"}';
const judged = (headers: Record<string, string>, text: string, parts: SignatureParts = signatures) =>
  senderOf(sender, { headers, body: Buffer.from(text) }, parts);
const withKeys = (...keys: string[]): SignatureParts => ({ ...signatures, webhookKeys: async () => keys });
const after = (seconds: number): SignatureParts => ({ ...signatures, now: () => new Date(sentAt.getTime() + seconds * 1000) });
const refusal = { kind: 'unauthenticated', code: 'signature-invalid' };
const outdated = { kind: 'unauthenticated', code: 'signature-expired' };

describe('a signed message', () => {
  it('is of its sender, with its id and the moment of this attempt', async () => {
    expect(await judged(signed({ id: 'msg_1', body }), body)).toEqual({ sender, messageId: 'msg_1', sentAt });
  });

  // Made with the standard's own library (standardwebhooks 1.1.1); the first is the example of its documentation.
  it.each([
    [
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1614265330,
      '{"test": 2432232314}',
      'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    ],
    [
      'whsec_YSBrZXkgb2YgdGhpcnR5LXR3byBieXRlcywgbm8gbGU=',
      'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
      1674087231,
      '{"type":"email.delivered","data":{"to":"Zoë Brückner 🚲"}}',
      'H+/2OSlRiiL3T32enADaOeV1UI6QJcCan7bdlp9lLT8=',
    ],
    [`whsec_${Buffer.alloc(64, 7).toString('base64')}`, 'a', 0, '', '3jRrygsK1ctLHdhDOPr2KwNyJ/6Bdl3gwPJ9fxlJOw8='],
  ])('of another implementation is understood (%#)', async (key, id, time, text, signature) => {
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(time), 'webhook-signature': `v1,${signature}` };
    const parts = { ...withKeys(key), now: () => new Date(time * 1000) };
    expect(await judged(headers, text, parts)).toEqual({ sender, messageId: id, sentAt: new Date(time * 1000) });
  });

  it('may have several signatures, of other schemes too, one of which is right', async () => {
    const { 'webhook-signature': right, ...headers } = signed({ body });
    const signature = ['v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==', 'v1,AAAA', right].join(' ');
    expect(await judged({ ...headers, 'webhook-signature': signature }, body)).toMatchObject({ sender });
  });

  it('may be signed with the old key or the new one while one takes the place of the other', async () => {
    const [old, young] = [keyOf('the old key'), keyOf('the new key')];
    for (const keys of [[old], [young], [old, young]]) expect(await judged(signed({ body, keys }), body, withKeys(young, old))).toMatchObject({ sender });
    await expect(judged(signed({ body, keys: [old] }), body, withKeys(young))).rejects.toMatchObject(refusal);
  });

  it.each([300, 299.9, -300])('is taken %d seconds after it was sent', async (seconds) => {
    expect(await judged(signed({ body }), body, after(seconds))).toMatchObject({ sender });
  });

  it.each([301, -301, 86_400, -86_400])('is refused %d seconds after it was sent', async (seconds) => {
    await expect(judged(signed({ body }), body, after(seconds))).rejects.toMatchObject(outdated);
  });

  it('is refused once a single byte of it was changed, wherever', async () => {
    const right = { ...signed({ body }), body };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(right) as (keyof typeof right)[])),
        fc.nat(),
        fc.integer({ min: 1, max: 127 }),
        async (where, place, by) => {
          const text = right[where];
          const at = place % text.length;
          const changed = text.slice(0, at) + String.fromCharCode((text.charCodeAt(at) + by) % 128) + text.slice(at + 1);
          const { body: sent, ...headers } = { ...right, [where]: changed };
          await expect(judged(headers, sent)).rejects.toMatchObject({ kind: 'unauthenticated' });
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each(Object.entries(forgeries({ body })))('with %s is refused', async (_what, { headers = {}, body: sent }) => {
    await expect(judged(headers, sent as string)).rejects.toMatchObject({ kind: 'unauthenticated' });
  });
});

describe('keys', () => {
  it('are asked for by the sender’s name, and only for what could be a message', async () => {
    const asked: string[] = [];
    const parts: SignatureParts = {
      ...signatures,
      webhookKeys: async (name) => {
        asked.push(name);
        return [providersKey];
      },
    };
    for (const what of ['no signature at all', 'a message of six minutes ago', 'a time that is none']) {
      await expect(judged(forgeries({ body })[what]!.headers!, body, parts)).rejects.toMatchObject({ kind: 'unauthenticated' });
    }
    expect(asked).toEqual([]);
    await judged(signed({ body }), body, parts);
    expect(asked).toEqual([sender]);
  });

  it('that are missing are a failure of ours: nothing is let in, and it does not look like a wrong signature', async () => {
    await expect(judged(signed({ body }), body, withKeys())).rejects.toThrow(`No key for messages of ${sender}`);
  });

  it.each([
    ['without its mark', providersKey.slice('whsec_'.length)],
    ['too short to be one', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['too long to be one', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['not base64', 'whsec_"secret" secret secret secret secret'],
    ['empty', ''],
  ])('that are malformed (%s) are so too, and the error does not tell them', async (_what, key) => {
    const refused = judged(signed({ body }), body, withKeys(providersKey, key));
    await expect(refused).rejects.toEqual(new Error('A key for signed messages is not whsec_ and 24 to 64 bytes in base64'));
  });
});
