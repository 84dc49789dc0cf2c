import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { crmScope } from '../shared/lambda/caller.ts';
import { isFile } from '../shared/lambda/answer.ts';
import { isSigned, needsIfMatch, rolesOf, type Route } from '../shared/lambda/endpoint.ts';
import { Problem } from '../shared/lambda/problem.ts';
import { endpointCatalogue, type CataloguedEndpoint } from './endpoint-catalogue.ts';

/** What each part of the API is for; a concept without its words fails. */
const tags: Record<string, { name: string; description: string }> = {
  tickets: { name: 'Tickets', description: 'Claims and other matters [Vorgänge]: report, read, write on, close.' },
  letters: { name: 'Letters', description: 'The letter centre [Briefcenter]: issue, list, fetch.' },
  customers: { name: 'Customers', description: 'Master data and preferences [Stammdaten].' },
  privacy: { name: 'Privacy', description: 'What is stored, erasure requests and deletion runs [Datenschutz].' },
  staff: { name: 'Staff', description: 'Clerks and officers [Beschäftigte].' },
  health: { name: 'Health', description: 'Whether the API answers.' },
};

const problemSchema = Problem.meta({ id: 'Problem', description: 'RFC 9457 problem details. No member holds a value from the request.' });
const gatewaySchema = z
  .object({ message: z.string() })
  .meta({ id: 'GatewayMessage', description: 'What API Gateway itself answers, before any function of ours.' });

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,128}$/)
  .meta({
    description:
      'Yours to choose, a new one for each thing to be done. A repeat with the same key and body within 24 hours has no second effect and answers with what the first made.',
    example: '7f0c5a3e-6f0b-4c2e-9d3a-1f2b3c4d5e6f',
    param: { id: 'IdempotencyKey' },
  });
const ifMatch = z
  .string()
  .regex(/^(?:W\/)?"\d{1,15}"$/)
  .meta({ description: 'The ETag of the version that you saw.', example: '"2"', param: { id: 'IfMatch' } });
const webhookId = z
  .string()
  .regex(/^[\x21-\x2d\x2f-\x7e]{1,200}$/)
  .meta({
    description: 'The same for every attempt to deliver a message, which has one effect.',
    example: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
    param: { id: 'WebhookId' },
  });
const webhookTimestamp = z
  .string()
  .regex(/^\d{1,12}$/)
  .meta({
    description: 'When this attempt was made, in seconds since 1970; not more than five minutes ago.',
    example: '1674087231',
    param: { id: 'WebhookTimestamp' },
  });
const fileName = z.string().meta({ description: 'What the file is called.', example: 'attachment; filename="loeschprotokoll-2026-11-22.csv"' });
const etag = z.string().meta({ description: 'The version, to be sent back as If-Match.', example: '"2"' });

/** A refusal that every operation words alike, once in the document. */
function refusal(id: string, description: string, by: 'us' | 'gateway' | 'both' = 'us'): ZodOpenApiResponseObject {
  const ours = by === 'gateway' ? {} : { 'application/problem+json': { schema: problemSchema } };
  const gateways = by === 'us' ? {} : { 'application/json': { schema: gatewaySchema } };
  return { id, description, content: { ...ours, ...gateways } };
}

const refusals = {
  400: refusal('Invalid', 'The request is not valid; `errors` names the fields.'),
  401: refusal('Unauthenticated', 'No valid access token.', 'both'),
  403: refusal('Forbidden', 'The role does not allow this.'),
  404: refusal('NotFound', 'There is no such thing, or it is somebody else’s: the answer is the same.'),
  409: refusal('Conflict', 'The current state does not allow this.'),
  412: refusal('Stale', 'It was changed meanwhile; read it again.'),
  422: refusal('Unprocessable', 'The Idempotency-Key was used with another body, or the content cannot be processed.'),
  428: refusal('PreconditionRequired', 'If-Match is missing.'),
  429: refusal('TooManyRequests', 'Too many requests.', 'gateway'),
  500: refusal('Failed', 'Something went wrong on our side.'),
  503: refusal('Unavailable', 'Too busy; try again.'),
};

/** Which of them an operation can answer with. */
function possibleRefusals(route: Route): Partial<typeof refusals> {
  const { method, allow, params, path } = route;
  const closed = allow !== 'anyone';
  const writes = method !== 'GET';
  const can: Record<keyof typeof refusals, boolean> = {
    400: true,
    401: closed,
    403: closed,
    404: closed && (params !== undefined || writes || path.startsWith('/v1/me')),
    // A file may be of something that is not finished.
    409: writes || isFile(route.returns),
    412: writes,
    422: method === 'POST' && closed,
    428: needsIfMatch(route),
    429: true,
    500: true,
    503: closed,
  };
  return Object.fromEntries(Object.entries(refusals).filter(([status]) => can[Number(status) as keyof typeof refusals]));
}

function responsesOf(route: Route): ZodOpenApiResponsesObject {
  const description = route.status === 202 ? 'Taken in; ask again for how far it is.' : 'Done.';
  return { [String(route.status)]: { description, ...answerOf(route) }, ...possibleRefusals(route) };
}

function answerOf({ returns, version }: Route): Omit<ZodOpenApiResponseObject, 'description'> {
  if (returns === 'nothing') return {};
  if (isFile(returns)) {
    const { mediaType } = returns;
    // Bytes have no schema in OpenAPI 3.1: the media type says it all.
    return {
      content: { [mediaType]: mediaType.startsWith('text/') ? { schema: { type: 'string' } } : {} },
      headers: z.object({ 'Content-Disposition': fileName }),
    };
  }
  return { content: { 'application/json': { schema: returns } }, ...(version && { headers: z.object({ ETag: etag }) }) };
}

function operationOf({ name, concept, route }: CataloguedEndpoint): ZodOpenApiOperationObject {
  const { method, allow, params, query, body, example, summary } = route;
  const headers = headersOf(route);
  const tag = tags[concept];
  if (!tag) throw new Error(`The reference has no words for the concept ${concept} (docs/openapi.ts)`);
  if (body && (method === 'GET' || method === 'DELETE')) throw new Error(`${name}: nobody reads the body of a ${method}`);
  if (body && example === undefined) throw new Error(`${name} has a body and no example of it`);
  return {
    operationId: name,
    tags: [tag.name],
    summary,
    'x-roles': [...rolesOf(allow)],
    security: securityOf(allow),
    requestParams: {
      ...(params && { path: params as z.ZodObject }),
      ...(query && { query: query as z.ZodObject }),
      ...(Object.keys(headers).length > 0 && { header: z.object(headers) }),
    },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body, example } } } }),
    responses: responsesOf(route),
  };
}

/** The headers that an operation cannot do without. */
function headersOf(route: Route): Readonly<Record<string, z.ZodType>> {
  const { method, allow } = route;
  return {
    ...(method === 'POST' && Array.isArray(allow) && { 'Idempotency-Key': idempotencyKey }),
    ...(isSigned(allow) && { 'webhook-id': webhookId, 'webhook-timestamp': webhookTimestamp }),
    ...(needsIfMatch(route) && { 'If-Match': ifMatch }),
  };
}

function securityOf(allow: Route['allow']): Record<string, string[]>[] {
  if (isSigned(allow)) return [{ webhookSignature: [] }];
  const roles = rolesOf(allow);
  const people = roles.some((role) => role !== 'crm') ? [{ accessToken: [] }] : [];
  return [...people, ...(roles.includes('crm') ? [{ machineClient: [crmScope] }] : [])];
}

/** The OpenAPI 3.1 description of everything under /v1, from the definitions of the endpoints. */
export async function openApi(endpoints?: readonly CataloguedEndpoint[]): Promise<object> {
  const catalogue = endpoints ?? (await endpointCatalogue());
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of catalogue) {
    const { path, method } = endpoint.route;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(endpoint) };
  }
  const signed = catalogue.some(({ route }) => isSigned(route.allow));
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Schutzbrief',
      version: '1',
      description:
        'Tickets, letters, notifications, and deletion that can be proved. Answers are JSON, unless an operation says that it answers with a file, and never cached; every refusal is an RFC 9457 problem with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The stage’s own address (output `ApiUrl`); paths begin with /v1.' }],
    tags: Object.values(tags).filter(({ name }) => catalogue.some(({ concept }) => tags[concept]!.name === name)),
    paths,
    components: {
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Access token of a person (not the ID token). Roles are the groups in it.',
        },
        machineClient: {
          type: 'oauth2',
          description: 'A machine client such as the CRM, recognised by its scope.',
          flows: { clientCredentials: { tokenUrl: '/oauth2/token', scopes: { [crmScope]: 'Act as the CRM' } } },
        },
        ...(signed && {
          webhookSignature: {
            type: 'apiKey',
            in: 'header',
            name: 'webhook-signature',
            description:
              'Signature of a message (Standard Webhooks 1.0.0): `v1,` and the HMAC-SHA256 of `webhook-id`, `webhook-timestamp` and body, in base64; several are separated by spaces.',
          },
        }),
      },
    },
  });
}
