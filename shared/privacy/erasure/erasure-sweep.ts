import { DomainError } from '../../domain-error.ts';
import { dayOf, type Day } from '../../personal-data/calendar.ts';
import type { DeletionRules } from '../../personal-data/deletion-rules.ts';
import type { Database } from '../../storage/database.ts';
import { headEnding, type ItemKind } from '../../storage/item-kind.ts';
import { isKept } from '../../storage/item-states.ts';
import { toEach, together, type Needs } from '../../storage/needs.ts';
import { deletionNeeds, type Assessed, type Deletion } from '../deletion/deletion.ts';
import { canName, type LawOnly } from '../deletion/law-only.ts';
import type { TallySheet } from '../deletion/tally.ts';
import { defectOf, endOfItem, isProtected, needsEnd } from '../registry/assessment.ts';
import { factFinder, longAgo } from '../registry/facts.ts';
import type { Found } from '../registry/found.ts';
import { classOf, endingOf, tablesOfKinds, type Registry } from '../registry/registry.ts';
import { assessingNeeds, itemsOf } from '../registry/subject-items.ts';
import { erasureCountKind } from './erasure-item.ts';
import { effectOn, type Finding } from './erasure.ts';

export interface SweepParts {
  readonly db: Database;
  readonly registry: Registry;
  readonly deletion: Deletion;
  readonly lawOnly: Pick<LawOnly, 'retain' | 'name'>;
  readonly rules: DeletionRules;
  readonly now: () => Date;
}

/**
 * What a sweep asks of the tables. By these rules: what an erasure does with a class is the same whatever the line of business.
 */
export function sweepNeeds(registry: Registry, rules: DeletionRules): Needs {
  const heads = registry.kinds.filter((kind) => kind.foundBy !== 'none' && headEnding(kind) && !headEnding(kind)!.recordsErasure);
  const stays = (kind: ItemKind): boolean => registry.classesOf(kind).some((cls) => effectOn(rules[cls].onErasure, false) === 'retain');
  return together(
    assessingNeeds(registry),
    deletionNeeds(registry, heads, erasureCountKind, { tombstones: true }),
    toEach('updates', tablesOfKinds(heads.filter((kind) => stays(kind) || canName(kind)))),
  );
}

/** One erasure's walk over everything that is stored of a person. */
export interface Sweep {
  readonly requestId: string;
  readonly customerId: string;
  /** When the request came in: what is newer belongs to a contract that runs, and is not touched while it does. */
  readonly receivedAt: string;
  readonly running: boolean;
  readonly sheet: TallySheet;
}

/** Sweeps until two passes in a row found nothing to do: an index may lag behind what was written just before the guard closed. */
export async function sweep(erasure: Sweep, parts: SweepParts): Promise<void> {
  let last: readonly Assessed[] = [];
  for (let empty = 0; empty < 2;) {
    const swept = await pass(erasure, parts);
    last = swept.last;
    empty = swept.done ? 0 : empty + 1;
  }
  if (erasure.running) return;
  for (const head of last.toSorted((a, b) => endingOf(a).erasedLast! - endingOf(b).erasedLast!)) await parts.deletion.one(head, erasure.sheet);
}

/**
 * Does with each item what its class asks for, but for those that go last. One that can't be deleted now, or of which the law asks for an
 * end that cannot be told, does not keep the others. `done`: whether anything was.
 */
async function pass(erasure: Sweep, parts: SweepParts): Promise<{ done: boolean; last: readonly Assessed[] }> {
  const last: Assessed[] = [];
  const failures: unknown[] = [];
  let done = false;
  for await (const heads of headsOf(erasure, parts)) {
    const due: Assessed[] = [];
    for (const head of heads) {
      const next = endingOf(head).erasedLast !== undefined ? 'last' : nextStep(head, erasure, parts);
      if (typeof next === 'object' && 'defect' in next) failures.push(next.defect);
      else if (next === 'last') last.push(head);
      else if (next === 'delete') due.push(head);
      else if (next === 'nothing') await nameBeforeNobodyCan(head, erasure, parts);
      else done = (await parts.lawOnly.retain(head, next.until, partyOf(head))) || done;
    }
    failures.push(...(await parts.deletion.many(due, erasure.sheet)));
    done ||= due.length > 0;
  }
  if (failures.length > 0) throw failures[0];
  return { done, last };
}

/** All heads of the person with what was found out about each. */
async function* headsOf(
  { customerId }: Pick<Sweep, 'customerId'>,
  { db, registry, rules }: Pick<SweepParts, 'db' | 'registry' | 'rules'>,
): AsyncGenerator<Assessed[]> {
  const facts = factFinder(db, registry);
  for await (const page of itemsOf(db, registry, customerId)) {
    const heads = page.filter(({ kind }) => headEnding(kind));
    const known = await facts.of(heads, needsEnd(rules));
    yield heads.map((head, index) => ({ ...head, facts: known[index]! }));
  }
}

/** What is held by itself stays as it is, but must be able to say whom it is about when the master data has gone. */
async function nameBeforeNobodyCan(head: Assessed, { running }: Sweep, { lawOnly }: SweepParts): Promise<void> {
  if (!running && !isKept(head.facts.person?.item)) await lawOnly.name(head, partyOf(head));
}

const partyOf = ({ facts: { person } }: Assessed) => person && endingOf(person).party?.(person.item);

function nextStep(head: Assessed, { running, receivedAt }: Sweep, { rules, now }: SweepParts): 'nothing' | 'delete' | { until: Day } | { defect: unknown } {
  const ending = endingOf(head);
  if (ending.recordsErasure || isProtected(head, head.facts)) return 'nothing';
  if (running && ending.recordedAt(head.item) > receivedAt) return 'nothing';
  const effect = effectOn(rules[classOf(head)].onErasure, running);
  if (effect === 'delete') return 'delete';
  if (effect !== 'retain' || head.item.retainedSince !== undefined) return 'nothing';
  const today = dayOf(now());
  try {
    const end = endAfterErasure(head, rules, today);
    return end <= today ? 'delete' : { until: end };
  } catch (defect) {
    return { defect };
  }
}

/**
 * What is left after the sweep, for the answer; without the file and the ledger entry of the request itself.
 * @throws DomainError `unavailable/not-swept` when something is left that should not be: it changed under the sweep's hands, or
 *   an index showed it too late. Nobody is told that all is gone before it is.
 */
export async function leftOvers(erasure: Sweep, parts: Omit<SweepParts, 'deletion' | 'lawOnly'>): Promise<Finding[]> {
  const today = dayOf(parts.now());
  const findings: Finding[] = [];
  for await (const heads of headsOf(erasure, parts)) {
    for (const head of heads) {
      const finding = isOwnRecord(head, erasure) ? undefined : leftOver(head, erasure, parts.rules, today);
      if (finding && !goesUncounted(head)) findings.push(finding);
    }
  }
  return findings;
}

function leftOver(head: Assessed, { running }: Sweep, rules: DeletionRules, today: Day): Finding | undefined {
  const { item, facts } = head;
  const cls = classOf(head);
  if (isProtected(head, facts)) return { class: cls, result: 'protected' };
  if (item.retainedSince !== undefined || endingOf(head).recordsErasure) return { class: cls, result: 'retained', endsOn: String(item.dueOn) };
  if (!running) throw new DomainError('unavailable', 'not-swept');
  // What nothing protects and is here nevertheless came after the request: the guard is open.
  if (effectOn(rules[cls].onErasure, running) !== 'refuse') return undefined;
  const end = defectOf(head, facts, rules, today) ? undefined : endOfItem(head, facts, rules, today);
  return { class: cls, result: 'refused', ...(end?.final && { endsOn: end.on }) };
}

/** What only helps to find another item of the person is not counted beside that one; held by itself it is. */
const goesUncounted = (head: Found): boolean => endingOf(head).auxiliary === true && !isKept(head.item);

/** What tells of this erasure. Of earlier ones as well there are records, and the answer names those. */
const isOwnRecord = (head: Found, { requestId }: Sweep): boolean =>
  endingOf(head).recordsErasure === true && (head.item.id === requestId || head.item.requestId === requestId);

function endAfterErasure(head: Assessed, rules: DeletionRules, today: Day): Day {
  return endOfItem(head, { ...head.facts, relationshipEndedOn: longAgo }, rules, today, true).on;
}
