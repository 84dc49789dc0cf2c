import type { OfficeHours } from '../business-time/office-hours.ts';
import { DomainError } from '../domain-error.ts';
import { derivedFromBoth } from '../id.ts';
import { resultOf } from '../letters/letter-template.ts';
import { timed } from '../tickets/clock.ts';
import type { Interaction } from '../tickets/interaction.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { actionOf } from './actions/actions.ts';
import type { Acting, Draft, Wanted } from './action.ts';
import { holds, type Condition } from './facts.ts';
import type { Rule } from './rule.ts';

/** Everything that a rule does on a case: one change. */
export interface Plan extends Omit<Draft, 'steps' | 'ticket' | 'did'> {
  readonly rule: Pick<Rule, 'id' | 'version'>;
  readonly before: Ticket;
  readonly after: Ticket;
  /** The step that says which rule acted, and what it did: the same for the same cause, so that it acts once. */
  readonly mark: Interaction;
  readonly steps: readonly Interaction[];
}

/** The first condition that does not hold, by its place; `undefined` where all do. */
export function firstUnmet({ when }: Pick<Rule, 'when'>, seen: Acting['seen']): number | undefined {
  const index = when.findIndex((condition: Condition) => !holds(condition, seen));
  return index < 0 ? undefined : index;
}

/** What a rule needs besides the case. */
export const wantedBy = ({ then }: Pick<Rule, 'then'>): Wanted[] => then.flatMap((one) => actionOf(one).wants?.(one) ?? []);

/** The step by which a rule acts for a cause. */
export const markId = (causeId: string, ruleId: string): string => derivedFromBoth('int', causeId, ruleId);

/** Whether nothing may act on a case by itself, and why: it has ended, or nobody works on it. */
export function whyLeftAlone({ status, restricted }: Pick<Ticket, 'status' | 'restricted'>): string | undefined {
  if (status === 'closed') return 'ticket-closed';
  return restricted ? 'processing-restricted' : undefined;
}

/** Somebody of the company has done something on the case since; it is theirs. */
export const clerkActed = ({ steps }: Pick<Acting['seen'], 'steps'>, since: string): boolean =>
  steps.some(({ by, at }) => (by.role === 'agent' || by.role === 'officer') && at > since);

/**
 * What a rule does on a case whose conditions hold; `undefined` where all of it is so already.
 * @throws DomainError where something of it cannot be done
 */
export function planned(rule: Rule, causeId: string, acting: Omit<Acting, 'ruleId'>, hours: OfficeHours): Plan | undefined {
  const { seen, newId } = acting;
  const { ticket: before, now } = seen;
  const empty: Draft = { ticket: before, steps: [], tasks: [], letters: [], texts: [], paidCents: 0, did: [] };
  const draft = rule.then.reduce((made, one) => actionOf(one).does(made, one, { ...acting, ruleId: rule.id }), empty);
  if (draft.did.length === 0) return undefined;
  requireSameAmount(draft);
  const { did, steps, ticket, ...parts } = draft;
  const step = (id: string, content: Interaction['content'], payee?: Interaction['payee']): Interaction => ({
    id,
    ticketId: before.id,
    at: now.toISOString(),
    by: { role: 'system' },
    content,
    ...(payee && { payee }),
  });
  return {
    ...parts,
    rule: { id: rule.id, version: rule.version },
    before,
    after: timed(before, { ...ticket, version: before.version + 1 }, now, hours),
    mark: step(markId(causeId, rule.id), { type: 'rule', ruleId: rule.id, ruleVersion: rule.version, did: [...did] }),
    steps: steps.map(({ content, payee }) => step(newId('int'), content, payee)),
  };
}

/** What is paid is what the letter says is paid. @throws DomainError `conflict/letter-says-another-amount` */
function requireSameAmount({ letters, paidCents }: Draft): void {
  const promised = letters.map(({ template, values }) => resultOf(template, { ...values })).filter((cents) => cents !== undefined);
  if (paidCents > 0 && promised.some((cents) => cents !== paidCents)) throw new DomainError('conflict', 'letter-says-another-amount');
}
