import { alreadyDone, changedMeanwhile, DomainError, isRefusal } from '../../shared/domain-error.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import type { Day } from '../../shared/personal-data/calendar.ts';
import { deletionRules, type DeletionClass, type DeletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { becameOf, deletionBatch, deletionNeeds, failuresOf, type Assessed, type Deletion } from '../../shared/privacy/deletion/deletion.ts';
import { casesIn, deleteCases, gathering, isCase, mostTogether } from '../../shared/privacy/deletion/ending-cases.ts';
import { leaveNeeds } from '../../shared/privacy/deletion/law-only.ts';
import { tallyWrite, type Counted, type TallySheet } from '../../shared/privacy/deletion/tally.ts';
import { defectOf, endOfItem, isProtected, needsEnd } from '../../shared/privacy/registry/assessment.ts';
import { factFinder, factNeeds, type FactFinder } from '../../shared/privacy/registry/facts.ts';
import type { Found } from '../../shared/privacy/registry/found.ts';
import { classOf, endingOf, type Registry } from '../../shared/privacy/registry/registry.ts';
import { runCountKind, runSheet } from '../../shared/privacy/runs/deletion-run-item.ts';
import { deletionRunNeeds } from '../../shared/privacy/runs/deletion-run-table.ts';
import { coversItsDay, isSlow, shardsPerPart, statusOf, type DeletionRun, type RunPart } from '../../shared/privacy/runs/deletion-run.ts';
import type { Database } from '../../shared/storage/database.ts';
import { dueShard, dueUpTo } from '../../shared/storage/due-index.ts';
import { classesOf, headEnding } from '../../shared/storage/item-kind.ts';
import { both, notKept } from '../../shared/storage/item-states.ts';
import { dueAttributes, update } from '../../shared/storage/item-writes.ts';
import { keyOf, type Item } from '../../shared/storage/item.ts';
import { indexOfEach, toEach } from '../../shared/storage/needs.ts';
import type { TableName } from '../../shared/storage/tables.ts';
import { doing, only, type Used } from '../../shared/storage/uses.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { findRun } from './find-run.ts';

const { tablesWithDueDates } = storedItems;

/** What it works with on the tables: any head may be due, or, since periods were changed, due later than it says. */
export const deleteDueUses = {
  db: doing<Database>(indexOfEach('due', tablesWithDueDates), factNeeds(storedItems), toEach('updates', tablesWithDueDates)),
  runs: only(deletionRunNeeds, 'read', 'nextShard', 'finishShards'),
  deletion: doing<Deletion>(
    deletionNeeds(storedItems, storedItems.kinds.filter(headEnding), runCountKind, { tombstones: false }),
    leaveNeeds(storedItems, deletionRules('general')),
  ),
};

/** How the log says how runs get on. Alarms count these lines: that none is finished for long is the worst that can happen here. */
export const runTold = { finished: 'deletion-run-finished', slow: 'deletion-run-slow' } as const;

export interface DeleteDueDeps extends Used<typeof deleteDueUses> {
  readonly registry: Registry;
  readonly rules: DeletionRules;
  readonly now: () => Date;
  /** Whether there is time for another page; the rest is left to the next worker. */
  readonly hasTime: () => boolean;
  /** Hands the rest of a part to another worker. */
  readonly continueLater: (part: RunPart) => Promise<void>;
  /** Tells the log why items could not be deleted: the first failure, and how many there are. `code` is a key of `undeleted`. */
  readonly report: (code: Undeleted, error: unknown, fields: { runId: string; table: TableName; count: number }) => void;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** What the log says of items that were due and stay. */
export const undeleted = {
  /** Something was in the way: their part of the run is tried again. */
  failed: 'items-not-deleted',
  /** What they say of themselves tells no end, and will not the next time: they are counted, and the run goes on. */
  unreadable: 'items-not-readable',
} as const;
type Undeleted = (typeof undeleted)[keyof typeof undeleted];

/**
 * Works through one part of a run: reads only what is due, page by page; in memory are a page and the cases that end
 * together, so many at most, of all its shards. What was deleted is no longer in the index, so a worker that was killed is
 * followed by one that finds what is left. An item of which no end can be told is counted as failed, and keeps nothing: neither the
 * others nor the run's end.
 * @throws DomainError `unavailable/some-items-failed` after everything else was done: the part is tried again.
 */
export async function deleteDue(part: RunPart, deps: DeleteDueDeps): Promise<void> {
  const run = await findRun(deps.runs, part.runId);
  if (isSlow(run, deps.now())) deps.log.warn(runTold.slow, { runId: run.id });
  const work: Work = {
    run,
    part,
    sheet: runSheet(part),
    counts: new Map(),
    endings: gathering(mostTogether(storedItems), (cases) => endTogether(work, cases, deps)),
    done: 0,
    failed: 0,
    unreadable: 0,
  };
  const behind = part.firstShard + shardsPerPart;
  let inTime = true;
  const begun = await deps.runs.nextShard(part);
  let from = begun;
  for (let shard = from; inTime && shard < behind;) {
    inTime = await throughShard(work, shard++, deps);
    const pauses = run.dryRun && shard < behind && !deps.hasTime();
    if (!inTime || pauses || shard === behind) await endTheRest(work);
    // Shards with failures, or with cases that wait for others, are not finished: whoever comes next goes through them again.
    if (inTime && work.failed === 0 && !work.endings.waiting()) shard = from = await finish(work, { from, next: shard }, deps);
    if (pauses) inTime = false;
  }
  const tell = (code: Undeleted, error: unknown, items: number) => items > 0 && deps.report(code, error, { runId: run.id, table: part.table, count: items });
  tell(undeleted.failed, work.firstFailure, work.failed);
  tell(undeleted.unreadable, work.firstUnreadable, work.unreadable);
  // Handed on as long as that gets somewhere: a part that never does ends among the dead letters, and is not handed on for ever.
  const nowhere = work.done === 0 && from === begun && work.failed + work.unreadable > 0;
  if (!inTime && !nowhere) return deps.continueLater(part);
  if (!inTime || work.failed > 0) throw new DomainError('unavailable', 'some-items-failed');
  if (from === behind && coversItsDay(run)) await tellIfFinished(run.id, deps);
}

/** Told by whoever finishes the last part, and again by whoever comes to a part that is done: one killed in between keeps nothing back. */
async function tellIfFinished(runId: string, { runs, log }: DeleteDueDeps): Promise<void> {
  if (statusOf(await findRun(runs, runId)) === 'done') log.info(runTold.finished, { runId });
}

/** What a worker works on, and how far it has come. */
interface Work {
  readonly run: DeletionRun;
  readonly part: RunPart;
  readonly sheet: TallySheet;
  /** What is noted with the next shards that are finished. */
  readonly counts: Map<DeletionClass, Partial<Record<Counted, number>>>;
  /** Cases that wait for others to end together with. */
  readonly endings: ReturnType<typeof gathering>;
  done: number;
  failed: number;
  firstFailure?: unknown;
  unreadable: number;
  firstUnreadable?: unknown;
}

/** Where to go on: behind these shards, or where another worker on the same part has come to meanwhile. */
async function finish({ part, sheet, counts }: Work, shards: { from: number; next: number }, { runs, now }: DeleteDueDeps): Promise<number> {
  const noted = [...counts].map(([cls, what]) => tallyWrite(sheet, cls, part.table, what));
  counts.clear();
  try {
    await runs.finishShards(part, shards, noted, now());
    return shards.next;
  } catch (error) {
    if (!isRefusal(error, alreadyDone())) throw error;
    return runs.nextShard(part);
  }
}

/** Whether there was time for the whole of a shard. A dry run counts it whole, and pauses behind it: its counts are written with the note that it is finished. */
async function throughShard(work: Work, shard: number, deps: DeleteDueDeps): Promise<boolean> {
  const { run, part } = work;
  for await (const items of deps.db.each({ table: part.table, index: 'due', pk: dueShard(shard), below: dueUpTo(run.asOf), limit: deletionBatch })) {
    if (run.dryRun) await countPage(work, items, deps);
    else if (!deps.hasTime() || !(await deletePage(work, items, deps))) return false;
  }
  return true;
}

/** Whether there was time for all of a page. */
async function deletePage(work: Work, items: readonly Item[], deps: DeleteDueDeps): Promise<boolean> {
  const { due, early, kept } = await assessed(work, items, deps);
  const cases = await deps.deletion.clear(due.filter(isCase), work.run.asOf);
  const others = Map.groupBy(
    due.filter((head) => !isCase(head)),
    waitsForProvider,
  );
  const slow = others.get(true) ?? [];
  const failures = [
    ...(await deps.deletion.many(others.get(false) ?? [], work.sheet, work.run.asOf)),
    ...(await failuresOf(early, ({ head, on }) => defer(head, on, work.sheet, deps))),
    ...cases.failures,
    ...(await work.endings.add(cases.ready)),
  ];
  let left = slow.length;
  for (const head of slow) {
    if (left < slow.length && !deps.hasTime()) break;
    failures.push(...(await deps.deletion.many([head], work.sheet, work.run.asOf)));
    left--;
  }
  for (const head of kept) count(work, head, 'protected');
  work.done += due.length + early.length - failures.length - left;
  failed(work, failures);
  return left === 0;
}

/** The provider of mails takes an address off its list once in a second, so a page of people takes longer than a worker has left. */
const waitsForProvider = ({ kind, item }: Found): boolean =>
  headEnding(kind)
    ?.outside?.(item)
    .some(({ store }) => store === 'mail-suppression') === true;

async function countPage(work: Work, items: readonly Item[], deps: DeleteDueDeps): Promise<void> {
  const { due, early, kept } = await assessed(work, items, deps);
  for (const head of due.filter((one) => !isCase(one))) count(work, head, becameOf(head.kind));
  await work.endings.add(due.filter(isCase));
  for (const { head } of early) count(work, head, 'deferred');
  for (const head of kept) count(work, head, 'protected');
}

/** Gives the failures. A dry run counts what would become of them. */
async function endTogether(work: Work, cases: readonly Assessed[], { deletion }: DeleteDueDeps): Promise<unknown[]> {
  if (!work.run.dryRun) return deleteCases(cases, work.sheet, deletion);
  const { lots, rest } = casesIn(cases);
  for (const { head } of lots.flatMap((lot) => lot.cases)) count(work, head, 'anonymised');
  for (const { head } of rest) count(work, head, becameOf(head.kind));
  return [];
}

async function endTheRest(work: Work): Promise<void> {
  const failures = await work.endings.end();
  work.done -= failures.length;
  failed(work, failures);
}

function failed(work: Work, failures: readonly unknown[]): void {
  work.firstFailure ??= failures[0];
  work.failed += failures.length;
}

function count({ counts }: Work, head: Found, what: Counted, cls = classOf(head)): void {
  const line = counts.get(cls) ?? {};
  counts.set(cls, { ...line, [what]: (line[what] ?? 0) + 1 });
}

/** One whose class can't be told either is counted with the first that its kind may have. */
function unreadable(work: Work, head: Found, error: unknown): void {
  work.firstUnreadable ??= error;
  work.unreadable++;
  count(work, head, 'failed', classesOf(endingOf(head))[0]);
}

/**
 * What is really due, what is not yet since something has not ended that could have, and what is protected, by itself or with its
 * case or person. The index lags a little: what was protected meanwhile is passed over.
 */
async function assessed(work: Work, items: readonly Item[], { rules, db, registry }: DeleteDueDeps) {
  const { run, part } = work;
  const due: Assessed[] = [];
  const early: { head: Assessed; on: Day }[] = [];
  const kept: Assessed[] = [];
  const finder = factFinder(db, registry);
  const heads: Found[] = [];
  failed(work, await failuresOf(items, async (item) => heads.push({ kind: registry.kindOf(part.table, item), item })));
  const known = await factsOfAll(heads, finder, rules, work);
  for (const head of known) {
    const defect = defectOf(head, head.facts, rules, run.asOf);
    if (isProtected(head, head.facts)) kept.push(head);
    else if (defect) unreadable(work, head, defect);
    else {
      const { on } = endOfItem(head, head.facts, rules, run.asOf);
      if (on <= run.asOf) due.push(head);
      else early.push({ head, on });
    }
  }
  return { due, early, kept };
}

/** The facts of a page at once; should one item be in the way, of each by itself, so that it keeps no other. */
async function factsOfAll(heads: readonly Found[], finder: FactFinder, rules: DeletionRules, work: Work): Promise<Assessed[]> {
  const paired = async (some: readonly Found[]): Promise<Assessed[]> => {
    const facts = await finder.of(some, needsEnd(rules));
    return some.map((head, index) => ({ ...head, facts: facts[index]! }));
  };
  try {
    return await paired(heads);
  } catch {
    const found: Assessed[] = [];
    failed(work, await failuresOf(heads, async (head) => found.push(...(await paired([head])))));
    return found;
  }
}

/** Dates an item anew, unless it was changed meanwhile; counted with the change. */
async function defer(head: Found, on: Day, sheet: TallySheet, { db, registry }: DeleteDueDeps): Promise<void> {
  const { kind, item } = head;
  // Master data whose deletion had begun when somebody came back: they are a customer like any other again.
  const stays = kind === registry.personKind ? { remove: ['deletingSince'] } : {};
  try {
    await db.commit({
      writes: [
        update(kind, keyOf(item), { set: dueAttributes(kind, item, on), ...stays }, { if: both({ equals: { dueOn: String(item.dueOn) } }, notKept) }),
        tallyWrite(sheet, classOf(head), kind.table, { deferred: 1 }),
      ],
    });
  } catch (error) {
    if (!isRefusal(error, changedMeanwhile())) throw error;
  }
}
