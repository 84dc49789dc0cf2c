import * as z from 'zod';
import type { DocumentState } from '../documents/document.ts';
import { Priority } from '../tickets/priority.ts';
import { TicketStatus, WaitingFor, type Matter } from '../tickets/ticket.ts';
import { amount, choice, flag, someWords, type Fact, type Need } from './fact.ts';
import { ownField, ownFieldProblems, ruledMatters, type OwnFieldCondition, type Problem } from './own-field.ts';
import { customerWrote, isReportRedacted, paidCents, reportOf, staffWorked, type Known, type Seen } from './seen.ts';

const dayMs = 24 * 3_600_000;
const daysSince = (at: string | undefined, now: Date): number | undefined =>
  at === undefined ? undefined : Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / dayMs));
const inState =
  (...states: DocumentState[]) =>
  ({ documents }: Seen): number =>
    documents.filter((state) => states.includes(state)).length;

/** Everything that rules can ask of a case. Another fact is another line. */
const facts = [
  choice({ fact: 'kind', words: ruledMatters, read: ({ ticket }) => ticket.matter }),
  choice({
    fact: 'priority',
    words: Priority.options as unknown as [Priority, ...Priority[]],
    read: ({ ticket }) => ticket.priority ?? 'normal',
    known: ({ priority }) => priority,
  }),
  choice({
    fact: 'status',
    words: TicketStatus.exclude(['closed']).options as unknown as ['open', 'assigned', 'waiting'],
    read: ({ ticket: { status } }) => (status === 'closed' ? undefined : status),
    known: ({ status }) => (status === 'closed' ? undefined : status),
  }),
  choice({ fact: 'waiting-for', words: WaitingFor.options as unknown as [WaitingFor, ...WaitingFor[]], read: ({ ticket }) => ticket.waitingFor }),
  someWords({ fact: 'tags', read: ({ ticket }) => ticket.tags ?? [] }),
  flag({ fact: 'answered', read: ({ ticket }) => ticket.answeredAt !== undefined, known: ({ answered }) => answered, says: 'Since it was opened or reopened' }),
  flag({ fact: 'customer-wrote', read: customerWrote, says: 'In words of their own, since the report' }),
  flag({ fact: 'customer-waits', read: ({ ticket }) => (ticket.unreadMessages ?? 0) > 0, says: 'What they sent has not been read' }),
  flag({ fact: 'staff-worked', read: staffWorked, says: 'A clerk has written, decided or changed something on it; that it was assigned is nothing' }),
  flag({ fact: 'reported-by-other', read: (seen) => reportOf(seen)?.reportedBy !== undefined || isReportRedacted(seen) }),
  flag({ fact: 'was-reopened', read: ({ steps }) => steps.some(({ content }) => content.type === 'reopening') }),
  amount({ fact: 'age-days', most: 36_500, read: ({ ticket, now }) => daysSince(ticket.openedAt, now), says: 'Whole days since it was opened' }),
  amount({ fact: 'incident-age-days', most: 36_500, read: (seen) => daysSince(reportOf(seen)?.incident?.at, seen.now), says: 'Whole days since it happened' }),
  amount({ fact: 'third-parties', most: 10, read: (seen) => reportOf(seen)?.incident?.thirdParties.length }),
  amount({ fact: 'open-tasks', most: 1000, read: ({ ticket }) => ticket.openTasks ?? 0, atLeast: ({ hasTasks }) => (hasTasks ? 1 : undefined) }),
  amount({ fact: 'paid-cents', most: 1_000_000_000, read: paidCents, atLeast: ({ paid }) => (paid ? 1 : undefined), says: 'Without what was reversed' }),
  amount({ fact: 'documents', most: 200, needs: 'documents', read: inState('available'), says: 'Those that were checked and kept' }),
  amount({
    fact: 'documents-open',
    most: 200,
    needs: 'documents',
    read: inState('awaited', 'received'),
    says: 'Those that were announced, and are not checked yet',
  }),
  amount({ fact: 'documents-refused', most: 200, needs: 'documents', read: inState('refused', 'redacted') }),
  amount({
    fact: 'others-of-kind-this-year',
    most: 100,
    needs: 'others',
    read: ({ ticket, others, now }) => others.filter(({ matter, openedAt }) => matter === ticket.matter && (daysSince(openedAt, now) ?? 0) < 365).length,
    says: 'Other cases of the customer of the same kind, opened within 365 days',
  }),
  ownField,
] as const;

const schemas = facts.map(({ schema }) => schema);

/** One thing that must be so of a case for a rule to act on it. */
export const Condition = z.discriminatedUnion('fact', schemas as unknown as [(typeof facts)[number]['schema'], ...(typeof facts)[number]['schema'][]]);
export type Condition = z.infer<Condition2>;
type Condition2 = (typeof facts)[number]['schema'];

const byName = new Map<string, Fact>(facts.map((fact) => [fact.schema.shape.fact.value, fact as unknown as Fact]));
const factOf = ({ fact }: Pick<Condition, 'fact'>): Fact => byName.get(fact)!;

/** The names of all facts. */
export const factNames: readonly string[] = [...byName.keys()];

/** Whether a condition holds of a case. */
export const holds = (condition: Condition, seen: Seen): boolean => factOf(condition).holds(condition, seen);

/** Whether it holds of every case of which this is known, or of none; `undefined` where that is open. */
export const foreseen = (condition: Condition, known: Known): boolean | undefined => factOf(condition).foreseen?.(condition, known);

/** Whether something must be read besides the case to judge these. */
export const asksFor = (need: Need, conditions: readonly Condition[]): boolean => conditions.some((condition) => factOf(condition).needs === need);

/** For which kinds of ticket these conditions are; `undefined` where they do not say. */
export function kindsOf(conditions: readonly Condition[]): Matter[] | undefined {
  const named = conditions.flatMap((condition) => (condition.fact === 'kind' ? [condition as { is: string; values: Matter[] }] : []));
  if (!named.some(({ is }) => is === 'one-of')) return undefined;
  return ruledMatters.filter((matter) => named.every(({ is, values }) => values.includes(matter) === (is === 'one-of')));
}

/** What is wrong with conditions that a schema cannot see. */
export function conditionProblems(conditions: readonly Condition[]): Problem[] {
  const kinds = kindsOf(conditions);
  const none = kinds?.length === 0 ? [{ path: [], message: 'can hold of no kind of ticket' }] : [];
  const fields = conditions.flatMap((condition, index) =>
    condition.fact === 'detail'
      ? ownFieldProblems(condition as OwnFieldCondition, kinds).map(({ path, message }) => ({ path: [index, ...path], message }))
      : [],
  );
  return [...none, ...fields];
}
