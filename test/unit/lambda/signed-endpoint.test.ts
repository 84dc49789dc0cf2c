import { describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import * as z from 'zod';
import { openApi } from '../../../docs/openapi.ts';
import { api } from '../../../shared/lambda/api.ts';
import { endpoint } from '../../../shared/lambda/endpoint.ts';
import { forgeries, sender, sentAt, signatures, signed } from './messages.ts';
import { agentToken, machineToken, memoryLog, send, type Request } from './requests.ts';

interface Deps {
  readonly seen: unknown[];
}

/** What a provider of ours might send one day. */
const recordDelivery = endpoint({
  method: 'POST',
  path: '/v1/deliveries',
  allow: { signature: sender },
  summary: 'A provider tells what became of a message',
  body: z.object({ type: z.enum(['email.delivered', 'email.bounced']) }),
  example: { type: 'email.delivered' },
  returns: 'nothing',
  status: 204,
  async handle({ caller, body, once }, { seen }: Deps) {
    seen.push({ caller, body, once });
  },
});
const open = endpoint({
  ...recordDelivery,
  path: '/v1/open',
  allow: 'anyone',
  handle: async ({ caller, once }, { seen }: Deps) => void seen.push([caller, once]),
});
const staff = endpoint({
  ...recordDelivery,
  path: '/v1/notes',
  allow: ['agent'],
  handle: async ({ caller, once }, { seen }: Deps) => void seen.push([caller.id, once.key]),
});

const route = 'POST /v1/deliveries';
const body = '{"type":"email.delivered","added":"by the provider, later"}';
const delivered: Request = { route, body, headers: signed({ body }) };

function deliveries(parts = signatures) {
  const seen: any[] = [];
  const log = memoryLog();
  const handler = api([recordDelivery, staff, open], { deps: { seen }, log, signatures: parts });
  return { seen, log, ask: (request: Request) => send(handler, request) };
}

describe('an endpoint for signed messages', () => {
  it('is told who sent what when, and what it knows of the body', async () => {
    const { ask, seen, log } = deliveries();
    expect((await ask(delivered)).status).toBe(204);
    expect(seen).toEqual([
      {
        caller: { sender, messageId: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', sentAt },
        body: { type: 'email.delivered' },
        once: { key: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/), body: '{"added":"by the provider, later","type":"email.delivered"}' },
      },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('msg_');
  });

  it('judges the bytes that came, however API Gateway hands them on', async () => {
    const text = '{ "type": "email.bounced", "to": "Zoë 🚲" }';
    const { ask, seen } = deliveries();
    for (const base64 of [false, true]) expect((await ask({ route, body: text, base64, headers: signed({ body: text }) })).status).toBe(204);
    const canonical = '{"to":"Zoë 🚲","type":"email.bounced"}';
    expect(seen.map((one) => one.once.body)).toEqual([canonical, canonical]);
  });

  it('has one effect per message: its id is the key, whenever and with whatever key it is signed anew', async () => {
    const keyOf = async (headers: Record<string, string>, now = sentAt) => {
      const { ask, seen } = deliveries({ ...signatures, now: () => now });
      await ask({ ...delivered, headers: { ...headers, 'idempotency-key': `chosen-${seen.length}-${Math.random()}` } });
      return seen[0].once.key as string;
    };
    const later = new Date(sentAt.getTime() + 3_600_000);
    const first = await keyOf(signed({ body }));
    expect(await keyOf(signed({ body, at: later }), later)).toBe(first);
    expect(await keyOf(signed({ body, id: 'msg_another' }))).not.toBe(first);
  });

  it.each(Object.entries(forgeries({ body })))('refuses %s', async (_what, forged) => {
    const { ask, seen } = deliveries();
    const answer = await ask({ route, ...forged });
    expect([answer.status, answer.body.code.replace(/-[a-z]+$/, ''), answer.headers['www-authenticate']]).toEqual([401, 'signature', 'Standard-Webhooks']);
    expect(seen).toEqual([]);
  });

  it('is not opened by a token, whoever has it, nor does a token stand in the way', async () => {
    for (const claims of [agentToken, machineToken]) {
      const { ask, seen } = deliveries();
      expect(await ask({ route, body, claims })).toMatchObject({ status: 401, body: { code: 'signature-missing' } });
      expect(await ask({ ...delivered, claims })).toMatchObject({ status: 204 });
      expect(seen[0].caller).toMatchObject({ sender });
    }
  });

  it('does not open anything else by its signature', async () => {
    const { ask, seen } = deliveries();
    expect(await ask({ ...delivered, route: 'POST /v1/notes' })).toMatchObject({ status: 401, body: { code: 'token-missing' } });
    expect(seen).toEqual([]);
  });

  it('checks the body after the signature, as everywhere', async () => {
    const wrong = '{"type":"email.read"}';
    expect(await deliveries().ask({ route, body: wrong, headers: signed({ body: wrong }) })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'body.type' }] },
    });
    expect((await deliveries().ask({ route, body: wrong })).status).toBe(401);
    const large = JSON.stringify({ type: 'email.delivered', more: 'x'.repeat(64 * 1024) });
    expect(await deliveries().ask({ route, body: large, headers: signed({ body: large }) })).toMatchObject({ status: 400, body: { code: 'invalid-body' } });
  });

  it('fails, and says so in the log, when its keys cannot be had', async () => {
    const { ask, log, seen } = deliveries({ ...signatures, webhookKeys: () => Promise.reject(new Error('whsec_never to be seen')) });
    const answer = await ask(delivered);
    expect([answer.status, seen]).toEqual([500, []]);
    expect(answer.text + JSON.stringify(log.lines)).not.toContain('whsec_');
    expect(log.lines[0]).toMatchObject({ level: 'error', code: 'failed' });
  });
});

describe('what does not compile', () => {
  it('is a list with such an endpoint and nothing to check signatures with', () => {
    // @ts-expect-error -- `signatures` is missing
    expect(() => api([recordDelivery], { deps: { seen: [] }, log: memoryLog() })).not.toThrow();
    expect(() => api([open], { deps: { seen: [] }, log: memoryLog() })).not.toThrow();
  });

  it('is a signed message by another method than POST', () => {
    const { example: _, body: __, ...rest } = recordDelivery;
    // @ts-expect-error -- who reads asks with a token
    const reading = endpoint({ ...rest, method: 'GET', allow: { signature: sender }, handle: async () => undefined });
    expect(reading.method).toBe('GET');
  });

  it('is a use case that takes its sender for a person, or anyone for somebody', () => {
    // @ts-expect-error -- a sender has no roles
    const one = endpoint({ ...recordDelivery, allow: { signature: sender }, handle: async ({ caller }) => void caller.roles });
    // @ts-expect-error -- nobody knows who anyone is
    const other = endpoint({ ...recordDelivery, allow: 'anyone', handle: async ({ caller }) => void caller.id });
    expect([one, other]).toHaveLength(2);
  });

  it('and anyone is nobody, with nothing to tell a repeat by', async () => {
    const { ask, seen } = deliveries();
    await ask({ route: 'POST /v1/open', body, claims: agentToken });
    expect(seen).toEqual([[undefined, undefined]]);
  });
});

describe('in the API reference', () => {
  const document = async (): Promise<any> =>
    JSON.parse(
      JSON.stringify(
        await openApi(
          Object.entries({ recordDelivery, staff }).map(([name, one]) => ({
            name,
            concept: 'tickets',
            route: { ...one, allow: name === 'staff' ? ['agent', 'crm'] : one.allow },
          })),
        ),
      ),
    );

  it('it asks for a signature, an id and a time, and for neither token nor Idempotency-Key', async () => {
    const { paths, components } = await document();
    const { post } = paths['/v1/deliveries'];
    expect([post['x-roles'], post.security]).toEqual([[], [{ webhookSignature: [] }]]);
    expect(post.parameters.map((one: { $ref: string }) => one.$ref.split('/').at(-1))).toEqual(['WebhookId', 'WebhookTimestamp']);
    expect(components.securitySchemes.webhookSignature).toMatchObject({ type: 'apiKey', in: 'header', name: 'webhook-signature' });
    expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['204', '400', '401', '422']));
  });

  it('it is valid OpenAPI', async () => {
    const problems = await lintFromString({ source: JSON.stringify(await document()), config: await createConfig({ extends: ['recommended'] }) });
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });
});
