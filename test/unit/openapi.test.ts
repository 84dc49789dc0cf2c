import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type * as z from 'zod';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { endpointCatalogue, type CataloguedEndpoint } from '../../docs/endpoint-catalogue.ts';
import { readmeWithLimits } from '../../docs/limits.ts';
import { openApi } from '../../docs/openapi.ts';
import { isFile } from '../../shared/lambda/answer.ts';
import { projectDir } from '../../client/paths.ts';
import { exampleFor, isByRole, shapesOf, type RequestShape } from '../../shared/lambda/by-role.ts';
import { isSigned, needsIfMatch, rolesOf, routeKey } from '../../shared/lambda/endpoint.ts';

interface Operation {
  operationId: string;
  description?: string;
  'x-roles': string[];
  'x-limits'?: object;
  security: object[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { example?: unknown; examples?: Record<string, unknown>; schema: object }> };
  responses: Record<string, Response>;
}

interface Response {
  $ref?: string;
  headers?: object;
  content?: object;
}

interface Parameter {
  $ref?: string;
  in: string;
  name: string;
  required?: boolean;
}

describe('the API reference', () => {
  let catalogue: CataloguedEndpoint[];
  let document: { paths: Record<string, Record<string, Operation>>; components: Record<string, Record<string, object>> };
  beforeAll(async () => {
    catalogue = await endpointCatalogue();
    document = JSON.parse(JSON.stringify(await openApi())) as typeof document;
  });

  const operation = ({ route }: CataloguedEndpoint): Operation => document.paths[route.path]![route.method.toLowerCase()]!;
  /** What stands there, or where it points to in the document's components. */
  const resolved = <T extends { $ref?: string }>(one: T): T => {
    const [, , kind, id] = one.$ref?.split('/') ?? [];
    return kind === undefined ? one : (document.components[kind]![id!] as T);
  };
  const headers = (endpoint: CataloguedEndpoint): string[] =>
    (operation(endpoint).parameters ?? [])
      .map(resolved)
      .filter((one) => one.in === 'header' && one.required)
      .map(({ name }) => name);
  const wrong = (isRight: (endpoint: CataloguedEndpoint) => boolean): string[] => catalogue.filter((endpoint) => !isRight(endpoint)).map(({ name }) => name);

  it('is valid OpenAPI 3.1, with examples that fit, by the recommended rules', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: { 'no-invalid-media-type-examples': 'error', 'no-invalid-schema-examples': 'error', 'no-invalid-parameter-examples': 'error' },
    });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`)).toEqual([]);
  });

  it('is written out as the code says', () => {
    expect(JSON.parse(readFileSync(join(projectDir, 'docs/openapi.json'), 'utf8'))).toEqual(document);
  });

  it('has every endpoint once, under its name', () => {
    expect(new Set(catalogue.map(({ route }) => routeKey(route))).size).toBe(catalogue.length);
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length);
    expect(Object.values(document.paths).flatMap((path) => Object.keys(path)).length).toBe(catalogue.length);
    expect(wrong((endpoint) => operation(endpoint).operationId === endpoint.name && /^[a-z][A-Za-z]+$/.test(endpoint.name))).toEqual([]);
  });

  it('says who may call, and with which token', () => {
    expect(wrong((endpoint) => JSON.stringify(operation(endpoint)['x-roles']) === JSON.stringify(rolesOf(endpoint.route.allow)))).toEqual([]);
    expect(wrong((endpoint) => (operation(endpoint).security.length === 0) === (endpoint.route.allow === 'anyone'))).toEqual([]);
  });

  it('asks for an Idempotency-Key of every POST and for If-Match where a version is demanded, and of nobody else', () => {
    expect(
      wrong((endpoint) => {
        const { route } = endpoint;
        const wanted = [
          ...(isSigned(route.allow) ? ['webhook-id', 'webhook-timestamp'] : route.method === 'POST' ? ['Idempotency-Key'] : []),
          ...(needsIfMatch(route) ? ['If-Match'] : []),
        ];
        return JSON.stringify(headers(endpoint)) === JSON.stringify(wanted);
      }),
    ).toEqual([]);
  });

  it('promises an ETag where a version is told, and a name where a file is', () => {
    expect(
      wrong(
        (endpoint) =>
          JSON.stringify(Object.keys(operation(endpoint).responses[String(endpoint.route.status)]!.headers ?? {})) ===
          JSON.stringify([...(endpoint.route.version ? ['ETag'] : []), ...(isFile(endpoint.route.returns) ? ['Content-Disposition'] : [])]),
      ),
    ).toEqual([]);
  });

  it('answers every refusal of ours as a problem', () => {
    const refusals = (endpoint: CataloguedEndpoint) =>
      Object.entries(operation(endpoint).responses).filter(([status]) => Number(status) >= 400 && !['413', '429'].includes(status));
    expect(
      wrong(
        (endpoint) => refusals(endpoint).length >= 2 && refusals(endpoint).every(([, response]) => 'application/problem+json' in resolved(response).content!),
      ),
    ).toEqual([]);
  });

  it('says how often each role may have something done, in words and as data, and of a role only its own', async () => {
    const limited = catalogue.filter(({ route }) => route.limits !== undefined);
    expect(limited.length).toBeGreaterThan(0);
    expect(wrong((endpoint) => JSON.stringify(operation(endpoint)['x-limits']) === JSON.stringify(endpoint.route.limits))).toEqual([]);
    const reporting = document.paths['/v1/tickets']!['post']!;
    expect(reporting.description).toBe('At most 10 a day as customer, 300 an hour as agent; then 429 with Retry-After.');
    const asCustomer = JSON.parse(JSON.stringify(await openApi(undefined, 'customer'))) as typeof document;
    expect(asCustomer.paths['/v1/tickets']!['post']).toMatchObject({
      description: 'At most 10 a day as customer; then 429 with Retry-After.',
      'x-limits': { customer: { most: 10, per: 'day' } },
    });
  });

  it('stands beside a README with the same limits', async () => {
    const written = readFileSync(join(projectDir, 'README.md'), 'utf8');
    expect(await readmeWithLimits()).toBe(written);
    expect(written).toContain('| `POST /v1/tickets` | 10 a day | 300 an hour | – | – |');
  });

  it('gives an example of every body that its schema takes', () => {
    for (const { name, route } of catalogue) {
      for (const { role, schema } of route.body ? shapesOf(route.body) : []) {
        const example = role ? exampleFor(route, role) : route.example;
        expect({ name, role, read: schema.safeParse(example) }).toMatchObject({ name, role, read: { success: true } });
      }
    }
    expect(
      wrong((endpoint) => {
        const shown = operation(endpoint).requestBody?.content['application/json'];
        return (shown?.example !== undefined || shown?.examples !== undefined) === (endpoint.route.body !== undefined);
      }),
    ).toEqual([]);
  });

  it('has one shape for each role that may call, where there is more than one', () => {
    const rolesIn = (shape: RequestShape | undefined) => shape && isByRole(shape) && Object.keys(shape.byRole).toSorted();
    expect(
      wrong(({ route: { allow, body, query } }) =>
        [rolesIn(body), rolesIn(query)].every((named) => !named || JSON.stringify(named) === JSON.stringify([...rolesOf(allow)].toSorted())),
      ),
    ).toEqual([]);
    const bodies = Object.entries(document.paths['/v1/tickets']!['post']!.requestBody!.content['application/json']!.examples!);
    expect(bodies.map(([role]) => role)).toEqual(['agent', 'customer']);
  });

  it('shows somebody in a role what they send, and nothing that is for others', async () => {
    const asCustomer = JSON.parse(JSON.stringify(await openApi(undefined, 'customer'))) as typeof document;
    const called = Object.values(asCustomer.paths).flatMap((path) => Object.values(path));
    expect(called.filter((one) => !one['x-roles'].includes('customer'))).toEqual([]);
    const parameters = (paths: typeof document.paths, path: string) => paths[path]!['get']!.parameters!.map(({ name }) => name);
    expect(parameters(asCustomer.paths, '/v1/tickets')).toEqual(['limit', 'cursor', 'number']);
    expect(parameters(document.paths, '/v1/tickets')).toEqual(['limit', 'cursor', 'status', 'assignee', 'sort', 'unread', 'number']);
    const body = JSON.stringify(asCustomer.paths['/v1/tickets']!['post']!.requestBody);
    expect(body).not.toContain('customerId');
    expect(body).toContain('"required":["incident"]');
  });

  it('refuses fields that are not declared, in every path, query and body, but for what others send: they may add to it', () => {
    for (const part of ['body', 'params', 'query'] as const) {
      expect(
        wrong(
          ({ route }) =>
            route[part] === undefined ||
            (part === 'body' && isSigned(route.allow)) ||
            shapesOf(route[part]).every(({ role, schema }) => refusesUnknown(schema, part === 'body' ? (role ? exampleFor(route, role) : route.example) : {})),
        ),
      ).toEqual([]);
    }
  });
});

const refusesUnknown = (schema: z.ZodType, example: unknown): boolean => {
  const read = schema.safeParse({ ...(example as object), nobodyDeclaredThis: 1 });
  return !read.success && read.error.issues.some((issue) => issue.code === 'unrecognized_keys');
};
