/** Requests as API Gateway hands them to a Lambda, and a log that remembers. */
import type { Context } from 'aws-lambda';
import type { ApiResult } from '../../../shared/lambda/answer.ts';
import type { ApiEvent } from '../../../shared/lambda/request.ts';
import type { Claims } from '../../../shared/lambda/caller.ts';
import type { Log, LogFields } from '../../../shared/lambda/logger.ts';

export const customerId = 'cus_01JQ0000000000000000000000';
export const agentId = 'agt_01JQ0000000000000000000000';

/** Claims of a Cognito access token, as the authorizer words them. */
export const accessToken = (username: string, groups: string): Claims => ({
  sub: 'c0ffee00-0000-4000-8000-000000000000',
  username,
  token_use: 'access',
  'cognito:groups': `[${groups}]`,
  auth_time: '1773480000',
  scope: 'aws.cognito.signin.user.admin',
});

export const customerToken = accessToken(customerId, 'customer');
export const agentToken = accessToken(agentId, 'agent');
export const machineToken: Claims = { sub: '4crm', client_id: '4crm', token_use: 'access', scope: 'schutzbrief/crm' };

export interface Request {
  readonly route: string;
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  /** Text goes as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly base64?: boolean;
  readonly claims?: Claims | undefined;
}

export const requestId = 'JKJaXmPLvHcESHA=';

export function apiEvent({ route, params, query, headers, body, base64 = false, claims }: Request): ApiEvent {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey: route,
    rawPath: '/v1/somewhere',
    rawQueryString: '',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(params && { pathParameters: params }),
    ...(query && { queryStringParameters: query }),
    isBase64Encoded: base64,
    ...(text !== undefined && { body: base64 ? Buffer.from(text).toString('base64') : text }),
    requestContext: {
      requestId,
      http: { method: route.split(' ')[0], path: '/v1/somewhere', sourceIp: '203.0.113.7', protocol: 'HTTP/1.1', userAgent: 'test' },
      ...(claims && { authorizer: { jwt: { claims, scopes: [] } } }),
    },
  } as unknown as ApiEvent;
}

export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: any;
}

type ApiHandler = (event: ApiEvent, context: Context) => Promise<ApiResult>;

/** Sends a request to an API's handler. */
export async function send(handler: unknown, request: Request): Promise<Answer> {
  const { statusCode, headers = {}, body = '', isBase64Encoded } = await (handler as ApiHandler)(apiEvent(request), {} as Context);
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  return { status: statusCode, headers, text, body: String(headers['content-type']).endsWith('json') ? JSON.parse(text) : undefined };
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly code: string;
  readonly fields: LogFields | undefined;
}

export function memoryLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (code: string, fields?: LogFields) => void lines.push({ level, code, fields });
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
