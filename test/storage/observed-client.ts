import { DynamoDBClient, TransactionCanceledException, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { countingWrites } from './table-writes.ts';

/** One request on its way to DynamoDB; a retry is a call of its own. */
export interface StorageCall {
  /** Counts from 1, from the injection (or the last `resetCalls`). */
  readonly number: number;
  /** `TransactWriteItems`, `Query`, `GetItem` … */
  readonly command: string;
  /** The request as it is sent, marshalled. */
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * What can befall a call:
 * - `conflict`: cancelled, another transaction was at one of the items (nothing written)
 * - `throttle`: refused as too many (nothing written; the SDK tries again by itself)
 * - `crash-before`: the process ends before the request leaves
 * - `crash-after`: the process ends when the request has taken effect but its answer was not seen
 * - `lost-answer`: the request takes effect, the connection breaks before its answer (the SDK tries again by itself)
 * - `unprocessed`: a batch is answered as not done, none of it
 * - `half-read`: a batch of reads is answered with half of what was found; the rest is to be asked for again
 * - an `Error` is thrown as it is
 */
export type Failure = 'conflict' | 'throttle' | 'crash-before' | 'crash-after' | 'lost-answer' | 'unprocessed' | 'half-read' | Error | undefined;
export type Injection = (call: StorageCall) => Failure;

/** Stands for the end of the process: whatever sees it must not go on as if nothing had happened. */
export class InjectedCrash extends Error {
  constructor() {
    super('The process ended here (injected)');
    this.name = 'InjectedCrash';
  }
}

/** What was sent since the last reset. */
export interface CallCount {
  readonly total: number;
  /** `{ TransactWriteItems: 1, Query: 2 }` */
  readonly byCommand: Readonly<Record<string, number>>;
  /** Capacity units, reads and writes together. To be pinned on Amazon's DynamoDB Local only. */
  readonly capacity: number;
}

export interface ObservedClient {
  readonly client: DynamoDBDocumentClient;
  calls(): CallCount;
  resetCalls(): void;
  /** Decides the fate of every call from here on; `undefined` ends it. */
  inject(injection: Injection | undefined): void;
}

/** A client whose calls are counted and can be made to fail, by SDK middleware: nothing is patched. */
export function observedClient(settings: ConstructorParameters<typeof DynamoDBClient>[0]): ObservedClient {
  let byCommand: Record<string, number> = {};
  let capacity = 0;
  let injection: Injection | undefined;
  let sinceInjection = 0;
  const plain = new DynamoDBClient({ ...settings });

  plain.middlewareStack.add((next) => (args) => next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } }), {
    step: 'initialize',
    name: 'consumedCapacity',
  });
  // Behind the SDK's own retries, so that each attempt is seen.
  plain.middlewareStack.add(
    (next, context) => async (args) => {
      const command = String(context['commandName']).replace(/Command$/, '');
      const input = args.input as unknown as Record<string, unknown>;
      byCommand[command] = (byCommand[command] ?? 0) + 1;
      const failure = injection?.({ number: ++sinceInjection, command, input });
      if (failure instanceof Error) throw failure;
      if (failure === 'crash-before') throw new InjectedCrash();
      if (failure === 'conflict') throw conflict(input);
      if (failure === 'throttle') throw named('ThrottlingException', 429);
      if (failure === 'unprocessed') return { response: {}, output: unprocessed(input) as never };
      const answer = await countingWrites(command, input, () => next(args));
      capacity += capacityOf(answer.output);
      if (failure === 'crash-after') throw new InjectedCrash();
      if (failure === 'lost-answer') throw named('TimeoutError', undefined);
      return failure === 'half-read' ? { ...answer, output: halfRead(answer.output) as never } : answer;
    },
    { step: 'finalizeRequest', priority: 'low', name: 'observed' },
  );

  return {
    client: DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } }),
    calls: () => ({ total: Object.values(byCommand).reduce((sum, count) => sum + count, 0), byCommand: { ...byCommand }, capacity }),
    resetCalls() {
      byCommand = {};
      capacity = 0;
    },
    inject(wanted) {
      injection = wanted;
      sinceInjection = 0;
    },
  };
}

/** As DynamoDB words it: one reason per item, the last of them in conflict. */
function conflict(input: Record<string, unknown>): Error {
  const items = Array.isArray(input['TransactItems']) ? input['TransactItems'] : [undefined];
  return new TransactionCanceledException({
    message: 'Transaction cancelled, please refer cancellation reasons for specific reasons',
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: items.map((_, index) => ({ Code: index === items.length - 1 ? 'TransactionConflict' : 'None' })),
  });
}

type Marshalled = Record<string, AttributeValue>;
type WriteRequest = Record<string, Record<string, Marshalled>>;
interface ReadRequest {
  readonly Keys: Marshalled[];
}

/** A batch's answer when nothing of it was done, unmarshalled as the document client answers. */
function unprocessed(input: Record<string, unknown>): object {
  const tables = Object.entries((input['RequestItems'] ?? {}) as Record<string, WriteRequest[] | ReadRequest>);
  const plain = (request: WriteRequest) =>
    Object.fromEntries(
      Object.entries(request).map(([kind, parts]) => [kind, Object.fromEntries(Object.entries(parts).map(([name, item]) => [name, unmarshall(item)]))]),
    );
  const left = tables.map(([table, asked]) => [table, Array.isArray(asked) ? asked.map(plain) : { ...asked, Keys: asked.Keys.map((key) => unmarshall(key)) }]);
  const reads = tables.some(([, asked]) => !Array.isArray(asked));
  return { $metadata: {}, [reads ? 'UnprocessedKeys' : 'UnprocessedItems']: Object.fromEntries(left) };
}

/** The answer to a batch of reads as if half of what it found had been too much. */
function halfRead(output: object): object {
  const found = Object.entries((output as { Responses?: Record<string, { pk: string; sk: string }[]> }).Responses ?? {});
  const half = (items: readonly unknown[]) => Math.ceil(items.length / 2);
  return {
    ...output,
    Responses: Object.fromEntries(found.map(([table, items]) => [table, items.slice(0, half(items))])),
    UnprocessedKeys: Object.fromEntries(found.map(([table, items]) => [table, { Keys: items.slice(half(items)).map(({ pk, sk }) => ({ pk, sk })) }])),
  };
}

const named = (name: string, httpStatusCode: number | undefined): Error => Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

interface Consumed {
  readonly CapacityUnits?: number;
}

function capacityOf(output: unknown): number {
  const consumed = (output as { ConsumedCapacity?: Consumed | Consumed[] }).ConsumedCapacity;
  return [consumed].flat().reduce((sum, one) => sum + (one?.CapacityUnits ?? 0), 0);
}
