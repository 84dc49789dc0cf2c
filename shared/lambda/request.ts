import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type * as z from 'zod';
import { DomainError, invalidField } from '../domain-error.ts';
import type { IdempotentRequest } from '../storage/idempotency.ts';
import type { Caller } from './caller.ts';
import { canonicalJson } from '../canonical-json.ts';
import { invalid } from './problem.ts';
import type { Sender } from './signature.ts';

/** A request as API Gateway hands it to a Lambda. */
export type ApiEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** Bodies are forms, not files. */
const largestBody = 64 * 1024;

/** @throws DomainError `invalid/invalid-…` naming the fields that are wrong in this part of the request */
export function parsed(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(result.error, where);
}

/** The body as it came. */
export const bodyBytes = ({ body = '', isBase64Encoded }: ApiEvent): Buffer => Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');

function bodyText(event: ApiEvent): string {
  const bytes = bodyBytes(event);
  if (bytes.length > largestBody) throw invalidField('body', 'larger than 64 kB');
  return bytes.toString('utf8');
}

/** @throws DomainError `invalid/invalid-body` */
export function jsonBody(event: ApiEvent): unknown {
  if (!event.body) throw invalidField('body', 'is missing');
  if (!/^application\/(.+\+)?json\b/i.test(event.headers['content-type'] ?? '')) {
    throw new DomainError('invalid', 'invalid-body', [{ field: 'header.content-type', problem: 'must be application/json' }]);
  }
  const text = bodyText(event);
  // What stands for a byte that was no UTF-8: text in another encoding, which nobody could read any more.
  if (text.includes('\ufffd')) throw invalidField('body', 'is not UTF-8');
  try {
    return JSON.parse(text, halfCharacter.test(text) ? wellFormed : undefined);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw invalidField('body', 'is not JSON');
  }
}

/** Half a character, as JSON can spell one, is nothing that can be stored or printed. */
const halfCharacter = /\\ud[89a-f]/i;

function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.isWellFormed()) return value;
  throw invalidField('body', 'has text that is not valid Unicode');
}

/**
 * The key under which this request has its one effect: who, what, and the caller's own key, which is the id of a message where a
 * message was signed; none of it can be read back. `json`: the body as it was parsed, before defaults of ours are added; the same JSON is the
 * same request however it was written.
 * @throws DomainError `invalid/idempotency-key-required`, `invalid/invalid-idempotency-key`
 */
export function idempotentRequest(event: ApiEvent, caller: Caller | Sender, json: unknown): IdempotentRequest {
  const [who, given] = 'sender' in caller ? [caller.sender, caller.messageId] : [caller.id, idempotencyKey(event)];
  const route = `${event.routeKey} ${JSON.stringify(event.pathParameters ?? {})}`;
  const key = createHash('sha256')
    .update(JSON.stringify([who, route, given]))
    .digest('base64url');
  return { key, body: json === undefined ? '' : canonicalJson(json) };
}

function idempotencyKey(event: ApiEvent): string {
  const given = event.headers['idempotency-key'];
  const field = 'header.idempotency-key';
  if (!given) throw new DomainError('invalid', 'idempotency-key-required', [{ field, problem: 'is required' }]);
  if (!/^[\x21-\x7e]{8,128}$/.test(given))
    throw new DomainError('invalid', 'invalid-idempotency-key', [{ field, problem: 'must be 8 to 128 visible ASCII characters' }]);
  return given;
}

/** @throws DomainError `precondition-required/if-match-required`, `stale/unknown-version`, `invalid/invalid-if-match` */
export function expectedVersion(event: ApiEvent): number {
  const given = event.headers['if-match'];
  if (!given)
    throw new DomainError('precondition-required', 'if-match-required', [
      { field: 'header.if-match', problem: 'is required: the ETag of the answer that was seen' },
    ]);
  const match = /^(?:W\/)?"(\d{1,15})"$/.exec(given.trim());
  if (!match) {
    // A version of another kind of ours is one that nothing has any more (RFC 9110 § 13.1.1); the rest is none.
    if (/^(?:W\/)?"[^"]*"$/.test(given.trim())) throw new DomainError('stale', 'unknown-version');
    throw new DomainError('invalid', 'invalid-if-match', [{ field: 'header.if-match', problem: 'must be the ETag of an answer, with its quotes: "7"' }]);
  }
  return Number(match[1]);
}
