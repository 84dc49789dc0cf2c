import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readyMessages, type ToDo } from '../../../client/under-way.ts';
import { drain, inWords, type Draining } from '../../../local/drain.ts';

/** What an emulator says at one look. */
interface Look {
  readonly executions?: number;
  readonly unread?: number;
  /** Messages ready in the queue `work`. */
  readonly ready?: number;
}

let server: Server;
let looks: (Look | 'cannot tell')[];
let looked: number;

const peeked = (ready: number) => ({
  messages: { '000000000000': { 'eu-central-1': { 'http://x/000000000000/work': Array.from({ length: ready }, () => ({ IsVisible: true })) } } },
});

beforeEach(async () => {
  looked = 0;
  server = createServer(({ url }, response) => {
    const look = looks[Math.min(looked, looks.length - 1)]!;
    const { executions = 0, unread = 0, ready = 0 } = look === 'cannot tell' ? {} : look;
    if (url === '/_ministack/sqs/messages') looked++;
    if (url === '/_ministack/sqs/messages') response.end(JSON.stringify(peeked(ready)));
    else if (look === 'cannot tell') response.writeHead(404).end('<Error/>');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ executions, unread }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const drained = (options?: Draining): Promise<ToDo | undefined> =>
  drain({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, queues: new Set(['work']) }, { every: 5, ...options });

describe('drain', () => {
  it.each<[string, Look]>([
    ['a function runs', { executions: 1 }],
    ['a stream has something unread', { unread: 2 }],
    ['a message is ready', { ready: 1 }],
  ])('waits while %s, and for a second look after', async (_what, busy) => {
    looks = [busy, {}, busy, {}, {}];
    expect(await drained()).toBeUndefined();
    expect(looked).toBe(5);
  });

  it('gives up when nothing moves, and says what is left', async () => {
    looks = [{ executions: 1, ready: 14 }];
    expect(await drained({ patience: 100 })).toEqual({ running: 1, unread: 0, ready: 14 });
  });

  it('waits however long it takes as long as it gets somewhere', async () => {
    looks = [...Array.from({ length: 60 }, (_, index) => ({ ready: 60 - index })), {}, {}];
    const started = performance.now();
    expect(await drained({ patience: 200 })).toBeUndefined();
    // Longer than nothing may move: it was not the patience that let it end.
    expect([looked, performance.now() - started > 200]).toEqual([62, true]);
  });

  it('waits no further when asked to hurry', async () => {
    looks = [{ ready: 3 }];
    const hurry = new AbortController();
    const waiting = drained({ hurry: hurry.signal });
    hurry.abort();
    expect(await waiting).toEqual({ running: 0, unread: 0, ready: 3 });
  });

  it('goes by the queues alone where what plays AWS cannot tell more', async () => {
    looks = [{ ready: 1 }, 'cannot tell', 'cannot tell'];
    expect(await drained()).toBeUndefined();
    expect(looked).toBe(3);
  });

  it('does not wait for an emulator that is gone', async () => {
    looks = [{}];
    const waiting = drained();
    server.closeAllConnections();
    server.close();
    await expect(waiting).rejects.toThrow();
  });
});

describe('what is left', () => {
  it.each([
    [{ running: 0, unread: 0, ready: 14 }, '14 messages'],
    [{ running: 1, unread: 1, ready: 1 }, '1 message, 1 change that is not published, 1 function at work'],
    [{ running: 2, unread: 3, ready: 0 }, '3 changes that are not published, 2 functions at work'],
  ])('is said in words: %p', (todo, words) => {
    expect(inWords(todo)).toBe(words);
  });
});

describe('readyMessages', () => {
  it('counts what lies ready in queues that are worked on, not what is delayed, under way or dead', () => {
    const answer = {
      messages: {
        '000000000000': {
          'eu-central-1': {
            'http://localhost:1/000000000000/work': [{ IsVisible: true }, { IsVisible: false }],
            'http://localhost:1/000000000000/work-dlq': [{ IsVisible: true }],
          },
        },
      },
    };
    expect(readyMessages(answer, new Set(['work']))).toBe(1);
    expect(readyMessages({ messages: {} }, new Set(['work']))).toBe(0);
  });
});
