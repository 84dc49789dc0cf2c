import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '../../client/aws.ts';
import type { Login } from '../../client/logins.ts';
import type { Outputs } from '../../client/outputs.ts';

type Json = Record<string, unknown>;

const encoded = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const parts = (token: string): [Json, Json, string] => {
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Json;
  return [read(header), read(payload), signature];
};

/** What is made of a valid token by hand, by somebody who has no key of the issuer's. */
export function forgeries(token: string): Record<string, string> {
  const [header, payload, signature] = parts(token);
  const now = Math.floor(Date.now() / 1000);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signedByUs = (claims: Json): string => {
    const text = `${encoded(header)}.${encoded(claims)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
  };
  const unsigned = (alg: string): string => `${encoded({ alg, typ: 'JWT' })}.${encoded(payload)}.`;
  const symmetric = `${encoded({ ...header, alg: 'HS256' })}.${encoded(payload)}`;
  return {
    'no token at all': 'x',
    'alg=none': unsigned('none'),
    'alg=None': unsigned('None'),
    'alg=none with the old signature': `${encoded({ ...header, alg: 'none' })}.${encoded(payload)}.${signature}`,
    'no signature': `${encoded(header)}.${encoded(payload)}.`,
    'HS256 with a guessable key': `${symmetric}.${createHmac('sha256', String(header['kid'])).update(symmetric).digest('base64url')}`,
    'other claims under the old signature': `${encoded(header)}.${encoded({ ...payload, 'cognito:groups': ['customer', 'agent', 'officer', 'admin'] })}.${signature}`,
    'another person under the old signature': `${encoded(header)}.${encoded({ ...payload, username: 'cus_01JQ0000000000000000000000' })}.${signature}`,
    'another key': signedByUs(payload),
    'a key that comes along': `${encoded({ ...header, jwk: { kty: 'RSA' }, jku: 'http://127.0.0.1/keys' })}.${encoded(payload)}.${signature}`,
    'expired an hour ago': signedByUs({ ...payload, exp: now - 3600 }),
    'expired, under the old signature': `${encoded(header)}.${encoded({ ...payload, exp: now - 3600 })}.${signature}`,
    'made longer, under the old signature': `${encoded(header)}.${encoded({ ...payload, exp: now + 10 * 365 * 86_400 })}.${signature}`,
    'another audience': signedByUs({ ...payload, client_id: 'another-client', aud: 'another-client' }),
    'another issuer': signedByUs({ ...payload, iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_elsewhere' }),
  };
}

export interface TokenSet {
  readonly access: string;
  readonly id: string;
}

async function withPool<T>(outputs: Outputs, work: (pool: CognitoIdentityProviderClient) => Promise<T>): Promise<T> {
  const pool = new CognitoIdentityProviderClient(clientSettings(outputs));
  try {
    return await work(pool);
  } finally {
    pool.destroy();
  }
}

async function tokensOf(pool: CognitoIdentityProviderClient, clientId: string, { username, password }: Login): Promise<TokenSet> {
  const { AuthenticationResult: result } = await pool.send(
    new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clientId, AuthParameters: { USERNAME: username, PASSWORD: password } }),
  );
  if (!result?.AccessToken || !result.IdToken) throw new Error('The login gave no tokens');
  return { access: result.AccessToken, id: result.IdToken };
}

/** Both tokens of a person. */
export const tokens = (outputs: Outputs, login: Login): Promise<TokenSet> => withPool(outputs, (pool) => tokensOf(pool, outputs.clientId, login));

/** Tokens of the same person and issuer, rightly signed, for another application. */
export const tokensForAnotherApplication = (outputs: Outputs, login: Login): Promise<TokenSet> =>
  withPool(outputs, async (pool) => {
    const { UserPoolClient } = await pool.send(
      new CreateUserPoolClientCommand({
        UserPoolId: outputs.userPoolId,
        ClientName: 'another-application',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    );
    const ClientId = UserPoolClient!.ClientId!;
    try {
      return await tokensOf(pool, ClientId, login);
    } finally {
      await pool.send(new DeleteUserPoolClientCommand({ UserPoolId: outputs.userPoolId, ClientId }));
    }
  });
