import { beforeAll, describe, expect, it } from '@jest/globals';
import { api } from '../../shared/lambda/api.ts';
import { exampleFor } from '../../shared/lambda/by-role.ts';
import {
  cognitoClaims,
  isMachineRole,
  machineScopes,
  outsideRoles,
  staffApart,
  staffRoles,
  type Claims,
  type Identity,
  type Role,
} from '../../shared/lambda/caller.ts';
import { routeKey, type Endpoint, type Route } from '../../shared/lambda/endpoint.ts';
import { forgeries, keyOf, sentAt, signatures, signed } from '../unit/lambda/messages.ts';
import { accessToken, memoryLog, send, type Answer, type Request } from '../unit/lambda/requests.ts';
import { closedEndpoints, openEndpoints, pathIds, roles, signedEndpoints, type ClosedEndpoint } from './matrix.ts';
import { standIn } from './stand-in.ts';

/** A verified token of somebody in a role, as the authorizer hands it on. */
const tokenOf = (role: Role): Claims =>
  isMachineRole(role)
    ? { sub: `4${role}`, client_id: `4${role}`, token_use: 'access', scope: machineScopes[role] }
    : accessToken(`${role === 'customer' ? 'cus' : 'agt'}_01JQ0000000000000000000000`, role);

/** What an endpoint works with here: nothing. Whoever reaches for it was let through. */
function untouched(): { deps: object; touched: string[] } {
  const touched: string[] = [];
  const deps = new Proxy(
    {},
    {
      get(_, name) {
        touched.push(String(name));
        throw new Error('reached the use case');
      },
    },
  );
  return { deps, touched };
}

/** Whatever is asked, well or badly: who may not ask gets the same answer. */
const questions = (endpoint: ClosedEndpoint) => [
  { params: pathIds(endpoint.route), body: exampleFor(endpoint.route, endpoint.allowed[0]!), headers: { 'idempotency-key': 'k-12345678', 'if-match': '"1"' } },
  { params: pathIds(endpoint.route), body: endpoint.route.body && { nobodyDeclaredThis: true } },
  { params: { [Object.keys(pathIds(endpoint.route))[0] ?? 'nothing']: "'; drop" }, query: { limit: 'many' }, body: endpoint.route.body && '{"half":' },
];

async function answers(
  endpoint: ClosedEndpoint,
  claims: Claims | undefined,
  identity: Identity = cognitoClaims,
): Promise<{ answers: Answer[]; touched: string[] }> {
  const { deps, touched } = untouched();
  const handler = api([endpoint.route as Endpoint<unknown>], { deps, log: memoryLog(), signatures, identity });
  return { answers: await Promise.all(questions(endpoint).map((question) => send(handler, { route: endpoint.key, claims, ...question }))), touched };
}

describe('who may not call an endpoint', () => {
  let endpoints: ClosedEndpoint[];
  beforeAll(async () => {
    endpoints = await closedEndpoints();
  });

  /** The endpoints that do not refuse as they should. */
  async function expectRefused(status: number, code: string, claimsFor: (endpoint: ClosedEndpoint) => readonly (Claims | undefined)[]): Promise<void> {
    const results = await Promise.all(
      endpoints.flatMap((endpoint) =>
        claimsFor(endpoint).map(async (claims) => {
          const { answers: given, touched } = await answers(endpoint, claims);
          const seen = given.map((answer) => `${answer.status} ${answer.body.code}`);
          return { endpoint: endpoint.name, seen: [...new Set(seen)], touched };
        }),
      ),
    );
    expect(results.length).toBeGreaterThanOrEqual(endpoints.length);
    expect(results.filter(({ seen, touched }) => touched.length > 0 || seen.length !== 1 || seen[0] !== `${status} ${code}`)).toEqual([]);
  }

  it('is everybody without a token', async () => {
    await expectRefused(401, 'token-missing', () => [undefined]);
  });

  it('is everybody with an ID token, or one that does not say which it is', async () => {
    await expectRefused(401, 'access-token-required', ({ allowed }) =>
      allowed.flatMap((role): Claims[] => {
        const { username, ...rest } = tokenOf(role);
        if (isMachineRole(role)) return [{ ...rest, token_use: 'id' }];
        return [
          { ...rest, 'cognito:username': username, token_use: 'id', aud: 'client' },
          { ...rest, username, token_use: 'id' },
          { ...rest, username, token_use: 'refresh' },
          { ...rest, username, token_use: undefined },
        ];
      }),
    );
  });

  it('is everybody whose token names nobody', async () => {
    await expectRefused(401, 'token-names-nobody', ({ allowed }) =>
      allowed.filter((role) => !isMachineRole(role)).map((role) => ({ ...tokenOf(role), username: '' })),
    );
  });

  it('is a machine without the right scope', async () => {
    await expectRefused(401, 'token-names-nobody', () =>
      ['', 'openid', `${machineScopes.crm}-read`, `x${machineScopes.crm}`, `${machineScopes.device}s`, 'schutzbrief/admin'].map((scope) => ({
        ...tokenOf('crm'),
        scope,
      })),
    );
  });

  it('is everybody in another role', async () => {
    await expectRefused(403, 'role-not-allowed', ({ allowed }) => roles.filter((role) => !allowed.includes(role)).map(tokenOf));
  });

  it('is everybody in no role, or in one that only sounds like it', async () => {
    await expectRefused(403, 'role-not-allowed', ({ allowed }) => {
      const sounds = allowed.flatMap((role) => [`${role}s`, `${role}-test`, `not-${role}`, role.toUpperCase(), 'crm', 'superuser', '']);
      return sounds.map((group) => accessToken('agt_01JQ0000000000000000000000', group));
    });
  });

  it('is nobody else: who has the role gets as far as the question', async () => {
    const results = await Promise.all(
      endpoints.flatMap((endpoint) =>
        endpoint.allowed.map(async (role) => {
          const { answers: given } = await answers(endpoint, tokenOf(role));
          return {
            endpoint: endpoint.name,
            role,
            refused: given.some(({ status }) => status === 401 || status === 403),
          };
        }),
      ),
    );
    expect(results.filter(({ refused }) => refused)).toEqual([]);
  });

  it('is told the same whatever was asked, and nothing of what was sent', async () => {
    for (const endpoint of endpoints) {
      const { answers: given } = await answers(endpoint, undefined);
      expect(new Set(given.map(({ text }) => text)).size).toBe(1);
      expect(given[0]!.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    }
  });
});

describe('where staff have an issuer of their own', () => {
  const issuers = { cognito: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x', desk: 'https://id.example' } as const;
  type IssuerName = keyof typeof issuers;
  const identity = staffApart(issuers.cognito, { issuer: issuers.desk, id: 'person', roles: 'roles', accessToken: { claim: 'typ', value: 'Bearer' } });
  const ownIssuer = (role: Role): IssuerName => (staffRoles.includes(role) ? 'desk' : 'cognito');

  /** What an issuer may say of somebody in a role, in the claims of both. */
  const tokenBy = (issuer: IssuerName, role: Role): Claims => ({
    ...tokenOf(role),
    iss: issuers[issuer],
    typ: 'Bearer',
    person: tokenOf(role).username,
    roles: `[${role}]`,
    // Of whoever is allowed to be somebody at that issuer, so that nothing but the role is wrong.
    ...(!isMachineRole(role) && ownIssuer(role) !== issuer && { username: 'cus_01JQ0000000000000000000000', person: 'agt_01JQ0000000000000000000000' }),
  });

  const outcome = async (endpoint: ClosedEndpoint, claims: Claims) => {
    const { answers: given, touched } = await answers(endpoint, claims, identity);
    return { given, let: !given.some(({ status }) => status === 401 || status === 403), touched };
  };

  it('every role is one side’s', () => {
    expect([...outsideRoles, ...staffRoles].sort()).toEqual([...roles].sort());
  });

  it('every endpoint is for the roles that it allows, said by their own issuer, and nobody else', async () => {
    const endpoints = await closedEndpoints();
    const wrong: object[] = [];
    let letIn = 0;
    for (const endpoint of endpoints) {
      for (const issuer of Object.keys(issuers) as IssuerName[]) {
        for (const role of roles) {
          const { given, let: through, touched } = await outcome(endpoint, tokenBy(issuer, role));
          const due = endpoint.allowed.includes(role) && ownIssuer(role) === issuer;
          if (due) letIn += 1;
          if (through !== due || (!due && touched.length > 0)) wrong.push({ endpoint: endpoint.name, issuer, role, seen: given.map(({ status }) => status) });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(letIn).toBe(endpoints.flatMap(({ allowed }) => allowed).length);
  });

  it('nobody is let in by a third issuer, or by a token that names none', async () => {
    for (const endpoint of await closedEndpoints()) {
      for (const role of endpoint.allowed) {
        for (const iss of ['https://id.example/', undefined]) {
          const { given, touched } = await outcome(endpoint, { ...tokenBy(ownIssuer(role), role), iss });
          expect([...new Set(given.map(({ status, body }) => `${status} ${body.code}`)), ...touched]).toEqual(['401 token-of-another-issuer']);
        }
      }
    }
  });
});

describe('what is open to everybody', () => {
  it('is nothing but the question whether the API answers', async () => {
    expect((await openEndpoints()).map(({ name }) => name)).toEqual(['getHealth']);
  });

  it('needs no token and takes no notice of one', async () => {
    for (const { route } of await openEndpoints()) {
      const handler = api([route as Endpoint<unknown>], { deps: {}, log: memoryLog(), signatures });
      const asked = await Promise.all(
        [undefined, tokenOf('customer'), { token_use: 'id' }].map((claims) => send(handler, { route: `${route.method} ${route.path}`, claims })),
      );
      expect(asked.map(({ status }) => status)).toEqual([200, 200, 200]);
    }
  });
});

describe('who may not send to an endpoint for signed messages', () => {
  const routes = async (): Promise<readonly Route[]> => [standIn, ...(await signedEndpoints()).map(({ route }) => route)];

  const key = keyOf('whoever it is');

  async function sent(route: Route, question: Partial<Request>): Promise<{ seen: string; touched: string[] }> {
    const { deps, touched } = untouched();
    const handler = api([route as Endpoint<unknown>], { deps, log: memoryLog(), signatures: { webhookKeys: async () => [key], now: () => sentAt } });
    const { status, body } = await send(handler, { route: routeKey(route), params: pathIds(route), ...question });
    return { seen: `${status} ${body.code}`, touched };
  }

  const messageOf = (route: Route) => ({ body: JSON.stringify(route.example), keys: [key] });

  it('is everybody but the sender: without a signature, or with one that is wrong, old or for something else', async () => {
    for (const route of await routes()) {
      for (const [what, forged] of Object.entries(forgeries(messageOf(route)))) {
        const { seen, touched } = await sent(route, forged);
        expect({ route: route.path, what, seen, touched }).toEqual({ route: route.path, what, seen: expect.stringMatching(/^401 signature-/), touched: [] });
      }
    }
  });

  it('is everybody with a token, whatever their role', async () => {
    for (const route of await routes()) {
      const { body } = messageOf(route);
      for (const role of roles) expect(await sent(route, { body, claims: tokenOf(role) })).toEqual({ seen: '401 signature-missing', touched: [] });
    }
  });

  it('is another sender, with their own good key', async () => {
    const { body } = messageOf(standIn);
    expect(await sent(standIn, { body, headers: signed({ body, keys: [keyOf('a sender of another endpoint')] }) })).toEqual({
      seen: '401 signature-invalid',
      touched: [],
    });
  });

  it('is told so whatever was asked', async () => {
    for (const route of await routes()) {
      for (const body of ['{"half":', '{"nobodyDeclaredThis":true}', 'x'.repeat(100_000)])
        expect((await sent(route, { body })).seen).toBe('401 signature-missing');
    }
  });

  it('is not the sender: their message gets as far as the use case', async () => {
    for (const route of await routes()) {
      const { seen, touched } = await sent(route, { ...messageOf(route), headers: signed(messageOf(route)) });
      expect({ route: route.path, seen, touched: touched.length }).toEqual({ route: route.path, seen: '500 internal', touched: 1 });
    }
  });
});
