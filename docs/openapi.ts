import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { isMachineRole, machineRoles, machineScopes, machineTasks, type Role } from '../shared/lambda/caller.ts';
import { isFile } from '../shared/lambda/answer.ts';
import { isByRole, shapeFor, shapesOf, type RequestShape } from '../shared/lambda/by-role.ts';
import { isSigned, needsIfMatch, rolesOf, type Route } from '../shared/lambda/endpoint.ts';
import { Problem } from '../shared/lambda/problem.ts';
import { limitsOf } from './limits.ts';
import { endpointCatalogue, type CataloguedEndpoint } from './endpoint-catalogue.ts';

/** What each part of the API is for; a concept without its words fails. */
const tags: Record<string, { name: string; description: string }> = {
  tickets: { name: 'Tickets', description: 'Claims and other matters [Vorgänge]: report, read, write on, close.' },
  letters: { name: 'Letters', description: 'The letter centre [Briefcenter]: issue, list, fetch.' },
  customers: { name: 'Customers', description: 'Master data and preferences [Stammdaten].' },
  privacy: { name: 'Privacy', description: 'What is stored, erasure requests and deletion runs [Datenschutz].' },
  staff: { name: 'Staff', description: 'Clerks and officers [Beschäftigte].' },
  health: { name: 'Health', description: 'Whether the API answers.' },
  'letter-modules': { name: 'Letter modules', description: 'What letters say, in versions that a second person approves, and what they look like.' },
  'text-modules': { name: 'Text modules', description: 'What is written again and again [Textbausteine], and what becomes of tickets that are answered so.' },
  topics: {
    name: 'Topics',
    description: 'What letters are about, explained [Fachthemen]: words, questions and answers, links to help pages.',
  },
  rules: {
    name: 'Rules',
    description: 'Routine work that is done without a person [Dunkelverarbeitung]: when something happens, and what is so of the ticket then.',
  },
  documents: { name: 'Documents', description: 'Files that belong to a ticket [Anlagen]: announce and send, see what became of them, fetch.' },
  time: {
    name: 'Time',
    description:
      'Time spent on tickets [Zeiterfassung]: entries, sums, what you entered yourself, and figures of teams for controlling. Nobody sees the time of somebody else.',
  },
  feedback: { name: 'Feedback', description: 'What staff say of tools, knowledge sources and processes [Rückmeldungen], and what becomes of it.' },
  tasks: {
    name: 'Tasks',
    description: 'What is to be done on a ticket [Aufgaben], reminders [Wiedervorlagen], and the inbox in which both come up, and what was said on feedback.',
  },
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
  404: refusal('NotFound', 'There is no such thing, or it is somebody else’s: the answer is the same. The gateway’s own: no such path.', 'both'),
  409: refusal('Conflict', 'The current state does not allow this.'),
  412: refusal('Stale', 'It was changed meanwhile, or is no version at all; read it again.'),
  413: refusal('TooLarge', 'A body of more than 10 MB does not get past the gateway; more than 64 kB is refused with 400.', 'gateway'),
  422: refusal('Unprocessable', 'The Idempotency-Key was used with another body, or the content cannot be processed.'),
  428: refusal('PreconditionRequired', 'If-Match is missing.'),
  429: {
    ...refusal(
      'TooManyRequests',
      'Too many requests: of all callers (the gateway’s own), or of this one in this hour or day; Retry-After says for how many seconds.',
      'both',
    ),
    headers: z.object({ 'retry-after': z.string().optional().meta({ description: 'In so many seconds there may be more.', example: '3600' }) }),
  },
  500: refusal('Failed', 'Something went wrong on our side.', 'both'),
  503: refusal('Unavailable', 'Too busy, or no answer in time; try again.', 'both'),
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
    413: route.body !== undefined,
    422: method === 'POST' && closed,
    428: needsIfMatch(route),
    429: true,
    500: true,
    503: true,
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

function operationOf({ name, concept, route }: CataloguedEndpoint, as: Role | undefined): ZodOpenApiOperationObject {
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
    ...limitsOf(route, as),
    'x-roles': [...rolesOf(allow)],
    security: securityOf(allow),
    requestParams: {
      ...(params && { path: params as z.ZodObject }),
      ...(query && { query: queryOf(query, as) }),
      ...(Object.keys(headers).length > 0 && { header: z.object(headers) }),
    },
    ...(body && { requestBody: { required: true, content: { 'application/json': bodyOf(name, body, example, as) } } }),
    responses: responsesOf(route),
  };
}

/** The body that somebody in this role sends; of all roles, one schema and example for each. */
function bodyOf(
  name: string,
  body: RequestShape,
  example: unknown,
  as: Role | undefined,
): { schema: z.ZodType; example?: unknown; examples?: Record<string, { value: unknown }> } {
  if (!isByRole(body)) return { schema: body, example };
  const ofRole = example as Partial<Record<Role, unknown>>;
  if (as) return { schema: shapeFor(body, [as]), example: ofRole[as] };
  const shapes = shapesOf(body) as { role: Role; schema: z.ZodType }[];
  const schemas = shapes.map(({ role, schema }) => schema.meta({ title: `As ${role}`, 'x-roles': [role] }));
  for (const { role } of shapes) if (ofRole[role] === undefined) throw new Error(`${name} has no example of what somebody as ${role} sends`);
  return { schema: z.union(schemas), examples: Object.fromEntries(shapes.map(({ role }) => [role, { value: ofRole[role] }])) };
}

/**
 * The query of somebody in this role. A description of all has each parameter once, as OpenAPI wants it: it says of which roles it is where it is not of
 * all, is required only where it is of all of them, and is what the first role has that may send the most.
 */
function queryOf(query: RequestShape, as: Role | undefined): z.ZodObject {
  if (!isByRole(query) || as) return shapeFor(query, as ? [as] : []) as z.ZodObject;
  const shapes = shapesOf(query) as { role: Role; schema: z.ZodObject }[];
  const names = [...new Set(shapes.flatMap(({ schema }) => Object.keys(schema.shape)))];
  return z.object(Object.fromEntries(names.map((parameter) => [parameter, parameterOf(parameter, shapes)])));
}

function parameterOf(name: string, shapes: readonly { role: Role; schema: z.ZodObject }[]): z.ZodType {
  const having = shapes.filter(({ schema }) => name in schema.shape);
  const declared = having[0]!.schema.shape[name] as z.ZodType;
  if (having.length === shapes.length) return declared;
  const required = !z.safeParse(declared, undefined).success;
  const words = [
    `Only as ${having.map(({ role }) => role).join(' or ')}${required ? ', who must send it' : ''}.`,
    declared.description ?? declared.meta()?.description,
  ];
  return declared.optional().meta({ description: words.filter(Boolean).join(' ') });
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
  const people = roles.some((role) => !isMachineRole(role)) ? [{ accessToken: [] }] : [];
  return [...people, ...roles.filter(isMachineRole).map((role) => ({ machineClient: [machineScopes[role]] }))];
}

/**
 * The OpenAPI 3.1 description of everything under /v1, from the definitions of the endpoints; `as`: of what somebody in this role may
 * call, with the bodies and queries that they send.
 */
export async function openApi(endpoints?: readonly CataloguedEndpoint[], as?: Role): Promise<object> {
  const catalogue = (endpoints ?? (await endpointCatalogue())).filter(({ route }) => as === undefined || rolesOf(route.allow).includes(as));
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of catalogue) {
    const { path, method } = endpoint.route;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(endpoint, as) };
  }
  const signed = catalogue.some(({ route }) => isSigned(route.allow));
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Schutzbrief',
      version: '1',
      description:
        'Tickets, letters, notifications, and deletion that can be proved. Answers are JSON, unless an operation says that it answers with a file, and never cached; every refusal of ours is an RFC 9457 problem with a stable `code`. What API Gateway refuses before any function of ours is asked, it words itself, `{"message":"…"}`: 404 for a path or a method that is not here (it has no 405), 401 without a valid token, 413, 429, and 500 or 503 where a function gives no answer.',
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
          flows: {
            clientCredentials: { tokenUrl: '/oauth2/token', scopes: Object.fromEntries(machineRoles.map((role) => [machineScopes[role], machineTasks[role]])) },
          },
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
