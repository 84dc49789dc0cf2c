import type { DocumentState } from '../documents/document.ts';
import type { Interaction, InteractionContent } from '../tickets/interaction.ts';
import type { Priority } from '../tickets/priority.ts';
import type { Ticket } from '../tickets/ticket.ts';

/** A case as rules judge it, all of it as it was at one moment. */
export interface Seen {
  readonly ticket: Ticket;
  /** All of its steps, in their order. */
  readonly steps: readonly Interaction[];
  /** The states of its documents, where a rule asks for them. */
  readonly documents: readonly DocumentState[];
  /** The customer's other cases, newest first, where a rule asks for them: as many as are looked at. */
  readonly others: readonly Ticket[];
  readonly now: Date;
}

/** What is certain of a case after a rule has acted on it, whatever it was before. What is absent may be anything. */
export interface Known {
  readonly priority?: Priority;
  readonly status?: 'open' | 'assigned' | 'closed';
  readonly tagsOn?: readonly string[];
  readonly tagsOff?: readonly string[];
  readonly answered?: true;
  readonly paid?: true;
  readonly hasTasks?: true;
}

type Content<Type> = Extract<InteractionContent, { readonly type: Type }>;

/** How the case was reported: its own report, not that of one which has become part of it. `undefined` of one that follows another up. */
export function reportOf({ steps }: Pick<Seen, 'steps'>): Content<'report'> | undefined {
  const report = steps.find(({ content, cameWith }) => content.type === 'report' && cameWith === undefined)?.content;
  return report?.type === 'report' ? report : undefined;
}

/** Whether something of the report was taken out: what it said is not known any more. */
export const isReportRedacted = ({ steps }: Pick<Seen, 'steps'>): boolean =>
  steps.some(({ content, redacted }) => content.type === 'report' && redacted === true);

/** What was paid on it and not reversed, in cents. */
export const paidCents = ({ steps }: Pick<Seen, 'steps'>): number =>
  steps.reduce((sum, { content }) => (content.type === 'payout' && content.reversedBy === undefined ? sum + content.amountCents : sum), 0);

/** Whether anything was ever paid on it, reversed or not: then a person knows why. */
export const wasEverPaid = ({ steps }: Pick<Seen, 'steps'>): boolean => steps.some(({ content }) => content.type === 'payout');

/** How a case began, and that it was given to somebody, which happens without anybody looking at it. */
const beforeWork: ReadonlySet<string> = new Set(['report', 'assignment']);

/** Whether somebody of the company has written, decided or changed something on it: then they know more than the case says. */
export const staffWorked = ({ steps }: Pick<Seen, 'steps'>): boolean =>
  steps.some(({ content, by }) => (by.role === 'agent' || by.role === 'officer') && !beforeWork.has(content.type));

/** Whether the customer has written in words of their own since the report. */
export const customerWrote = ({ steps }: Pick<Seen, 'steps'>): boolean => steps.some(({ content, by }) => content.type === 'message' && by.role === 'customer');
