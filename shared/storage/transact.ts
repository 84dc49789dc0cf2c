import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { changedMeanwhile, storageBusy } from '../domain-error.ts';
import { guardCheck, type Guard } from './customer-guard.ts';
import { eventWrite, type DomainEvent } from './event-item.ts';
import { conditionExpression, ExpressionNames, updateExpression, type Changes, type Condition } from './expression.ts';
import { markerWrite, readMarker, type OnceNow } from './idempotency.ts';
import type { Item, ItemKey } from './item.ts';
import { countWrite } from './request-count.ts';
import type { TableName } from './tables.ts';

/** What may be said of any write. */
export interface WriteOptions {
  /** What must hold. A new item must not be there, unless this says otherwise. */
  readonly if?: Condition;
  /** What it means when it does not: it sees the item as it stood, so that a stale version and a forbidden state can be told apart. */
  readonly refusal?: ((current: Item | undefined) => Error) | undefined;
}

/** What a write does. */
export type Effect = WriteOptions & { readonly table: TableName } & (
    { readonly put: Item } | { readonly update: ItemKey; readonly changes: Changes } | { readonly delete: ItemKey } | { readonly check: ItemKey }
  );

declare const throughItsKind: unique symbol;

/** One write of a change, made by `item-writes.ts` out of an item's kind: nothing is written that no kind declares. */
export type Write = Effect & { readonly [throughItsKind]: true };

/** Everything that one use case changes; it happens whole or not at all. */
export interface Change {
  /** Written first: a replay must be recognised before anything else about it is judged. */
  readonly once?: OnceNow | undefined;
  /** Whom it is about; both, where it is about two. */
  readonly customer?: Guard | readonly Guard[];
  readonly writes: readonly Write[];
  readonly events?: readonly DomainEvent[];
}

/** What an earlier request with the same Idempotency-Key made; absent when this one did the work. */
export interface Committed {
  readonly earlier?: { readonly id: string; readonly status: number };
}

const attempts = 8;

/**
 * Sends a change as one transaction. A collision with another transaction is retried with jitter (the SDK does not).
 * @throws DomainError `unprocessable/idempotency-key-reused`, `conflict/customer-erased`, `conflict/processing-restricted`,
 *   `stale/profile-changed`, what a write's `refusal` says, or `unavailable/storage-busy` when the collisions do not end.
 */
export async function commit(client: DynamoDBDocumentClient, physical: (table: TableName) => string, change: Change): Promise<Committed> {
  const writes = allWrites(change);
  const input: TransactWriteCommandInput = { TransactItems: writes.map((write) => transactItem(write, physical)) };
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      await client.send(new TransactWriteCommand(input));
      return {};
    } catch (error) {
      const reasons = cancellationReasons(error);
      if (!reasons) throw error;
      // Another transaction holds the marker: it may be the same request, so nothing else is judged before that is known.
      if (change.once && retryable.has(reasons[0]?.Code ?? '')) {
        await pause(attempt);
        continue;
      }
      const earlier = change.once && failed(reasons[0]) ? readMarker(change.once.request, reasons[0]?.Item) : undefined;
      if (earlier) return { earlier };
      const refused = reasons.findIndex(failed);
      if (refused >= 0) throw writes[refused]!.refusal?.(reasons[refused]?.Item) ?? changedMeanwhile();
      if (!reasons.some((reason) => retryable.has(reason.Code ?? ''))) throw error;
      await pause(attempt);
    }
  }
  throw storageBusy();
}

const pause = (attempt: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));

const retryable = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

interface Reason {
  readonly Code?: string | undefined;
  readonly Item?: Item | undefined;
}

const failed = (reason: Reason | undefined): boolean => reason?.Code === 'ConditionalCheckFailed';

/** The reasons, one per write. Their items come as DynamoDB words them: the document client translates answers, not errors. */
function cancellationReasons(error: unknown): Reason[] | undefined {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return undefined;
  const { CancellationReasons } = error as Error & { CancellationReasons?: { Code?: string; Item?: Parameters<typeof unmarshall>[0] }[] };
  return CancellationReasons?.map(({ Code, Item }) => ({ Code, Item: Item && unmarshall(Item) }));
}

/** In the order in which refusals are judged: marker, count, guard, then the writes as the use case lists them, then events. */
function allWrites({ once, customer, writes, events = [] }: Change): Effect[] {
  const limit = once?.request.limit;
  return [
    ...(once ? [markerWrite(once)] : []),
    ...(limit ? [countWrite(limit, once.now)] : []),
    ...(customer ? [customer].flat().map((guard) => guardCheck(guard)) : []),
    ...writes,
    ...events.map(eventWrite),
  ];
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

function transactItem(write: Effect, physical: (table: TableName) => string): TransactItem {
  const names = new ExpressionNames();
  const update = 'update' in write ? updateExpression(write.changes, names) : undefined;
  const condition = conditionExpression(write.if ?? ('put' in write ? { exists: false } : {}), names);
  const common = {
    TableName: physical(write.table),
    ...(condition && { ConditionExpression: condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
    ...names.members,
  };
  if ('put' in write) return { Put: { ...common, Item: write.put } };
  if ('update' in write) return { Update: { ...common, Key: { ...write.update }, UpdateExpression: update! } };
  if ('delete' in write) return { Delete: { ...common, Key: { ...write.delete } } };
  return { ConditionCheck: { ...common, Key: { ...write.check }, ConditionExpression: condition! } };
}
