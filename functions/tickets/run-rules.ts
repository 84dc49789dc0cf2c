import type { DomainEvent } from '../../events/event.ts';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { alreadyDone, changedMeanwhile, customerErased, DomainError, isRefusal } from '../../shared/domain-error.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { clerkActed, firstUnmet, planned, type Plan } from '../../shared/rules/plan.ts';
import { ruleChanged, type Rule } from '../../shared/rules/rule.ts';
import { ruleReaderNeeds } from '../../shared/rules/rule-reader.ts';
import { afterActing, afterPassing, begun, isCutShort, next } from '../../shared/rules/run.ts';
import type { Seen } from '../../shared/rules/seen.ts';
import { triggerOf } from '../../shared/rules/triggers.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { firingNeeds } from '../../shared/tickets/firing-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import type { TicketRef } from '../../shared/tickets/ticket-check.ts';
import { noSuchTicket } from '../../shared/tickets/ticket.ts';
import { caseSeen, caseSeenUses } from './case-seen.ts';
import { meansFor, meansUses } from './means-for.ts';
import { composedLetters, setLetters, type LetterPress } from './set-letters.ts';

/** What it works with on the tables. */
export const runRulesUses = {
  ...caseSeenUses,
  ...meansUses,
  tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'listOfCustomer'),
  rules: only(ruleReaderNeeds, 'acting'),
  firings: only(firingNeeds, 'act', 'actedFor'),
};

export interface RunRulesDeps extends Used<typeof runRulesUses>, LetterPress {
  /** @throws DomainError `invalid/unsupported-character` naming the parts of `value` that our letters cannot print */
  readonly assertPrintable: (value: unknown, name: string) => void;
  readonly hours: OfficeHours;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * How the log says that more rules would have acted than may, that one could not do what it says, and that some say what this release does not take any more:
 * somebody should look at them.
 */
export const [tooManyActed, ruleCannotAct, ruleUnusable] = ['rules-cut-short', 'rule-cannot-act', 'rule-unusable'] as const;

/** So often a rule is judged anew where somebody changes the case meanwhile; then the message comes again, a little later. */
const attempts = 4;

/**
 * Lets the rules act that answer to what has happened, in turn, and those that answer to what these do. Each judges the case as it is by then, and does all
 * that it says in one change, with a step of the case that says so; or nothing. The step has an id that follows from the event and the rule: a message that
 * comes twice, or again after an end in between, goes on where the other was. Somebody of the company who has acted on the case since the event has it.
 * @throws DomainError `not-found` (tried again: the index lags), `changed-meanwhile` (tried again), `customer-erased`
 */
export async function runRules(event: DomainEvent, deps: RunRulesDeps): Promise<void> {
  const trigger = triggerOf(event);
  if (trigger === undefined) return;
  const { rules, unusable } = await deps.rules.acting();
  for (const ruleId of unusable) deps.log.error(ruleUnusable, { eventId: event.id, ruleId });
  let run = begun(rules, trigger);
  if (!next(run)) return;
  const found = await deps.tickets.byId(event.aggregateId);
  if (!found) throw noSuchTicket();
  const already = await deps.firings.actedFor(
    found,
    event.id,
    run.rules.map(({ id }) => id),
  );
  for (let rule = next(run); rule; rule = next(run)) {
    const didAct = already.has(rule.id) || (await actsOn(found, rule, event, deps));
    run = didAct ? afterActing(run) : afterPassing(run);
  }
  if (isCutShort(run)) deps.log.warn(tooManyActed, { eventId: event.id, count: run.acted.length });
}

/** Whether a rule acts on a case, or did for this event. */
async function actsOn(found: TicketRef, rule: Rule, event: DomainEvent, deps: RunRulesDeps): Promise<boolean> {
  const about = { eventId: event.id, ruleId: rule.id };
  for (let attempt = 0; attempt < attempts; attempt++) {
    const read = await caseSeen(found, [rule], deps.now(), deps);
    const leftAlone = 'leftAlone' in read ? read.leftAlone : clerkActed(read.seen, event.at) ? 'clerk-acted' : undefined;
    if (leftAlone !== undefined || !('seen' in read)) {
      deps.log.info('rule-left-alone', { ...about, code: leftAlone });
      return false;
    }
    if (firstUnmet(rule, read.seen) !== undefined) return false;
    const made = await plannedBy(rule, event, read.seen, deps);
    if (made instanceof DomainError) {
      if (isRefusal(made, customerErased())) throw made;
      deps.log.warn(ruleCannotAct, { ...about, code: made.code });
      return false;
    }
    if (!made) return false;
    const outcome = await outcomeOf(made, read.seen.now, deps);
    if (outcome === 'again') continue;
    deps.log.info(outcome === 'acted' ? 'rule-acted' : 'rule-left-alone', { ...about, ...(outcome !== 'acted' && { code: outcome.code }) });
    return outcome === 'acted';
  }
  throw changedMeanwhile();
}

interface Made {
  readonly plan: Plan;
  readonly composed: ReturnType<typeof composedLetters>;
}

/** What a rule does on a case, and what its letters say; why it cannot; or nothing, where all of it is so already. */
async function plannedBy(rule: Rule, event: DomainEvent, seen: Seen, deps: RunRulesDeps): Promise<Made | DomainError | undefined> {
  const means = await meansFor(rule, seen, deps);
  try {
    const plan = planned(rule, event.id, { seen, means, newId: deps.newId }, deps.hours);
    if (!plan) return undefined;
    for (const { values } of plan.letters) deps.assertPrintable(values, 'values');
    return { plan, composed: means.customer ? composedLetters(plan, means.customer, seen.now, deps.sender) : [] };
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** What came of doing it: done, by now or before; to be judged anew; or why the case is left alone. */
async function outcomeOf({ plan, composed }: Made, at: Date, deps: RunRulesDeps): Promise<'acted' | 'again' | DomainError> {
  try {
    await deps.firings.act(plan, await setLetters(plan, composed, at, deps), at);
    return 'acted';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (isRefusal(error, alreadyDone())) return 'acted';
    if (isRefusal(error, ruleChanged())) return error;
    if (error.kind === 'stale') return 'again';
    // Of a conflict nothing comes that another try would change, but for whoever is erased: then the message is done.
    if (error.kind !== 'conflict' || isRefusal(error, customerErased()) || isRefusal(error, changedMeanwhile())) throw error;
    return error;
  }
}
