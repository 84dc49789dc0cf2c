import { customerReaderNeeds } from '../../shared/customers/customer-reader.ts';
import { alreadyDone, changedMeanwhile, DomainError, isRefusal } from '../../shared/domain-error.ts';
import { allStores } from '../../shared/files/all-stores.ts';
import { filesNamedNeeds } from '../../shared/files/file-owners.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { dayOf, later, type Day } from '../../shared/personal-data/calendar.ts';
import { deletionRules, endOf, type DeletionClass, type StartPoints } from '../../shared/personal-data/deletion-rules.ts';
import type { OutsideStores } from '../../shared/privacy/deletion/deletion.ts';
import { erasureSheet } from '../../shared/privacy/erasure/erasure-item.ts';
import { erasureLines, isDueSoon, isUnfinished, type ErasureLine, type ErasureRequest, type Finding } from '../../shared/privacy/erasure/erasure.ts';
import { leftOvers, sweep, sweepNeeds, type SweepParts } from '../../shared/privacy/erasure/erasure-sweep.ts';
import { erasureNeeds } from '../../shared/privacy/erasure/erasure-table.ts';
import { guardNeeds } from '../../shared/privacy/erasure/guard-state.ts';
import { isRunning, relationshipNeeds } from '../../shared/privacy/registry/facts.ts';
import type { Database } from '../../shared/storage/database.ts';
import { doing, only, type Used } from '../../shared/storage/uses.ts';
import { storedItems } from '../../shared/stored-items.ts';

/** What it works with on the tables. The sweep deletes and retains over the same database. */
export const eraseCustomerUses = {
  db: doing<Database>(relationshipNeeds(storedItems), sweepNeeds(storedItems, deletionRules('general'))),
  erasures: only(erasureNeeds, 'byId', 'ofCustomer', 'promise', 'deleted', 'answer', 'claimAnswer', 'giveBackAnswer', 'recordAnswer', 'setReplyTo'),
  guard: only(guardNeeds(storedItems), 'close', 'open'),
  /** Takes away the person's files that belong to nothing which is still stored. */
  sweepFiles: doing<(customerId: string) => Promise<void>>(filesNamedNeeds(allStores)),
  /** The address by which the customer is written to now; `undefined` where we know none. */
  emailOf: doing<(customerId: string) => Promise<string | undefined>>(customerReaderNeeds.customer),
};

/** How the log says that a request has no answer, and the month for it ends within a week: an alarm counts these lines. */
export const dueSoon = 'erasure-due-soon';

export interface EraseDeps extends SweepParts, Used<typeof eraseCustomerUses> {
  readonly outside: Pick<OutsideStores, 'mail-suppression'>;
  readonly log: Log;
  /** Sends the answer to this address. */
  readonly sendAnswer: (request: ErasureRequest, to: string) => Promise<'sent' | 'unknown' | 'failed' | 'busy'>;
}

/**
 * Carries out an erasure request, from wherever an earlier attempt stopped: ledger, guard, sweep, login, answer. Every step
 * can be repeated, and what was deleted is counted with each deletion, so the answer is right after any crash.
 * A request that was answered in part comes again, day by day, until contract, case or hold are in its way no more: then it is
 * carried out to its end, and answered once more.
 */
export async function eraseCustomer(requestId: string, deps: EraseDeps): Promise<void> {
  const request = await deps.erasures.byId(requestId);
  if (!request) throw new DomainError('not-found', 'no-such-erasure-request');
  // First of all: what goes wrong below is why it is still open.
  if (isDueSoon(request, dayOf(deps.now()))) deps.log.warn(dueSoon);
  if (request.status === 'received') await erase(request, deps);
  else if (isUnfinished(request)) await takeUpAgain(request, deps);
  await answer(request, deps);
}

/** What stayed because of a contract or a case that still runs stays; anything else may have become free. */
async function takeUpAgain(request: ErasureRequest, deps: EraseDeps): Promise<void> {
  if (isBeingAnswered(request)) return;
  const waitsForHold = request.lines?.some(({ result }) => result === 'protected');
  if (!waitsForHold && (await contractOrCaseRuns(request.customerId, deps))) return;
  // Before the address goes with the master data; after a crash it is in the file already.
  const replyTo = (await deps.emailOf(request.customerId)) ?? request.replyTo;
  if (replyTo !== request.replyTo) await deps.erasures.setReplyTo(request, replyTo);
  await erase({ ...request, replyTo }, deps);
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
  // With the guard open a file may lie there whose item comes next.
  if (!running) await deps.sweepFiles(customerId);
  const left = await leftOvers(erasure, deps);
  await recordAnswer(request, left, deps);
}

/** Writes down what became of it all, the records of the erasure itself among it; an answer that would say the same again is not given. */
async function recordAnswer(request: ErasureRequest, left: readonly Finding[], deps: EraseDeps): Promise<void> {
  const done = await deps.erasures.deleted(request);
  const gone = done.flatMap(({ class: cls, counts }) => times<Finding>(counts.deleted, { class: cls, result: 'deleted' }));
  const today = dayOf(deps.now());
  const kept = left.filter(({ result, class: cls }) => result === 'retained' && !deps.registry.recordClasses.includes(cls));
  const lastEffect = kept.reduce<Day>((latest, { endsOn }) => (endsOn ? later(latest, endsOn) : latest), today);
  const record = (cls: DeletionClass, points: StartPoints): Finding => ({
    class: cls,
    result: 'retained',
    endsOn: endOf(deps.rules[cls], points, today).on,
  });
  const outcome = left.some(({ result }) => result === 'refused' || result === 'protected') ? 'partial' : 'complete';
  // Until the request is answered to its end, its own records have none.
  const file: Finding = outcome === 'complete' ? record('rights-request', { answered: today }) : { class: 'rights-request', result: 'retained' };
  const ledger: Finding = outcome === 'complete' ? record('privacy-ledger', { 'last-effect': lastEffect }) : { class: 'privacy-ledger', result: 'retained' };
  const tombstones = done.flatMap(({ class: cls, counts }) => times(counts.tombstones, record(cls, { recorded: today })));
  const lines = erasureLines([...gone, ...left, file, ledger, ...tombstones], deps.rules);
  const isNews = request.status === 'received' || !request.lines;
  if (outcome === 'partial' && !isNews && saysTheSame(lines, request.lines)) return;
  await deps.erasures.answer(request, outcome, lines, lastEffect, deps.now()).catch((error: unknown) => {
    // Another worker answered meanwhile, perhaps with less: the message comes again, and finds what is left to say.
    throw isRefusal(error, alreadyDone()) ? changedMeanwhile() : error;
  });
}

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

/** What is kept and refused moves with the days, as what it is kept for goes on; news is what was deleted, and what a hold still keeps. */
function saysTheSame(lines: readonly ErasureLine[], before: readonly ErasureLine[]): boolean {
  const news = (some: readonly ErasureLine[]) => some.filter(({ result }) => result === 'deleted' || result === 'protected');
  const told = (some: readonly ErasureLine[]) => JSON.stringify(news(some).map(({ class: cls, result, count }) => [cls, result, count]));
  return told(lines) === told(before);
}

/** Whether erasing would take away what a contract, or a case that is still worked on, needs (Art. 6(1)(b) GDPR). */
const contractOrCaseRuns = (customerId: string, { db, registry, now }: EraseDeps): Promise<boolean> => isRunning(db, registry, customerId, dayOf(now()));

/** Closes the guard: from here nobody writes for this customer. A ticket opened, or a contract reopened just before wins, and the guard opens again. */
async function closed(customerId: string, deps: EraseDeps): Promise<boolean> {
  await deps.guard.close(customerId);
  if (!(await contractOrCaseRuns(customerId, deps))) return true;
  await deps.guard.open(customerId);
  return false;
}

/** How the log words the outcomes of which somebody should hear: an alarm counts these lines. */
export const unanswered = { failed: 'erasure-answer-failed', unknown: 'erasure-answer-unknown' } as const;

/** So long a claim belongs to a worker that is at it; an older one was left behind by a crash. */
const claimHoldsMs = 60_000;

const isBeingAnswered = ({ answerMail }: Pick<ErasureRequest, 'answerMail'>): boolean => answerMail === 'claimed';

/** Sends the answer once. Claimed before it is sent: an unclear outcome stays unknown, never a second mail. */
async function answer({ customerId, id }: ErasureRequest, { erasures, sendAnswer, outside, log, now }: EraseDeps): Promise<void> {
  const request = await erasures.ofCustomer(customerId, id);
  if (!request || request.status !== 'answered') throw new DomainError('conflict', 'not-answered-yet');
  const record = async (result: 'sent' | 'unknown' | 'failed'): Promise<void> => {
    await erasures.recordAnswer(request, result);
    if (result !== 'sent') log.warn(unanswered[result]);
  };
  if (isBeingAnswered(request)) {
    if (now().getTime() - Date.parse(request.answerClaimedAt ?? '') < claimHoldsMs) throw new DomainError('conflict', 'being-sent');
    return record('unknown');
  }
  if (request.answerMail === undefined) {
    await erasures.claimAnswer(request, now());
    // Without an address the officer answers by another way: the alarm says so.
    const result = request.replyTo === undefined ? 'failed' : await sendAnswer(request, request.replyTo);
    // The provider took nothing: the next look sends it.
    return result === 'busy' ? erasures.giveBackAnswer(request) : record(result);
  }
  // Of an answer in part another one follows, when the master data may not be there any more to say where to.
  if (request.answerMail === 'sent' && !isUnfinished(request) && request.replyTo !== undefined && hasServed(request, now())) {
    await outside['mail-suppression'].remove(request.replyTo);
    await erasures.setReplyTo(request, undefined);
  }
}

/** A mail that comes back does so within a day (SES tries for 14 hours): after that nobody needs its address any more. */
const servedAfterMs = 20 * 60 * 60 * 1000;

const hasServed = ({ answerClaimedAt }: ErasureRequest, now: Date): boolean => now.getTime() - Date.parse(answerClaimedAt ?? '') >= servedAfterMs;
