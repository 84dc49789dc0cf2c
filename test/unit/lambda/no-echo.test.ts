import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endpointCatalogue } from '../../../docs/endpoint-catalogue.ts';
import { api } from '../../../shared/lambda/api.ts';
import { exampleFor } from '../../../shared/lambda/by-role.ts';
import { rolesOf, routeKey, type Endpoint } from '../../../shared/lambda/endpoint.ts';
import { pathIds } from '../../security/matrix.ts';
import { signatures } from './messages.ts';
import { isMachineRole, machineScopes } from '../../../shared/lambda/caller.ts';
import { accessToken, machineToken, memoryLog, send, type Request } from './requests.ts';

type Path = readonly (string | number)[];

/** Every endpoint of the house, whose use cases fail in the way that tells most. */
const failing = (await endpointCatalogue()).map(({ route }): Endpoint<unknown> => ({
  ...route,
  handle: (request: never) => Promise.reject(new Error(`Cannot store ${JSON.stringify(request)}\n    at ${JSON.stringify(request)}:1:1`)),
}));

/** Every place of a value in a body, the body itself included. */
const places = (value: unknown, at: Path = []): Path[] => [
  at,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, Array.isArray(value) ? Number(key) : key]))
    : []),
];

function placed(body: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const copy: any = Array.isArray(body) ? [...body] : { ...(body as object) };
  copy[key] = placed(copy[key], rest, value);
  return copy;
}

/** A value that nothing of ours could contain, as a client might send it; `mark` finds it again. */
const secret = fc.nat({ max: 9_999_999 }).chain((number) => {
  const mark = `Zq${String(number).padStart(7, '0')}x`;
  const digits = 8_400_000_000_000 + number;
  return fc
    .constantFrom<unknown>(
      mark,
      `${mark} Sommer`,
      mark.repeat(1000),
      `${mark}@`,
      `+49${digits}`,
      digits,
      -digits,
      digits + 0.5,
      [mark],
      [[mark]],
      { a: mark },
      { type: mark },
    )
    .map((value) => ({ mark: [mark, String(digits)], value }));
});

const somewhere = fc.constantFrom('body', 'path', 'query', 'key', 'if-match', 'content-type', 'claims') as fc.Arbitrary<string>;

const attempt = fc.record({ endpoint: fc.constantFrom(...failing), secret, where: somewhere, place: fc.nat(), raw: fc.boolean() });

function requestOf({ endpoint, secret: { value, mark }, where, place, raw }: typeof attempt extends fc.Arbitrary<infer T> ? T : never): Request {
  const text = typeof value === 'string' ? value : mark[0]!;
  const role = rolesOf(endpoint.allow)[0] ?? 'customer';
  const example = exampleFor(endpoint, role);
  const all = places(example);
  const changed = where === 'body' ? placed(example, all[place % all.length]!, value) : example;
  const id = role === 'customer' ? 'cus_01JQ0000000000000000000000' : 'agt_01JQ0000000000000000000000';
  const claims = isMachineRole(role) ? { ...machineToken, scope: machineScopes[role] } : accessToken(id, role);
  return {
    route: routeKey(endpoint),
    params: Object.fromEntries(Object.entries(pathIds(endpoint)).map(([name, named]) => [name, where === 'path' ? text : named])),
    ...(where === 'query' && { query: { limit: text, status: text, cursor: text } }),
    headers: {
      'idempotency-key': where === 'key' ? `${text} ` : 'a-key-of-mine',
      'if-match': where === 'if-match' ? (raw ? text : `"${text}"`) : '"1"',
      ...(where === 'content-type' && { 'content-type': text }),
    },
    body: where === 'body' && raw ? `{"a": ${text}` : changed,
    claims: where === 'claims' ? { ...claims, username: text, token_use: text } : claims,
  };
}

describe('no answer that refuses, and no line of the log,', () => {
  it('contains a value from the request', async () => {
    const log = memoryLog();
    const handler = api(failing, { deps: undefined, log, signatures });
    const statuses = new Set<number | undefined>();
    await fc.assert(
      fc.asyncProperty(attempt, async (given) => {
        log.lines.length = 0;
        const { status, text } = await send(handler, requestOf(given));
        statuses.add(status);
        expect(status).toBeGreaterThanOrEqual(400);
        const told = text + JSON.stringify(log.lines);
        for (const mark of given.secret.mark) expect(told).not.toContain(mark);
      }),
      { numRuns: 3000 },
    );
    // Refusals of every sort were among them, and failures behind the checks too.
    expect([...statuses].sort()).toEqual(expect.arrayContaining([400, 401, 412, 500]));
  });
});
