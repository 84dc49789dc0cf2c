import { DomainError } from '../../shared/domain-error.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { dayOf, later, type Day } from '../../shared/personal-data/calendar.ts';
import { endOf, type DeletionClass, type StartPoints } from '../../shared/personal-data/deletion-rules.ts';
import { erasureSheet } from '../../shared/privacy/erasure/erasure-item.ts';
import { erasureLines, type ErasureRequest, type Finding } from '../../shared/privacy/erasure/erasure.ts';
import { leftOvers, sweep, type SweepParts } from '../../shared/privacy/erasure/erasure-sweep.ts';
import type { ErasureTable } from '../../shared/privacy/erasure/erasure-table.ts';
import type { GuardState } from '../../shared/privacy/erasure/guard-state.ts';
import { isBusyWith, relationshipEnd } from '../../shared/privacy/registry/facts.ts';

export interface EraseDeps extends SweepParts {
  readonly erasures: ErasureTable;
  readonly guard: GuardState;
  readonly log: Log;
  /** Sends the answer to the address in the request's file. */
  readonly sendAnswer: (request: ErasureRequest) => Promise<'sent' | 'unknown' | 'failed'>;
}

/**
 * Carries out an erasure request, from wherever an earlier attempt stopped: ledger, guard, sweep, login, answer. Every step
 * can be repeated, and what was deleted is counted with each deletion, so the answer is right after any crash.
 */
export async function eraseCustomer(requestId: string, deps: EraseDeps): Promise<void> {
  const request = await deps.erasures.byId(requestId);
  if (!request) throw new DomainError('not-found', 'no-such-erasure-request');
  if (request.status === 'received') await erase(request, deps);
  await answer(request, deps);
}

async function erase(request: ErasureRequest, deps: EraseDeps): Promise<void> {
  const { customerId } = request;
  const runs = await contractOrCaseRuns(customerId, deps);
  await deps.erasures.promise(request, runs ? 'what-nothing-protects' : 'everything', deps.now());
  // An attempt that ended while the guard was closed against a case that won: it is open for whoever stays.
  if (runs) await deps.guard.open(customerId);
  const running = runs || !(await closed(customerId, deps));
  if (running && !runs) await deps.erasures.promise(request, 'what-nothing-protects', deps.now());
  const erasure = { requestId: request.id, customerId, receivedAt: request.receivedAt, running, sheet: erasureSheet(request) };
  await sweep(erasure, deps);
  const left = await leftOvers(erasure, deps);
  await recordAnswer(request, left, deps);
}

/** Writes down what became of it all, the records of the erasure itself among it. */
async function recordAnswer(request: ErasureRequest, left: readonly Finding[], deps: EraseDeps): Promise<void> {
  const gone = (await deps.erasures.deleted(request)).flatMap(({ class: cls, counts }): Finding[] =>
    Array.from({ length: counts.deleted + counts.anonymised }, () => ({ class: cls, result: 'deleted' })),
  );
  const today = dayOf(deps.now());
  const kept = left.filter(({ result, class: cls }) => result === 'retained' && !recordClasses.includes(cls));
  const lastEffect = kept.reduce<Day>((latest, { endsOn }) => (endsOn ? later(latest, endsOn) : latest), today);
  const record = (cls: (typeof recordClasses)[number], points: StartPoints): Finding => ({
    class: cls,
    result: 'retained',
    endsOn: endOf(deps.rules[cls], points, today).on,
  });
  const file = record('rights-request', { answered: today });
  const ledger = record('privacy-ledger', { 'last-effect': lastEffect });
  const tombstones = gone.some(({ class: cls }) => cls === 'customer-master-data') ? [record('tombstone', { recorded: today })] : [];
  const outcome = left.some(({ result }) => result === 'refused' || result === 'protected') ? 'partial' : 'complete';
  await deps.erasures.answer(request, outcome, erasureLines([...gone, ...left, file, ledger, ...tombstones], deps.rules), lastEffect, deps.now());
}

/** Of these are the records of the erasure itself; they are none of its effects. */
const recordClasses: readonly DeletionClass[] = ['rights-request', 'privacy-ledger', 'tombstone'];

/** Whether erasing would take away what a contract, or a case that is still worked on, needs (Art. 6(1)(b) GDPR). */
async function contractOrCaseRuns(customerId: string, { db, registry, now }: EraseDeps): Promise<boolean> {
  const ended = await relationshipEnd(db, registry, customerId);
  // On its last day a contract still runs.
  return ended === undefined || ended >= dayOf(now());
}

/** Closes the guard: from here nobody writes for this customer. A ticket opened just before wins, and the guard opens again. */
async function closed(customerId: string, { guard, db, registry }: EraseDeps): Promise<boolean> {
  await guard.close(customerId);
  if (!(await isBusyWith(db, registry, customerId))) return true;
  await guard.open(customerId);
  return false;
}

/** How the log words the outcomes of which somebody should hear: an alarm counts these lines. */
export const unanswered = { failed: 'erasure-answer-failed', unknown: 'erasure-answer-unknown' } as const;

/** So long a claim belongs to a worker that is at it; an older one was left behind by a crash. */
const claimHoldsMs = 60_000;

/** Sends the answer once. Claimed before it is sent: an unclear outcome stays unknown, never a second mail. */
async function answer({ customerId, id }: ErasureRequest, { erasures, sendAnswer, log, now }: EraseDeps): Promise<void> {
  const request = await erasures.ofCustomer(customerId, id);
  if (!request || request.status !== 'answered') throw new DomainError('conflict', 'not-answered-yet');
  const record = async (result: 'sent' | 'unknown' | 'failed'): Promise<void> => {
    await erasures.recordAnswer(request, result);
    if (result !== 'sent') log.warn(unanswered[result]);
  };
  if (request.answerMail === 'claimed') {
    if (now().getTime() - Date.parse(request.answerClaimedAt ?? '') < claimHoldsMs) throw new DomainError('conflict', 'being-sent');
    return record('unknown');
  }
  if (request.answerMail !== undefined) return;
  await erasures.claimAnswer(request, now());
  await record(await sendAnswer(request));
}
