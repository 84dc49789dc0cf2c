/** What is under way in an emulator that plays AWS. */
import * as z from 'zod';

const UnderWay = z.object({
  /** Functions that run. */
  executions: z.int(),
  /** Records of streams that no reader is done with. */
  unread: z.int(),
});
export type UnderWay = z.infer<typeof UnderWay>;

/** As the local cloud's emulator tells it (`local/emulator.py`); `undefined` where an emulator of the user's own cannot. */
export async function underWay(endpoint: string): Promise<UnderWay | undefined> {
  const response = await look(endpoint, 'under-way');
  const text = await response.text();
  return response.ok && response.headers.get('content-type') === 'application/json' ? UnderWay.parse(JSON.parse(text)) : undefined;
}

const Queued = z.object({
  messages: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.array(z.looseObject({ IsVisible: z.boolean() }))))),
});

/** How many messages lie ready in the queues with these names: neither delayed, nor in a worker's hands, nor waiting for another try. */
export function readyMessages(answer: unknown, queueNames: ReadonlySet<string>): number {
  const byRegion = Object.values(Queued.parse(answer).messages).flatMap((regions) => Object.values(regions));
  return byRegion
    .flatMap((queues) => Object.entries(queues))
    .filter(([url]) => queueNames.has(url.split('/').at(-1) ?? ''))
    .reduce((sum, [, messages]) => sum + messages.filter(({ IsVisible }) => IsVisible).length, 0);
}

/** What an emulator has still to do. */
export interface ToDo {
  /** Functions that run. */
  readonly running: number;
  /** Records of streams that no reader is done with. */
  readonly unread: number;
  /** Messages that are ready in queues that somebody works on. */
  readonly ready: number;
}

/** What is still to do at this moment. @throws Error where nothing answers */
export async function stillToDo(endpoint: string, workedQueues: ReadonlySet<string>): Promise<ToDo> {
  const { executions, unread } = (await underWay(endpoint)) ?? { executions: 0, unread: 0 };
  const response = await look(endpoint, 'sqs/messages');
  return { running: executions, unread, ready: readyMessages(await response.json(), workedQueues) };
}

/**
 * A look whether all is quiet: no function runs, no stream has anything unread, no message is ready in a queue that somebody works on.
 * True at the second quiet look on end, since between the end of one thing and the beginning of the next neither may be seen.
 */
export function quietLook(endpoint: string, workedQueues: ReadonlySet<string>): () => Promise<boolean> {
  let quietLooks = 0;
  return async () => {
    const todo = await stillToDo(endpoint, workedQueues).catch(unlessTooBusy);
    quietLooks = todo && todo.running + todo.unread + todo.ready === 0 ? quietLooks + 1 : 0;
    return quietLooks >= 2;
  };
}

const look = (endpoint: string, what: string): Promise<Response> => fetch(`${endpoint}/_ministack/${what}`, { signal: AbortSignal.timeout(30_000) });

/** An emulator that does not answer in time has something to do; one that is gone is another matter. */
export function unlessTooBusy(error: unknown): undefined {
  if (error instanceof Error && error.name === 'TimeoutError') return undefined;
  throw error;
}
