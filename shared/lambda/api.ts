import { createHash } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';
import * as z from 'zod';
import { DomainError, invalidField } from '../domain-error.ts';
import type { IdempotentRequest } from '../storage/idempotency.ts';
import { always, answerOf, type ApiResult } from './answer.ts';
import { callerFrom, cognitoClaims, roleNotAllowed, type Caller, type IdentityClaims } from './caller.ts';
import { needsIfMatch, routeKey, type AnyEndpoint, type DepsOf } from './endpoint.ts';
import { describeError, type Log } from './logger.ts';
import { invalid, problemOf } from './problem.ts';

export type ApiEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

export interface ApiParts<Deps> {
  readonly deps: Deps;
  readonly log: Log;
  readonly identity?: IdentityClaims;
}

/** Bodies are forms, not files. */
const largestBody = 64 * 1024;

interface Call {
  readonly endpoint: AnyEndpoint;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly caller: Caller | undefined;
  readonly once: IdempotentRequest | undefined;
  readonly ifMatch: number | undefined;
}

type Chained = middy.Request<ApiEvent & { call?: Call }, ApiResult, Error, Context>;

/**
 * A concept's Lambda: finds the endpoint by route key and puts the one middleware chain around it: log, problems and headers,
 * caller, checked request, checked answer. `deps` must have what each endpoint of the list asks for, and nothing that none does.
 */
export function api<const List extends readonly AnyEndpoint[]>(endpoints: List, { deps, log, identity = cognitoClaims }: ApiParts<DepsOf<List>>) {
  const byRoute = new Map<string, AnyEndpoint>(endpoints.map((endpoint) => [routeKey(endpoint), endpoint]));

  const accessLog = {
    after: ({ event, response }: Chained) => {
      log.info('answered', { requestId: event.requestContext.requestId, route: event.routeKey, status: response?.statusCode ?? 200 });
    },
  };

  const problems = {
    onError: (request: Chained) => {
      const { requestId } = request.event.requestContext;
      const problem = problemOf(request.error, requestId);
      const fields = { requestId, route: request.event.routeKey, status: problem.status, code: problem.code };
      if (problem.status < 500) log.info('refused', fields);
      else log.error('failed', { ...fields, ...describeError(request.error) });
      request.response = {
        statusCode: problem.status,
        headers: { ...always, 'content-type': 'application/problem+json', ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }) },
        body: JSON.stringify(problem),
      };
    },
  };

  const checked = {
    before: ({ event }: Chained) => {
      const endpoint = byRoute.get(event.routeKey);
      if (!endpoint) throw new DomainError('not-found', 'no-such-route');
      const caller = allowedCaller(endpoint, event, identity);
      event.call = {
        endpoint,
        caller,
        params: parsed(endpoint.params ?? nothing, event.pathParameters ?? {}, 'path'),
        query: parsed(endpoint.query ?? nothing, event.queryStringParameters ?? {}, 'query'),
        body: endpoint.body ? parsed(endpoint.body, jsonBody(event), 'body') : undefined,
        once: endpoint.method === 'POST' && caller ? idempotentRequest(event, caller) : undefined,
        ifMatch: needsIfMatch(endpoint) ? expectedVersion(event) : undefined,
      };
    },
  };

  return middy<ApiEvent & { call?: Call }, ApiResult, Error, Context>()
    .use(accessLog)
    .use(problems)
    .use(checked)
    .handler(async ({ call }) => {
      const { endpoint, ...request } = call!;
      return answerOf(endpoint, await endpoint.handle(request as never, deps as never));
    });
}

const nothing = z.strictObject({});

function allowedCaller(endpoint: AnyEndpoint, event: ApiEvent, identity: IdentityClaims): Caller | undefined {
  const { allow } = endpoint;
  if (allow === 'anyone') return undefined;
  const caller = callerFrom(event.requestContext.authorizer?.jwt?.claims, identity);
  if (!allow.some((role) => caller.roles.includes(role))) throw roleNotAllowed();
  return { ...caller, sourceIp: event.requestContext.http.sourceIp };
}

function parsed(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(result.error, where);
}

function bodyText(event: ApiEvent): string {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  if (Buffer.byteLength(text) > largestBody) throw invalidField('body', 'larger than 64 kB');
  return text;
}

function jsonBody(event: ApiEvent): unknown {
  if (!/^application\/(.+\+)?json\b/i.test(event.headers['content-type'] ?? '')) {
    throw new DomainError('invalid', 'invalid-body', [{ field: 'header.content-type', problem: 'must be application/json' }]);
  }
  const text = bodyText(event);
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

/** The key under which this request has its one effect: who, what, and the caller's own key; none of it can be read back. */
function idempotentRequest(event: ApiEvent, caller: Caller): IdempotentRequest {
  const given = event.headers['idempotency-key'];
  const field = 'header.idempotency-key';
  if (!given) throw new DomainError('invalid', 'idempotency-key-required', [{ field, problem: 'is required' }]);
  if (!/^[\x21-\x7e]{8,128}$/.test(given))
    throw new DomainError('invalid', 'invalid-idempotency-key', [{ field, problem: 'must be 8 to 128 visible ASCII characters' }]);
  const route = `${event.routeKey} ${JSON.stringify(event.pathParameters ?? {})}`;
  const key = createHash('sha256')
    .update(JSON.stringify([caller.id, route, given]))
    .digest('base64url');
  return { key, body: bodyText(event) };
}

function expectedVersion(event: ApiEvent): number {
  const given = event.headers['if-match'];
  if (!given) throw new DomainError('precondition-required', 'if-match-required');
  const match = /^(?:W\/)?"(\d{1,15})"$/.exec(given.trim());
  if (!match) throw new DomainError('stale', 'unknown-version');
  return Number(match[1]);
}
