import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import type { IdempotentRequest } from '../storage/idempotency.ts';
import { always, answerOf, type ApiResult } from './answer.ts';
import { shapeFor, type RequestShape } from './by-role.ts';
import { callerFrom, cognitoClaims, roleNotAllowed, type Caller, type Identity } from './caller.ts';
import { isSigned, needsIfMatch, rolesOf, routeKey, type AnyEndpoint, type DepsOf, type SignedAllow } from './endpoint.ts';
import { limitOf } from './limit.ts';
import { describeError, type Log } from './logger.ts';
import { problemOf } from './problem.ts';
import { bodyBytes, expectedVersion, idempotentRequest, jsonBody, parsed, type ApiEvent } from './request.ts';
import { senderOf, type Sender, type SignatureParts } from './signature.ts';

export interface ApiParts<Deps> {
  readonly deps: Deps;
  readonly log: Log;
  readonly identity?: Identity;
  /** With what signatures are checked, where an endpoint of the list asks for one. */
  readonly signatures?: SignatureParts;
}

type SignaturesOf<List extends readonly AnyEndpoint[]> = [Extract<List[number]['allow'], SignedAllow>] extends [never]
  ? unknown
  : { readonly signatures: SignatureParts };

interface Call {
  readonly endpoint: AnyEndpoint;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly caller: Caller | Sender | undefined;
  readonly once: IdempotentRequest | undefined;
  readonly ifMatch: number | undefined;
}

type Chained = middy.Request<ApiEvent & { call?: Call }, ApiResult, Error, Context>;

/**
 * A concept's Lambda: finds the endpoint by route key and puts the one middleware chain around it: log, problems and headers,
 * caller, checked request, checked answer. `deps` must have what each endpoint of the list asks for, and nothing that none does.
 */
export function api<const List extends readonly AnyEndpoint[]>(endpoints: List, parts: ApiParts<DepsOf<List>> & SignaturesOf<List>) {
  const { deps, log }: ApiParts<DepsOf<List>> = parts;
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
        headers: {
          ...always,
          'content-type': 'application/problem+json',
          ...retryAfter(request.error),
          ...(problem.status === 401 && { 'www-authenticate': challenge(byRoute.get(request.event.routeKey)) }),
        },
        body: JSON.stringify(problem),
      };
    },
  };

  const checked = {
    before: async ({ event }: Chained) => {
      const endpoint = byRoute.get(event.routeKey);
      if (!endpoint) throw new DomainError('not-found', 'no-such-route');
      const caller = await allowedCaller(endpoint, event, parts);
      const json = endpoint.body && jsonBody(event);
      const roles = rolesOf(endpoint.allow).filter((role) => caller && 'roles' in caller && caller.roles.includes(role));
      const shapeOf = (declared: RequestShape | undefined): z.ZodType => (declared ? shapeFor(declared, roles) : nothing);
      event.call = {
        endpoint,
        caller,
        params: parsed(endpoint.params ?? nothing, event.pathParameters ?? {}, 'path'),
        query: parsed(shapeOf(endpoint.query), event.queryStringParameters ?? {}, 'query'),
        body: endpoint.body ? parsed(shapeOf(endpoint.body), json, 'body') : undefined,
        once: endpoint.method === 'POST' && caller ? { ...idempotentRequest(event, caller, json), limit: limitFor(endpoint, caller) } : undefined,
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

async function allowedCaller(
  { allow }: AnyEndpoint,
  event: ApiEvent,
  { identity = cognitoClaims, signatures }: ApiParts<unknown>,
): Promise<Caller | Sender | undefined> {
  if (allow === 'anyone') return undefined;
  if (isSigned(allow)) return senderOf(allow.signature, { headers: event.headers, body: bodyBytes(event) }, signatures!);
  const caller = callerFrom(event.requestContext.authorizer?.jwt?.claims, identity);
  if (!allow.some((role) => caller.roles.includes(role))) throw roleNotAllowed();
  return { ...caller, sourceIp: event.requestContext.http.sourceIp };
}

const limitFor = (endpoint: AnyEndpoint, caller: Caller | Sender) => ('roles' in caller ? limitOf(endpoint, caller) : undefined);

const retryAfter = (error: unknown): { 'retry-after'?: string } =>
  error instanceof DomainError && error.retryAfterSeconds !== undefined ? { 'retry-after': String(error.retryAfterSeconds) } : {};

/** What a refused caller lacks. */
const challenge = (endpoint: AnyEndpoint | undefined): string => (endpoint && isSigned(endpoint.allow) ? 'Standard-Webhooks' : 'Bearer');
