import { DomainError } from '../../shared/domain-error.ts';
import type { CustomerReader } from '../../shared/customers/customer-reader.ts';
import { firstDayAfter, dayOf, later, type Day } from '../../shared/personal-data/calendar.ts';
import { erasureSheet } from '../../shared/privacy/erasure-item.ts';
import { erasureLines, type ErasureRequest, type Finding } from '../../shared/privacy/erasure.ts';
import { leftOvers, sweep, type SweepParts } from '../../shared/privacy/erasure-sweep.ts';
import type { ErasureTable } from '../../shared/privacy/erasure-table.ts';
import type { GuardState } from '../../shared/privacy/guard-state.ts';
import { hasOpenTicket } from '../../shared/privacy/open-ticket.ts';

export interface EraseDeps extends SweepParts {
  readonly erasures: ErasureTable;
  readonly customers: CustomerReader;
  readonly guard: GuardState;
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
  const running = runs || !(await closed(customerId, deps));
  const erasure = { customerId, running, sheet: erasureSheet(request) };
  await sweep(erasure, deps);
  const left = await leftOvers(erasure, deps);
  const gone = (await deps.erasures.deleted(request)).flatMap(({ class: cls, counts }): Finding[] =>
    Array.from({ length: counts.deleted + counts.anonymised }, () => ({ class: cls, result: 'deleted' })),
  );
  const today = dayOf(deps.now());
  const file: Finding = { class: 'rights-request', result: 'retained', endsOn: firstDayAfter(today, { years: 3 }, true) };
  const lastEffect = left.reduce<Day>((latest, { endsOn }) => (endsOn ? later(latest, endsOn) : latest), today);
  const ledger: Finding = { class: 'privacy-ledger', result: 'retained', endsOn: firstDayAfter(lastEffect, { days: 45 }, false) };
  const outcome = left.some(({ result }) => result === 'refused' || result === 'protected') ? 'partial' : 'complete';
  await deps.erasures.answer(request, outcome, erasureLines([...gone, ...left, file, ledger], deps.rules), lastEffect, deps.now());
}

/** Whether erasing would take away what a contract, or a case that is still worked on, needs (Art. 6(1)(b) GDPR). */
async function contractOrCaseRuns(customerId: string, { customers, db, now }: EraseDeps): Promise<boolean> {
  const customer = await customers.customer(customerId);
  if (!customer || customer.status === 'erasing') return false;
  const ended = customer.relationshipEndedOn;
  return ended === undefined || ended > dayOf(now()) || (await hasOpenTicket(db, customerId));
}

/** Closes the guard: from here nobody writes for this customer. A ticket opened just before wins, and the guard opens again. */
async function closed(customerId: string, { guard, db }: EraseDeps): Promise<boolean> {
  await guard.close(customerId);
  if (!(await hasOpenTicket(db, customerId))) return true;
  await guard.open(customerId);
  return false;
}

/** Sends the answer once. Claimed before it is sent: an unclear outcome stays unknown, never a second mail. */
async function answer({ customerId, id }: ErasureRequest, { erasures, sendAnswer }: EraseDeps): Promise<void> {
  const request = await erasures.ofCustomer(customerId, id);
  if (!request || request.status !== 'answered') throw new DomainError('conflict', 'not-answered-yet');
  if (request.answerMail === 'claimed') return erasures.recordAnswer(request, 'unknown');
  if (request.answerMail !== undefined) return;
  await erasures.claimAnswer(request);
  await erasures.recordAnswer(request, await sendAnswer(request));
}
