import { describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { file, type ApiResult, type MediaType } from '../../../shared/lambda/answer.ts';
import { api } from '../../../shared/lambda/api.ts';
import { endpoint, type AnyEndpoint } from '../../../shared/lambda/endpoint.ts';
import type { ApiEvent } from '../../../shared/lambda/request.ts';
import { apiEvent, memoryLog } from './requests.ts';

const open = { method: 'GET', path: '/v1/open', allow: 'anyone', summary: 'For everybody', status: 200 } as const;

async function answerOf(one: AnyEndpoint): Promise<ApiResult & { logged: string[] }> {
  const log = memoryLog();
  const handler = api([one] as const, { deps: undefined, log } as never) as unknown as (event: ApiEvent, context: Context) => Promise<ApiResult>;
  return { ...(await handler(apiEvent({ route: `${one.method} ${one.path}` }), {} as Context)), logged: log.lines.map(({ code }) => code) };
}

const fileOf = (type: MediaType, name: string, content: string | Uint8Array) =>
  endpoint({ ...open, returns: file(type), handle: async () => ({ name, content: content as Uint8Array }) });

describe('an answer that is a file', () => {
  it('has its text as UTF-8, its type, and a name to be kept under', async () => {
    const answer = await answerOf(endpoint({ ...open, returns: file('text/csv'), handle: async () => ({ name: 'log.csv', content: '\uFEFFgelöscht;1\r\n' }) }));
    expect(answer).toMatchObject({
      statusCode: 200,
      isBase64Encoded: true,
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="log.csv"',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
    expect(Buffer.from(answer.body!, 'base64').toString('utf8')).toBe('\uFEFFgelöscht;1\r\n');
  });

  it('has its bytes unchanged', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const answer = await answerOf(endpoint({ ...open, returns: file('application/zip'), handle: async () => ({ name: 'copy.zip', content: bytes }) }));
    expect(answer.headers).toMatchObject({ 'content-type': 'application/zip' });
    expect([...Buffer.from(answer.body!, 'base64')]).toEqual([...bytes]);
  });

  it.each(['', '.htaccess', '../up.csv', 'a b.csv', 'x".csv', 'a\r\nset-cookie: b', 'über.csv', 'a'.repeat(101)])(
    'is not called %j: nothing gets into a header that is no name',
    async (name) => {
      const answer = await answerOf(fileOf('text/csv', name, 'a'));
      expect([answer.statusCode, answer.logged]).toEqual([500, ['failed']]);
    },
  );

  it('ends at what Lambda can answer with', async () => {
    const most = 4 * 1024 * 1024;
    const largest = await answerOf(fileOf('application/zip', 'a.zip', new Uint8Array(most)));
    expect(largest.statusCode).toBe(200);
    expect(JSON.stringify(largest).length).toBeLessThan(6 * 1024 * 1024);
    expect((await answerOf(fileOf('application/zip', 'a.zip', new Uint8Array(most + 1)))).statusCode).toBe(500);
  });

  it('is text where it is declared as text, and bytes otherwise', () => {
    // @ts-expect-error -- CSV is text
    const wrong = endpoint({ ...open, returns: file('text/csv'), handle: async () => ({ name: 'a.csv', content: new Uint8Array() }) });
    // @ts-expect-error -- a zip file is bytes
    const wronger = endpoint({ ...open, returns: file('application/zip'), handle: async () => ({ name: 'a.zip', content: 'PK' }) });
    // @ts-expect-error -- JSON is declared by its schema
    const wrongest = endpoint({ ...open, returns: file('text/csv'), handle: async () => ({ id: 'x' }) });
    expect([wrong, wronger, wrongest]).toHaveLength(3);
  });
});

describe('an answer without a body', () => {
  it('has status 204 and the headers of every answer, and nothing that a handler gives back', async () => {
    const quiet = endpoint({ ...open, returns: 'nothing', status: 204, handle: async () => ({ secret: 'never to be seen' }) as unknown as void });
    const { logged, ...answer } = await answerOf(quiet);
    expect(answer).toEqual({
      statusCode: 204,
      headers: {
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=63072000; includeSubDomains',
        'x-content-type-options': 'nosniff',
      },
    });
    expect(logged).toEqual(['answered']);
  });

  it('is 204 and nothing else is', () => {
    const handle = async () => undefined;
    // @ts-expect-error -- 200 says that there is something
    const wrong = endpoint({ ...open, returns: 'nothing', status: 200, handle });
    // @ts-expect-error -- 204 says that there is nothing
    const wronger = endpoint({ ...open, returns: z.object({}), status: 204, handle: async () => ({}) });
    expect([wrong, wronger]).toHaveLength(2);
  });
});
