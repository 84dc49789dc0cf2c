import { describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import * as z from 'zod';
import { openApi } from '../../../docs/openapi.ts';
import { idOf } from '../../../shared/id.ts';
import { file } from '../../../shared/lambda/answer.ts';
import { api } from '../../../shared/lambda/api.ts';
import { endpoint, type Route } from '../../../shared/lambda/endpoint.ts';
import { agentToken, customerToken, memoryLog, send, type Request } from './requests.ts';

interface Deps {
  readonly seen: unknown[];
}

const path = '/v1/things/{thingId}';
const params = z.strictObject({ thingId: idOf('tck') });
const Thing = z.object({ text: z.string(), version: z.int() });

const changeThing = endpoint({
  method: 'PATCH',
  path,
  allow: ['agent'],
  summary: 'Changes what is named of a thing',
  params,
  body: z.strictObject({ text: z.string().optional(), note: z.string().nullable().optional() }),
  example: { text: 'Neu' },
  returns: Thing,
  status: 200,
  version: ({ version }) => version,
  async handle({ ifMatch, body, once }, { seen }: Deps) {
    // A number without being asked for: every PATCH has a version.
    const next: number = ifMatch + 1;
    seen.push({ ifMatch, body, once });
    return { text: body.text ?? '', version: next };
  },
});

const removeThing = endpoint({
  method: 'DELETE',
  path,
  allow: ['agent'],
  summary: 'Removes a thing',
  params,
  returns: 'nothing',
  status: 204,
  async handle(request, { seen }: Deps) {
    seen.push(request);
  },
});

const removeSeenThing = endpoint({
  ...removeThing,
  path: '/v1/versions/{thingId}',
  ifMatch: true,
  handle: async ({ ifMatch }, { seen }: Deps) => void seen.push(ifMatch),
});

const getCopy = endpoint({
  method: 'GET',
  path: '/v1/copies',
  allow: ['crm'],
  summary: 'Everything as a file',
  returns: file('application/zip'),
  status: 200,
  handle: async () => ({ name: 'copy.zip', content: new Uint8Array() }),
});

function things() {
  const seen: any[] = [];
  const handler = api([changeThing, removeThing, removeSeenThing], { deps: { seen }, log: memoryLog() });
  const thingId = 'tck_01JQ0000000000000000000000';
  return { seen, ask: (request: Request) => send(handler, { params: { thingId }, claims: agentToken, ...request }) };
}

const changing = { route: `PATCH ${path}`, body: { text: 'Neu' }, headers: { 'if-match': '"3"' } };
const removing = { route: `DELETE ${path}` };

describe('PATCH', () => {
  it('changes the version that the caller saw, and needs no Idempotency-Key: a repeat meets another version', async () => {
    const { ask, seen } = things();
    expect(await ask(changing)).toMatchObject({ status: 200, body: { text: 'Neu', version: 4 }, headers: { etag: '"4"' } });
    expect(seen).toEqual([{ ifMatch: 3, body: { text: 'Neu' }, once: undefined }]);
  });

  it.each([
    ['no version', {}, 428, 'if-match-required'],
    ['any version', { 'if-match': '*' }, 400, 'invalid-if-match'],
  ] as const)('of %s is refused, though nothing but the method asks for it', async (_what, headers, status, code) => {
    const { ask, seen } = things();
    expect(await ask({ ...changing, headers })).toMatchObject({ status, body: { code } });
    expect(seen).toEqual([]);
  });

  it('may call its body what it is, and tell "leave it" from "take it away"', async () => {
    const { ask, seen } = things();
    const headers = { ...changing.headers, 'content-type': 'application/merge-patch+json' };
    expect((await ask({ ...changing, body: { note: null }, headers })).status).toBe(200);
    expect(seen[0].body).toEqual({ note: null });
  });

  it('is checked like any other request', async () => {
    expect(await things().ask({ ...changing, body: { text: 7 } })).toMatchObject({ status: 400, body: { errors: [{ field: 'body.text' }] } });
    expect((await things().ask({ ...changing, claims: customerToken })).status).toBe(403);
  });
});

describe('DELETE', () => {
  it('needs neither key nor body, and answers nothing', async () => {
    const { ask, seen } = things();
    expect(await ask(removing)).toMatchObject({ status: 204, text: '' });
    expect(seen).toEqual([expect.objectContaining({ body: undefined, once: undefined, ifMatch: undefined })]);
  });

  it('may be of a version that was seen, where the endpoint says so', async () => {
    const { ask, seen } = things();
    const route = 'DELETE /v1/versions/{thingId}';
    expect((await ask({ route })).status).toBe(428);
    expect((await ask({ route, headers: { 'if-match': '"3"' } })).status).toBe(204);
    expect(seen).toEqual([3]);
  });

  it('is refused to others', async () => {
    expect((await things().ask({ ...removing, claims: undefined })).status).toBe(401);
    expect((await things().ask({ ...removing, claims: customerToken })).status).toBe(403);
  });
});

describe('in the API reference', () => {
  const catalogued = (routes: Readonly<Record<string, Route>>) => Object.entries(routes).map(([name, route]) => ({ name, concept: 'tickets', route }));
  const document = async (): Promise<any> => JSON.parse(JSON.stringify(await openApi(catalogued({ changeThing, removeThing, removeSeenThing, getCopy }))));

  it('each is described by what it demands and what it answers with', async () => {
    const { paths } = await document();
    const { patch, delete: remove } = paths[path];
    const header = (operation: any) => operation.parameters.filter((one: any) => one.$ref).map((one: any) => one.$ref.split('/').at(-1));
    expect([header(patch), header(remove), header(paths['/v1/versions/{thingId}'].delete)]).toEqual([['IfMatch'], [], ['IfMatch']]);
    expect([patch.responses['428'], remove.responses['428']]).toEqual([{ $ref: expect.stringContaining('PreconditionRequired') }, undefined]);
    expect([patch.responses['422'], remove.responses['422']]).toEqual([undefined, undefined]);
    expect(remove.responses['204']).toEqual({ description: 'Done.' });
    expect(remove.requestBody).toBeUndefined();
    expect(paths['/v1/copies'].get.responses['200']).toMatchObject({ content: { 'application/zip': {} }, headers: { 'Content-Disposition': {} } });
  });

  it('they are valid OpenAPI', async () => {
    const problems = await lintFromString({ source: JSON.stringify(await document()), config: await createConfig({ extends: ['recommended'] }) });
    expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('a body that nobody would read is refused', async () => {
    const withBody: Route = { ...removeThing, body: z.strictObject({ why: z.string() }), example: { why: 'x' } };
    await expect(openApi(catalogued({ withBody }))).rejects.toThrow('withBody: nobody reads the body of a DELETE');
  });
});
