import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { DomainError } from '../../../shared/domain-error.ts';
import { idOf } from '../../../shared/id.ts';
import { api } from '../../../shared/lambda/api.ts';
import { endpoint } from '../../../shared/lambda/endpoint.ts';
import { accessToken, agentToken, customerId, customerToken, machineToken, memoryLog, requestId, send, type Request } from './requests.ts';

interface Deps {
  readonly seen: unknown[];
  /** What the use case does instead of answering. */
  readonly refusal?: () => Error;
}

const Thing = z.object({ id: z.string(), version: z.int() });

const work = (request: unknown, { seen, refusal }: Deps) => {
  seen.push(request);
  if (refusal) throw refusal();
  return Promise.resolve({ id: 'x', version: 7, secret: 'never to be seen' });
};

const makeThing = endpoint({
  method: 'POST',
  path: '/v1/things/{thingId}',
  allow: ['customer', 'agent'],
  summary: 'Makes a thing',
  params: z.strictObject({ thingId: idOf('tck') }),
  body: z.strictObject({ text: z.string().max(10), count: z.int().optional() }),
  returns: Thing,
  status: 201,
  handle: (request, deps: Deps) => work(request, deps),
});
const changeThing = endpoint({
  method: 'PUT',
  path: '/v1/things',
  allow: ['customer'],
  summary: 'Changes a thing',
  body: z.strictObject({ text: z.string() }),
  returns: Thing,
  status: 200,
  ifMatch: true,
  version: (thing) => thing.version,
  handle: (request, deps: Deps) => work(request, deps),
});
const listThings = endpoint({
  method: 'GET',
  path: '/v1/things',
  allow: ['crm'],
  summary: 'Lists things',
  query: z.strictObject({ limit: z.coerce.number().int().max(100).default(25) }),
  returns: Thing,
  status: 200,
  handle: (request, deps: Deps) => work(request, deps),
});
const open = endpoint({
  method: 'GET',
  path: '/v1/open',
  allow: 'anyone',
  summary: 'For everybody',
  returns: z.object({ status: z.string() }),
  status: 200,
  handle: async (request, { seen }: Deps) => {
    seen.push(request);
    return { status: 'ok' };
  },
});

function things(refusal?: () => Error) {
  const log = memoryLog();
  const seen: any[] = [];
  const handler = api([makeThing, changeThing, listThings, open], { deps: { seen, ...(refusal && { refusal }) }, log });
  return { seen, log, ask: (request: Request) => send(handler, request) };
}

const thingId = 'tck_01JQ0000000000000000000000';
const making: Request = {
  route: 'POST /v1/things/{thingId}',
  params: { thingId },
  headers: { 'idempotency-key': 'a-key-of-mine' },
  body: { text: 'hallo' },
  claims: customerToken,
};
const changing: Request = { route: 'PUT /v1/things', headers: { 'if-match': '"3"' }, body: { text: 'hallo' }, claims: customerToken };
const listing: Request = { route: 'GET /v1/things', claims: machineToken };

describe('an accepted request', () => {
  it('reaches the use case checked, and its answer leaves with declared fields only', async () => {
    const { ask, seen, log } = things();
    const answer = await ask(making);
    expect(answer).toMatchObject({ status: 201, body: { id: 'x', version: 7 } });
    expect(Object.keys(answer.body)).toEqual(['id', 'version']);
    expect(seen[0]).toEqual({
      params: { thingId },
      query: {},
      body: { text: 'hallo' },
      caller: { id: customerId, roles: ['customer'], loggedInAt: new Date(1773480000_000), sourceIp: '203.0.113.7' },
      once: { key: expect.any(String), body: '{"text":"hallo"}' },
      ifMatch: undefined,
    });
    expect(log.lines).toEqual([{ level: 'info', code: 'answered', fields: { requestId, route: making.route, status: 201 } }]);
  });

  it('has the security headers, and is never cached', async () => {
    const { headers } = await things().ask(making);
    expect(headers).toEqual({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'content-type': 'application/json',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
    });
  });

  it('states the version as ETag where there is one', async () => {
    const { ask } = things();
    expect((await ask(changing)).headers).toMatchObject({ etag: '"7"' });
    expect((await ask(making)).headers).not.toHaveProperty('etag');
  });

  it('may have a body in base64', async () => {
    const { ask, seen } = things();
    await ask({ ...making, body: { text: 'Grüße' }, base64: true });
    expect(seen[0]).toMatchObject({ body: { text: 'Grüße' }, once: { body: '{"text":"Grüße"}' } });
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/merge-patch+json'])(
    'may say that it is %s',
    async (type) => {
      expect((await things().ask({ ...making, headers: { ...making.headers, 'content-type': type } })).status).toBe(201);
    },
  );

  it('gets defaults for what it leaves out', async () => {
    const { ask, seen } = things();
    await ask(listing);
    expect(seen[0]).toMatchObject({ query: { limit: 25 }, body: undefined, once: undefined });
  });

  it('needs no token where anyone may ask', async () => {
    const { ask, seen } = things();
    expect(await ask({ route: 'GET /v1/open' })).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(seen[0].caller).toBeUndefined();
  });
});

describe('a request that is not valid', () => {
  const idempotent = making.headers!;
  const rejected: [string, Request, string, string][] = [
    ['an unknown field', { ...making, body: { text: 'a', colour: 'red' } }, 'body.colour', 'unknown field'],
    ['__proto__ as a field', { ...making, body: '{"text":"a","__proto__":{"admin":true}}' }, 'body.__proto__', 'unknown field'],
    ['an unknown field whose name is a text', { ...making, body: { text: 'a', 'Paula Sommer': 1 } }, 'body.(unnamed)', 'unknown field'],
    ['a wrong type', { ...making, body: { text: 42 } }, 'body.text', 'must be a text'],
    ['a text too long', { ...making, body: { text: 'a'.repeat(11) } }, 'body.text', 'must have at most 10 characters'],
    ['a missing field', { ...making, body: {} }, 'body.text', 'is required'],
    ['a list instead of an object', { ...making, body: [] }, 'body', 'must be an object'],
    ['half a character', { ...making, body: '{"text":"\\ud800"}' }, 'body', 'has text that is not valid Unicode'],
    ['what became of another encoding on the way', { ...making, body: '{"text":"Gr\ufffd\ufffde"}' }, 'body', 'is not UTF-8'],
    ['no JSON', { ...making, body: '{"text":' }, 'body', 'is not JSON'],
    ['no body', { ...making, body: '' }, 'body', 'is missing'],
    ['neither body nor content type', { ...making, body: undefined }, 'body', 'is missing'],
    ['more than 64 kB', { ...making, body: { text: 'a'.repeat(64 * 1024) } }, 'body', 'larger than 64 kB'],
    ['more than 64 kB in base64', { ...making, body: { text: 'a'.repeat(64 * 1024) }, base64: true }, 'body', 'larger than 64 kB'],
    ['no JSON content type', { ...making, headers: { ...idempotent, 'content-type': 'text/plain' } }, 'header.content-type', 'must be application/json'],
    ['an id that is none', { ...making, params: { thingId: "tck_1' OR 1=1" } }, 'path.thingId', 'must look like tck_ and 26 characters'],
    ['an unknown query parameter', { ...listing, query: { limit: '5', debug: '1' } }, 'query.debug', 'unknown field'],
    ['a query parameter out of range', { ...listing, query: { limit: '101' } }, 'query.limit', 'must be at most 100'],
    ['no Idempotency-Key', { ...making, headers: {} }, 'header.idempotency-key', 'is required'],
    [
      'an Idempotency-Key too short',
      { ...making, headers: { 'idempotency-key': 'short' } },
      'header.idempotency-key',
      'must be 8 to 128 visible ASCII characters',
    ],
    [
      'an Idempotency-Key with a blank',
      { ...making, headers: { 'idempotency-key': 'Paula Sommer' } },
      'header.idempotency-key',
      'must be 8 to 128 visible ASCII characters',
    ],
  ];

  it.each(rejected)('names the field: %s', async (_what, request, field, problem) => {
    const { ask, seen } = things();
    const { status, body } = await ask(request);
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field, problem }]);
    expect(seen).toEqual([]);
  });

  it('is a problem in the sense of RFC 9457, with all the headers of an answer', async () => {
    const { status, headers, body } = await things().ask({ ...making, body: {} });
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(body).toEqual({
      type: 'urn:problem:schutzbrief:invalid-body',
      title: 'The request is not valid',
      status,
      code: 'invalid-body',
      instance: `urn:request:${requestId}`,
      errors: expect.any(Array),
    });
  });

  it('tells at most twenty of its mistakes', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field${index}`, 1]));
    const { status, body } = await things().ask({ ...making, body: { text: 'a', ...many } });
    expect([status, body.errors.length]).toEqual([400, 20]);
  });

  it('leaves the prototype alone', async () => {
    await things().ask({ ...making, body: '{"text":"a","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}' });
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
});

describe('the caller', () => {
  const cases: [string, Request['claims'], number, string][] = [
    ['no token', undefined, 401, 'token-missing'],
    ['an ID token', { ...customerToken, token_use: 'id' }, 401, 'access-token-required'],
    ['a token that says not what it is', { ...customerToken, token_use: undefined }, 401, 'access-token-required'],
    ['a machine without our scope', { ...machineToken, scope: 'schutzbrief/other' }, 401, 'token-names-nobody'],
    ['a machine where people are asked for', machineToken, 403, 'role-not-allowed'],
    ['somebody without a group', accessToken(customerId, ''), 403, 'role-not-allowed'],
    ['another role', accessToken('agt_01JQ0000000000000000000000', 'officer'), 403, 'role-not-allowed'],
  ];

  it.each(cases)('is refused: %s', async (_who, claims, status, code) => {
    const { ask, seen } = things();
    const answer = await ask({ ...making, claims });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    expect(seen).toEqual([]);
  });

  it('is judged before the request is looked at', async () => {
    const { status } = await things().ask({ ...making, claims: undefined, body: 'nonsense', params: {} });
    expect(status).toBe(401);
  });

  it('may have one of several roles', async () => {
    expect((await things().ask({ ...making, claims: agentToken })).status).toBe(201);
  });
});

describe('the route', () => {
  it('that no endpoint has is not found', async () => {
    expect(await things().ask({ ...making, route: 'DELETE /v1/things' })).toMatchObject({ status: 404, body: { code: 'no-such-route' } });
  });
});

describe('If-Match', () => {
  const cases: [string, string | undefined, number, string | undefined][] = [
    ['absent', undefined, 428, 'if-match-required'],
    ['empty', '', 428, 'if-match-required'],
    ['a word', '"abc"', 412, 'unknown-version'],
    ['any version', '*', 400, 'invalid-if-match'],
    ['without quotes', '3', 400, 'invalid-if-match'],
    ['a number too long to be one', '"9999999999999999"', 412, 'unknown-version'],
    ['the version', '"3"', 200, undefined],
    ['the version, weakly', 'W/"3"', 200, undefined],
  ];

  it.each(cases)('%s', async (_what, given, status, code) => {
    const { ask, seen } = things();
    const answer = await ask({ ...changing, headers: given === undefined ? {} : { 'if-match': given } });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(seen.map((request) => request.ifMatch)).toEqual(status === 200 ? [3] : []);
  });
});

describe('the idempotency key', () => {
  const keyOf = async (request: Request) => {
    const { ask, seen } = things();
    await ask(request);
    return seen[0].once.key as string;
  };
  const other = 'tck_01JQ0000000000000000000001';

  it('is the same for the same caller, route and key, whatever the body', async () => {
    expect(await keyOf({ ...making, body: { text: 'b' } })).toBe(await keyOf(making));
  });

  it.each([
    ['another caller', { ...making, claims: agentToken }],
    ['another thing', { ...making, params: { thingId: other } }],
    ['another key', { ...making, headers: { 'idempotency-key': 'another-key' } }],
  ] satisfies [string, Request][])('is another for %s', async (_what, request) => {
    expect(await keyOf(request)).not.toBe(await keyOf(making));
  });

  it('says neither who nor what', async () => {
    expect(await keyOf(making)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

describe('a refusal of the use case', () => {
  const kinds: [DomainError, number][] = [
    [new DomainError('invalid', 'some-code'), 400],
    [new DomainError('unauthenticated', 'some-code'), 401],
    [new DomainError('forbidden', 'some-code'), 403],
    [new DomainError('not-found', 'some-code'), 404],
    [new DomainError('conflict', 'some-code'), 409],
    [new DomainError('stale', 'some-code'), 412],
    [new DomainError('unprocessable', 'some-code'), 422],
    [new DomainError('precondition-required', 'some-code'), 428],
    [new DomainError('unavailable', 'some-code'), 503],
  ];

  it.each(kinds)('$kind', async (error, status) => {
    const { ask, log } = things(() => error);
    expect(await ask(making)).toMatchObject({ status, body: { status, code: 'some-code', type: 'urn:problem:schutzbrief:some-code' } });
    expect(log.lines[0]).toMatchObject({ code: status < 500 ? 'refused' : 'failed', fields: { status, code: 'some-code', route: making.route } });
  });
});

describe('a failure', () => {
  it('is a 500 that says nothing, and the log says where and not what', async () => {
    const { ask, log } = things(() => new TypeError('Paula Sommer has no\n    at Musterstraße:1:1'));
    const { status, text, body } = await ask(making);
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(text).not.toContain('Sommer');
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toMatchObject({ level: 'error', code: 'failed', fields: { errorName: 'TypeError', status: 500, requestId } });
    expect(log.lines[0]?.fields?.frames?.[0]).toContain('api.test.ts');
    expect(JSON.stringify(log.lines)).not.toMatch(/Sommer|Musterstraße/);
  });

  it('is an answer that is not what the endpoint declares', async () => {
    const log = memoryLog();
    const wrong = endpoint({ ...open, returns: z.object({ status: z.literal('ok') }), handle: () => Promise.resolve({ status: 'Paula Sommer' as 'ok' }) });
    const answer = await send(api([wrong], { deps: undefined, log }), { route: 'GET /v1/open' });
    expect(answer.status).toBe(500);
    expect(answer.text + JSON.stringify(log.lines)).not.toContain('Sommer');
  });
});
