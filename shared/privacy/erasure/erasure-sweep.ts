import type { DeletionRules } from '../../personal-data/deletion-rules.ts';
import { DomainError } from '../../domain-error.ts';
import { dayOf, type Day } from '../../personal-data/calendar.ts';
import { headEnding } from '../../storage/item-kind.ts';
import type { Database } from '../../storage/database.ts';
import { dueKeys } from '../../storage/due-index.ts';
import { endOfItem, isProtected, longAgo, type Facts } from '../registry/assessment.ts';
import type { Deletion } from '../deletion/deletion.ts';
import { effectOn, type Finding } from './erasure.ts';
import { itemsOf } from '../registry/subject-items.ts';
import { keyOf } from '../../storage/item.ts';
import type { Found } from '../registry/found.ts';
import type { TallySheet } from '../deletion/tally.ts';

/** These go last: the guard's object while anything may still write, and the way in. */
const lastKinds = ['login', 'customer'];

/** The file of the request and the ledger tell of the erasure; they have ends of their own. */
const ownRecords = ['erasure-request', 'ledger-entry'];

export interface SweepParts {
  readonly db: Database;
  readonly deletion: Deletion;
  readonly rules: DeletionRules;
  readonly now: () => Date;
}

/** One erasure's walk over everything that is stored of a person. */
export interface Sweep {
  readonly requestId: string;
  readonly customerId: string;
  readonly running: boolean;
  readonly sheet: TallySheet;
}

/** Sweeps until two passes in a row found nothing to do: an index may lag behind what was written just before the guard closed. */
export async function sweep(erasure: Sweep, parts: SweepParts): Promise<void> {
  let last: readonly Found[] = [];
  for (let empty = 0; empty < 2;) {
    const swept = await pass(erasure, parts);
    last = swept.last;
    empty = swept.done ? 0 : empty + 1;
  }
  if (erasure.running) return;
  for (const kind of lastKinds) {
    for (const head of last) if (head.kind.kind === kind) await parts.deletion.one(head, erasure.sheet);
  }
}

/**
 * Does with each item what its class asks for, but for those that go last. One that can't be deleted now does not keep the
 * others. `done`: whether anything was.
 */
async function pass(erasure: Sweep, parts: SweepParts): Promise<{ done: boolean; last: readonly Found[] }> {
  const last: Found[] = [];
  const failures: unknown[] = [];
  let done = false;
  for await (const page of itemsOf(parts.db, erasure.customerId)) {
    const due: Found[] = [];
    for (const head of page) {
      const next = lastKinds.includes(head.kind.kind) ? 'last' : nextStep(head, erasure, parts);
      if (next === 'last') last.push(head);
      else if (next === 'delete') due.push(head);
      else if (next !== 'nothing') done = (await retain(head, next.until, parts)) || done;
    }
    failures.push(...(await parts.deletion.many(due, erasure.sheet)));
    done ||= due.length > 0;
  }
  if (failures.length > 0) throw failures[0];
  return { done, last };
}

function nextStep(head: Found, { running }: Sweep, { rules, now }: SweepParts): 'nothing' | 'delete' | { until: Day } {
  const ending = headEnding(head.kind);
  if (!ending || ownRecords.includes(head.kind.kind) || isProtected(head.item)) return 'nothing';
  const effect = effectOn(rules[ending.class].onErasure, running);
  if (effect === 'delete') return 'delete';
  if (effect !== 'retain' || head.item.retainedSince !== undefined) return 'nothing';
  const today = dayOf(now());
  const end = endAfterErasure(head, rules, today);
  return end <= today ? 'delete' : { until: end };
}

/** Marks an item as kept for the law only: hidden from everybody, dated to the end of its period. */
async function retain({ kind, item }: Found, until: Day, { db, now }: SweepParts): Promise<boolean> {
  const id = String(item.dueSk ?? item.sk).slice(item.dueSk === undefined ? 0 : String(item.dueOn).length + 1);
  try {
    await db.commit({
      writes: [
        {
          table: kind.table,
          update: keyOf(item),
          changes: { set: { retainedSince: now().toISOString(), ...dueKeys(id, until) } },
          if: { exists: true, absent: ['retainedSince', 'heldSince', 'restrictedSince'] },
        },
      ],
    });
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'changed-meanwhile') return false;
    throw error;
  }
}

/**
 * What is left after the sweep, for the answer; without the file and the ledger entry of the request itself.
 * @throws DomainError `unavailable/not-swept` when something is left that should not be: it changed under the sweep's hands, or
 *   an index showed it too late. Nobody is told that all is gone before it is.
 */
export async function leftOvers(erasure: Sweep, facts: Facts, { db, rules, now }: Omit<SweepParts, 'deletion'>): Promise<Finding[]> {
  const findings: Finding[] = [];
  const today = dayOf(now());
  for await (const page of itemsOf(db, erasure.customerId)) {
    for (const head of page) {
      const finding = headEnding(head.kind) && !isOwnRecord(head, erasure) ? leftOver(head, erasure, facts, rules, today) : undefined;
      if (finding) findings.push(finding);
    }
  }
  return findings;
}

function leftOver(head: Found, { running }: Sweep, facts: Facts, rules: DeletionRules, today: Day): Finding | undefined {
  const { item, kind } = head;
  const { class: cls } = headEnding(kind)!;
  if (isProtected(item)) return { class: cls, result: 'protected' };
  if (item.retainedSince !== undefined || ownRecords.includes(kind.kind)) return { class: cls, result: 'retained', endsOn: String(item.dueOn) };
  if (!running) throw new DomainError('unavailable', 'not-swept');
  // What nothing protects and is here nevertheless came after the sweep: the guard is open.
  if (effectOn(rules[cls].onErasure, running) !== 'refuse') return undefined;
  const end = endOfItem(head, facts, rules, today);
  return { class: cls, result: 'refused', ...(end.final && { endsOn: end.on }) };
}

/** What tells of this erasure. Of earlier ones as well there are records, and the answer names those. */
const isOwnRecord = ({ kind, item }: Found, { requestId }: Sweep): boolean =>
  ownRecords.includes(kind.kind) && (item.id === requestId || item.requestId === requestId);

function endAfterErasure(head: Found, rules: DeletionRules, today: Day): Day {
  const facts: Facts = { relationshipEndedOn: longAgo };
  return endOfItem(head, facts, rules, today, true).on;
}
