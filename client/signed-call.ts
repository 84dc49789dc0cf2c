/** Signature Version 4 for the few AWS operations that aren't worth a client library of their own. */
import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

export interface Call {
  endpoint: string;
  service: string;
  region: string;
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  contentType: string;
  body: string;
}

/** The headers that sign a call made at a point in time. */
export function signedHeaders(call: Call, credentials: Credentials, now: Date): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${call.region}/${call.service}/aws4_request`;
  const headers: Record<string, string> = {
    'content-type': call.contentType,
    host: new URL(call.endpoint).host,
    'x-amz-date': time,
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const canonical = [call.method, call.path, '', ...names.map((name) => `${name}:${headers[name]}`), '', names.join(';'), sha256(call.body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization };
}

/** Sends a signed call; an answer other than 2xx is an error with its text. */
export async function signedCall(call: Call, credentials: Credentials): Promise<string> {
  const { host: _host, ...headers } = signedHeaders(call, credentials, new Date());
  const response = await fetch(call.endpoint + call.path, {
    method: call.method,
    headers,
    ...(call.method === 'GET' ? {} : { body: call.body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${call.service} ${call.method} ${call.path}: ${response.status} ${text}`);
  return text;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
