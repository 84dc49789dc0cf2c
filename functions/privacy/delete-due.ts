import type { Day } from '../../shared/personal-data/calendar.ts';
import { headEnding } from '../../shared/personal-data/stored-item.ts';
import type { Database, Item } from '../../shared/storage/database.ts';
import { dueKeys, dueShard, dueUpTo } from '../../shared/storage/due-index.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { DomainError } from '../../shared/domain-error.ts';
import { endOfItem, longAgo, needsFacts, type Facts, type Rules } from '../../shared/privacy/assessment.ts';
import { deletionBatch, type Deletion } from '../../shared/privacy/deletion.ts';
import { shardsPerPart, type DeletionRun, type RunPart } from '../../shared/privacy/deletion-run.ts';
import { runSheet } from '../../shared/privacy/deletion-run-item.ts';
import type { DeletionRunTable } from '../../shared/privacy/deletion-run-table.ts';
import { kindOf } from '../../shared/privacy/stored-items.ts';
import { keyOf, type Found } from '../../shared/privacy/subject-items.ts';
import { tallyWrite, type TallySheet } from '../../shared/privacy/tally.ts';
import type { CustomerReader } from '../../shared/customers/customer-reader.ts';

export interface DeleteDueDeps {
  readonly db: Database;
  readonly runs: DeletionRunTable;
  readonly customers: CustomerReader;
  readonly deletion: Deletion;
  readonly rules: Rules;
  readonly now: () => Date;
  /** Whether there is time for another page; the rest is left to the next worker. */
  readonly hasTime: () => boolean;
  /** Hands the rest of a part to another worker. */
  readonly continueLater: (part: RunPart) => Promise<void>;
}

/**
 * Works through one part of a run: reads only what is due, page by page, in constant memory. What was deleted is no longer in
 * the index, so a worker that was killed is followed by one that finds what is left.
 * @throws DomainError `unavailable/some-items-failed` after everything else was done: the part is tried again.
 */
export async function deleteDue(part: RunPart, deps: DeleteDueDeps): Promise<void> {
  const run = await deps.runs.read(part.runId);
  if (!run) throw new DomainError('not-found', 'no-such-run');
  const sheet = runSheet(part);
  for (let shard = await deps.runs.nextShard(part); shard < part.firstShard + shardsPerPart; shard++) {
    const counts = run.dryRun ? await countShard(run, part.table, shard, deps) : await deleteShard(run, part, shard, sheet, deps);
    if (counts === 'out-of-time') return deps.continueLater(part);
    await deps.runs.finishShard(part, shard, [...counts].map(([cls, what]) => tallyWrite(sheet, cls, part.table, what)), deps.now());
  }
}

type Counts = Map<Parameters<typeof tallyWrite>[1], Record<string, number>>;

const dueItems = (run: DeletionRun, table: TableName, shard: number, { db }: DeleteDueDeps) =>
  db.each({ table, index: 'due', pk: dueShard(shard), below: dueUpTo(run.asOf), limit: deletionBatch });

async function deleteShard(run: DeletionRun, { table }: RunPart, shard: number, sheet: TallySheet, deps: DeleteDueDeps): Promise<Counts | 'out-of-time'> {
  let failed = 0;
  for await (const items of dueItems(run, table, shard, deps)) {
    if (!deps.hasTime()) return 'out-of-time';
    const { due, early } = await assessed(table, items, run.asOf, deps);
    failed += await deletedOf(due, sheet, deps);
    for (const { head, on } of early) await defer(head, on, sheet, deps);
  }
  if (failed > 0) throw new DomainError('unavailable', 'some-items-failed');
  return new Map();
}

/** One bad item must not keep the others: after a failure each goes by itself. */
async function deletedOf(due: readonly Found[], sheet: TallySheet, { deletion }: DeleteDueDeps): Promise<number> {
  try {
    await deletion.many(due, sheet);
    return 0;
  } catch {
    let failed = 0;
    for (const head of due) {
      try {
        await deletion.one(head, sheet);
      } catch {
        failed++;
      }
    }
    return failed;
  }
}

/** A dry run counts a shard whole; its counts are written with the note that it is finished. */
async function countShard(run: DeletionRun, table: TableName, shard: number, deps: DeleteDueDeps): Promise<Counts> {
  const counts: Counts = new Map();
  const count = ({ kind }: Found, what: string) => {
    const { class: cls } = headEnding(kind)!;
    const line = counts.get(cls) ?? {};
    counts.set(cls, { ...line, [what]: (line[what] ?? 0) + 1 });
  };
  for await (const items of dueItems(run, table, shard, deps)) {
    const { due, early } = await assessed(table, items, run.asOf, deps);
    for (const head of due) count(head, headEnding(head.kind)!.anonymised ? 'anonymised' : 'deleted');
    for (const { head } of early) count(head, 'deferred');
  }
  return counts;
}

/** What is really due, and what is not yet since something has not ended that could have. */
async function assessed(table: TableName, items: readonly Item[], today: Day, { rules, customers }: DeleteDueDeps) {
  const due: Found[] = [];
  const early: { head: Found; on: Day }[] = [];
  const facts = new Map<string, Promise<Facts>>();
  const factsOf = (customerId: string): Promise<Facts> => {
    const known = facts.get(customerId) ?? customers.customer(customerId).then((customer) => ({ relationshipEndedOn: customer ? customer.relationshipEndedOn : longAgo }));
    facts.set(customerId, known);
    return known;
  };
  for (const item of items) {
    const head: Found = { kind: kindOf(table, item), item };
    const end = endOfItem(head, needsFacts(head, rules) ? await factsOf(String(item.pk)) : {}, rules, today);
    if (end.on <= today) due.push(head);
    else early.push({ head, on: end.on });
  }
  return { due, early };
}

/** Dates an item anew, unless it was changed meanwhile; counted with the change. */
async function defer(head: Found, on: Day, sheet: TallySheet, { db }: DeleteDueDeps): Promise<void> {
  const { kind, item } = head;
  const id = String(item.dueSk).slice(String(item.dueOn).length + 1);
  try {
    await db.commit({
      writes: [
        {
          table: kind.table,
          update: keyOf(item),
          changes: { set: dueKeys(id, on) },
          if: { equals: { dueOn: String(item.dueOn) }, absent: ['heldSince', 'restrictedSince'] },
        },
        tallyWrite(sheet, headEnding(kind)!.class, kind.table, { deferred: 1 }),
      ],
    });
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'changed-meanwhile')) throw error;
  }
}
