/** Talks to the public API as the customer portal and the service desk do. */
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../shared/id.ts';
import type { Method } from '../shared/lambda/endpoint.ts';
import { accessToken } from './access-token.ts';
import { clientSettings } from './aws.ts';
import type { Login } from './logins.ts';
import type { Outputs } from './outputs.ts';

/** An answer of the API: status, body and what a next request needs of the headers. */
export interface Answer {
  readonly status: number;
  /** What JSON says, the text of another file, `undefined` where there is none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- what the API says is checked by whoever asks
  readonly body: any;
  readonly etag?: string | undefined;
}

export interface Ask {
  readonly body?: unknown;
  /** Made anew for every POST where it is left out. */
  readonly idempotencyKey?: string;
  readonly ifMatch?: string | undefined;
}

/** Somebody who is logged in. */
export interface Person {
  readonly login: Login;
  /** The answer whatever its status. */
  ask(method: Method, path: string, ask?: Ask): Promise<Answer>;
  /** The body of a 2xx answer. @throws Error naming the request and what the API said. */
  must<T = Answer['body']>(method: Method, path: string, ask?: Ask): Promise<T>;
}

/** One request to the API. `token` absent: without logging in. */
export async function request(outputs: Outputs, token: string | undefined, method: Method, path: string, ask: Ask = {}): Promise<Answer> {
  const response = await fetch(`${outputs.apiUrl}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(ask.body !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': ask.idempotencyKey ?? randomUUID() }),
      ...(ask.ifMatch !== undefined && { 'if-match': ask.ifMatch }),
    },
    ...(ask.body !== undefined && { body: JSON.stringify(ask.body) }),
  });
  const text = await response.text();
  const { status, headers } = response;
  return { status, body: bodyOf(text, headers.get('content-type')), etag: headers.get('etag') ?? undefined };
}

function bodyOf(text: string, type: string | null): unknown {
  if (text === '') return undefined;
  return /^application\/(.+\+)?json\b/i.test(type ?? '') ? JSON.parse(text) : text;
}

/** Logs somebody in. A token that has expired is replaced when it is needed. */
export async function loggedIn(outputs: Outputs, login: Login): Promise<Person> {
  let token = await accessToken(outputs, login);
  const ask: Person['ask'] = async (method, path, options) => {
    const idempotencyKey = options?.idempotencyKey ?? randomUUID();
    const once = () => answeredAtLast(() => request(outputs, token, method, path, { ...options, idempotencyKey }));
    const answer = await once();
    if (answer.status !== 401) return answer;
    token = await accessToken(outputs, login);
    return once();
  };
  return {
    login,
    ask,
    async must(method, path, options) {
      const answer = await ask(method, path, options);
      if (answer.status >= 200 && answer.status < 300) return answer.body;
      throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    },
  };
}

/** What stands between us and the API did not reach it, or heard nothing from it. */
const unreached = new Set([502, 504]);

/** Waits before asking again, in milliseconds. */
const pauses = [200, 1_000, 3_000];

/**
 * Asks again where nothing behind a gateway answered, as a portal does: the same request, whose key or version makes that it is done once.
 * @throws Error the last one, where nobody could be reached at all
 */
export async function answeredAtLast(ask: () => Promise<Answer>, wait: (milliseconds: number) => Promise<unknown> = delay): Promise<Answer> {
  for (const pause of pauses) {
    const answer = await ask().catch(unlessUnreached);
    if (answer && !unreached.has(answer.status)) return answer;
    await wait(pause);
  }
  return ask();
}

/** `fetch` throws a TypeError where it gets no answer. */
function unlessUnreached(error: unknown): undefined {
  if (!(error instanceof TypeError)) throw error;
}

/** Gives a login its password: what its owner does on the first visit. */
export async function setPassword(outputs: Outputs, username: string): Promise<Login> {
  const password = `${randomBytes(12).toString('base64url')}aA1!`;
  await withPool(outputs, (pool) =>
    pool.send(new AdminSetUserPasswordCommand({ UserPoolId: outputs.userPoolId, Username: username, Password: password, Permanent: true })),
  );
  return { username, password };
}

/** Takes a login away behind the back of the house, as a pool restored from an older copy lacks it. */
export const loseLogin = (outputs: Outputs, username: string): Promise<unknown> =>
  withPool(outputs, (pool) => pool.send(new AdminDeleteUserCommand({ UserPoolId: outputs.userPoolId, Username: username })));

/** The first administrator: made by whoever operates the user pool, since nobody else can. */
export async function firstAdministrator(outputs: Outputs): Promise<Login> {
  const username = newId('adm');
  await withPool(outputs, async (pool) => {
    await pool.send(new AdminCreateUserCommand({ UserPoolId: outputs.userPoolId, Username: username, MessageAction: 'SUPPRESS' }));
    await pool.send(new AdminAddUserToGroupCommand({ UserPoolId: outputs.userPoolId, Username: username, GroupName: 'admin' }));
  });
  return setPassword(outputs, username);
}

async function withPool<T>(outputs: Outputs, work: (pool: CognitoIdentityProviderClient) => Promise<T>): Promise<T> {
  const pool = new CognitoIdentityProviderClient(clientSettings(outputs));
  try {
    return await work(pool);
  } finally {
    pool.destroy();
  }
}

/**
 * Asks again until there is an answer, at most `seconds` long: time enough for a message that failed once to come again, on a machine
 * that has other things to do.
 * @throws Error saying what was waited for.
 */
export async function until<T>(what: string, look: () => Promise<T | undefined>, seconds = 300): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (let pause = 50; ; pause = Math.min(pause * 1.5, 1000)) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new Error(`Waited ${seconds} seconds in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
