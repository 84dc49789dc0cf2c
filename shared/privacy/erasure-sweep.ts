import { DomainError } from '../domain-error.ts';
import { dayOf, type Day } from '../personal-data/calendar.ts';
import { headEnding } from '../personal-data/stored-item.ts';
import type { Database } from '../storage/database.ts';
import { dueKeys } from '../storage/due-index.ts';
import { endOfItem, isProtected, longAgo, type Facts, type Rules } from './assessment.ts';
import type { Deletion } from './deletion.ts';
import { effectOn, type Finding } from './erasure.ts';
import { itemsOf, keyOf, type Found } from './subject-items.ts';
import type { TallySheet } from './tally.ts';

/** These go last: the guard's object while anything may still write, and the way in. */
const lastKinds = ['login', 'customer'];

/** The file of the request and the ledger tell of the erasure; they have ends of their own. */
const ownRecords = ['erasure-request', 'ledger-entry'];

export interface SweepParts {
  readonly db: Database;
  readonly deletion: Deletion;
  readonly rules: Rules;
  readonly now: () => Date;
}

/** One erasure's walk over everything that is stored of a person. */
export interface Sweep {
  readonly customerId: string;
  readonly running: boolean;
  readonly sheet: TallySheet;
}

/** Sweeps until two passes in a row found nothing to do: an index may lag behind what was written just before the guard closed. */
export async function sweep(erasure: Sweep, parts: SweepParts): Promise<void> {
  for (let empty = 0; empty < 2; ) empty = (await pass(erasure, parts)) ? 0 : empty + 1;
  if (erasure.running) return;
  for (const kind of lastKinds) {
    for await (const page of itemsOf(parts.db, erasure.customerId)) {
      for (const head of page) if (head.kind.kind === kind) await parts.deletion.one(head, erasure.sheet);
    }
  }
}

/** Does with each item what its class asks for. True when anything was done. */
async function pass(erasure: Sweep, parts: SweepParts): Promise<boolean> {
  let done = false;
  for await (const page of itemsOf(parts.db, erasure.customerId)) {
    for (const head of page) {
      if (lastKinds.includes(head.kind.kind) || ownRecords.includes(head.kind.kind)) continue;
      const next = nextStep(head, erasure, parts);
      if (next === 'nothing') continue;
      if (next === 'delete') done = (await parts.deletion.one(head, erasure.sheet)) === 'deleted' || done;
      else done = (await retain(head, next.until, parts)) || done;
    }
  }
  return done;
}

function nextStep(head: Found, { running }: Sweep, { rules, now }: SweepParts): 'nothing' | 'delete' | { until: Day } {
  const ending = headEnding(head.kind);
  if (!ending || isProtected(head.item)) return 'nothing';
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

/** What is left after the sweep, for the answer. */
export async function leftOvers({ customerId, running }: Sweep, { db, rules, now }: Omit<SweepParts, 'deletion'>): Promise<Finding[]> {
  const findings: Finding[] = [];
  const today = dayOf(now());
  for await (const page of itemsOf(db, customerId)) {
    for (const head of page) {
      const ending = headEnding(head.kind);
      if (!ending || ownRecords.includes(head.kind.kind)) continue;
      if (isProtected(head.item)) findings.push({ class: ending.class, result: 'protected' });
      else if (head.item.retainedSince !== undefined) findings.push({ class: ending.class, result: 'retained', endsOn: String(head.item.dueOn) });
      else if (running && effectOn(rules[ending.class].onErasure, running) === 'refuse') {
        const end = endOfItem(head, {}, rules, today);
        findings.push({ class: ending.class, result: 'refused', ...(end.final && { endsOn: end.on }) });
      }
    }
  }
  return findings;
}

function endAfterErasure(head: Found, rules: Rules, today: Day): Day {
  const facts: Facts = { relationshipEndedOn: longAgo };
  return endOfItem(head, facts, rules, today, true).on;
}
