import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { api } from '../../../shared/lambda/api.ts';
import { endpoint, type DepsOf } from '../../../shared/lambda/endpoint.ts';
import { memoryLog, send } from './requests.ts';

const open = { method: 'GET', allow: 'anyone', summary: 'For everybody', returns: z.object({ answer: z.string() }), status: 200 } as const;

/** Written as the endpoints of the house are: `handle` in the shorthand of methods. */
const readName = endpoint({
  ...open,
  path: '/v1/name',
  async handle(_request, { names }: { readonly names: { readonly first: () => string } }) {
    return { answer: names.first() };
  },
});
const readNames = endpoint({
  ...open,
  path: '/v1/names',
  handle: async (_request, { names, count }: { readonly names: { readonly all: () => string[] }; readonly count: number }) => ({
    answer: names.all().slice(0, count).join(),
  }),
});
const needsNothing = endpoint({ ...open, path: '/v1/nothing', handle: async () => ({ answer: 'nothing' }) });

const list = [readName, readNames, needsNothing];
const names = { first: () => 'Zoë', all: () => ['Zoë', 'Jörg'] };
const log = memoryLog();

// What must not compile is marked so: the type check fails where such a line does compile.
describe('what the endpoints of a list work with', () => {
  it('is given when each gets what it asks for', async () => {
    const handler = api(list, { deps: { names, count: 1 }, log });
    const answers = await Promise.all(['name', 'names', 'nothing'].map((path) => send(handler, { route: `GET /v1/${path}` })));
    expect(answers.map(({ body }) => body.answer)).toEqual(['Zoë', 'Zoë', 'nothing']);
  });

  it('does not compile when something is missing, which nobody would see before the first request', async () => {
    // @ts-expect-error -- `count` is missing
    const handler = api(list, { deps: { names }, log });
    expect((await send(handler, { route: 'GET /v1/names' })).body.answer).toBe('Zoë,Jörg');
    // @ts-expect-error -- an operation is missing
    const other = api(list, { deps: { names: { first: names.first }, count: 1 }, log });
    expect((await send(other, { route: 'GET /v1/names' })).status).toBe(500);
    // @ts-expect-error -- everything is missing
    const empty = api([readName], { deps: {}, log });
    expect((await send(empty, { route: 'GET /v1/name' })).status).toBe(500);
  });

  it('does not compile when it is of another kind', async () => {
    // @ts-expect-error -- a name is a text
    const handler = api([readName], { deps: { names: { first: () => 7 } }, log });
    expect((await send(handler, { route: 'GET /v1/name' })).status).toBe(500);
  });

  it('does not compile when nobody asks for it', async () => {
    // @ts-expect-error -- no endpoint of the list wants a count
    const handler = api([readName], { deps: { names, count: 1 }, log });
    expect((await send(handler, { route: 'GET /v1/name' })).status).toBe(200);
  });

  it('is the sum of what they ask for, whatever their order', () => {
    const all: DepsOf<typeof list> = { names, count: 2 };
    const one: DepsOf<readonly [typeof readName]> = { names: { first: names.first } };
    const none: DepsOf<readonly [typeof needsNothing]> = undefined;
    // @ts-expect-error -- the first of the list alone does not say what all ask for
    const part: typeof all = one;
    expect([all.count, one.names.first(), none, part]).toEqual([2, 'Zoë', undefined, one]);
  });
});
