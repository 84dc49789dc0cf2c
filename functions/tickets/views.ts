import * as z from 'zod';
import { refusalTexts } from '../../shared/tickets/document-refusal.ts';
import { InteractionContent, InteractionId, isInternalStep, type Interaction, type Showable } from '../../shared/tickets/interaction.ts';
import { overdue, firstAnswerBy, resolveBy } from '../../shared/tickets/clock.ts';
import { expectedOf, Expectation } from '../../shared/tickets/expectation.ts';
import { Relation, type Link } from '../../shared/tickets/link.ts';
import { News } from '../../shared/tickets/news.ts';
import { Priority } from '../../shared/tickets/priority.ts';
import { automaticNote } from '../../shared/tickets/rule-deeds.ts';
import { clockNames } from '../../shared/tickets/service-levels.ts';
import { Matter, Outcome, Retention, Score, subjectOf, TicketId, TicketStatus, WaitingFor, type Ticket } from '../../shared/tickets/ticket.ts';
import { TicketNumber } from '../../shared/tickets/ticket-number.ts';
import { isStaff, type Caller } from '../../shared/lambda/caller.ts';

/** A ticket as the API shows it. */
export const TicketView = z
  .object({
    id: TicketId,
    number: TicketNumber.describe('What people call it, on the phone and on letters'),
    customerId: z.string(),
    kind: Matter,
    subject: z.string().describe('What it is called: as its kind is, until a clerk says it better. What the customer wrote stands in the report'),
    status: TicketStatus,
    waitingFor: WaitingFor.optional().describe('On whom the next step is, while it waits'),
    mergedInto: TicketId.optional().describe('The ticket of which it has become part: everything that was on it is there'),
    mergedAt: z.iso.datetime().optional(),
    followedUpBy: TicketId.optional().describe('The ticket that went on with it, after the period in which it could be reopened'),
    priority: Priority.optional().describe('`normal` if absent; shown to staff only'),
    tags: z.array(z.string()).optional().describe('Shown to staff only'),
    assignee: z.string().optional().describe('Clerk; shown to staff only'),
    team: z.string().optional().describe('The team to which it was handed over; shown to staff only'),
    openedAt: z.iso.datetime(),
    closedAt: z.iso.datetime().optional(),
    outcome: Outcome.optional(),
    retention: Retention.optional().describe('How long the case is kept after its end; the regular period if absent. Shown to staff only'),
    lastCustomerMessageAt: z.iso.datetime().optional().describe('When the customer last wrote, after the report'),
    unreadMessages: z.int().optional().describe('So many messages of the customer no clerk has read; shown to staff only'),
    news: News.optional().describe(
      'What the house wrote or decided since the customer said that they had looked; shown to them only, and absent where there is nothing',
    ),
    openTasks: z.int().optional().describe('So many tasks are still to be done (GET …/tasks); shown to staff only'),
    expected: Expectation.optional().describe('What the customer can expect next, and until when; absent where the ticket is closed or restricted'),
    answeredAt: z.iso.datetime().optional().describe('When a clerk first wrote to the customer, since it was opened or reopened. Shown to staff only'),
    firstAnswerBy: z.iso.datetime().optional().describe('By when that is to be, where it has not been; shown to staff only'),
    resolveBy: z.iso
      .datetime()
      .optional()
      .describe('By when it is to be closed; later by the time in which it waits, while it is waiting. Shown to staff only'),
    overdue: z.array(z.enum(clockNames)).optional().describe('What was to be done by now, and is not, as far as anybody was told; shown to staff only'),
    satisfaction: Score.optional().describe('How content the customer said they are with how it ended, 1 to 5'),
    restricted: z.literal(true).optional().describe('Nobody works on it: its processing is restricted (Art. 18 GDPR)'),
    version: z.int(),
  })
  .meta({ id: 'Ticket' });

export const InteractionView = z
  .object({
    id: InteractionId,
    ticketId: TicketId,
    at: z.iso.datetime(),
    by: z.object({ role: z.enum(['customer', 'agent', 'officer', 'system']), id: z.string().optional().describe('Shown to staff only') }),
    content: InteractionContent,
    minutesSpent: z.int().optional().describe('Shown to staff only'),
    corrected: z
      .object({
        at: z.iso.datetime(),
        by: InteractionId.optional().describe('The step that corrects it: named by whoever corrects it again. Shown to staff only'),
        reason: z.string().optional().describe('Shown to staff only'),
        formerText: z.string().optional().describe('As it was written first. Shown to staff only'),
      })
      .optional()
      .describe('The text is not the one that was written first'),
    cameWith: z.array(TicketId).optional().describe('Tickets on which it was before they became part of this one'),
    misdirected: z.literal(true).optional().describe('It was written to another person, in whose file the ticket was by mistake; shown to staff only'),
    redacted: z.literal(true).optional().describe('What was written in it, or a part of it, was taken out and is kept nowhere'),
  })
  .meta({ id: 'Interaction' });

/** A link as staff see it from one of its cases. */
export const LinkView = z
  .object({
    relation: Relation.describe('What this case is to the other'),
    ticketId: TicketId.describe('The other'),
    number: TicketNumber,
    kind: Matter,
    status: TicketStatus,
    at: z.iso.datetime().describe('When they were linked'),
    by: z.string().optional().describe('The clerk; absent where a customer’s message led to it'),
  })
  .meta({ id: 'TicketLink' });

export const linkFor = ({ link: { relation, at, byId }, other }: { readonly link: Link; readonly other: Ticket }): z.input<typeof LinkView> => ({
  relation,
  ticketId: other.id,
  number: other.number,
  kind: other.matter,
  status: other.status,
  at,
  by: byId,
});

/** By what is told whether a promise was kept. */
export interface Clocked {
  readonly now: () => Date;
}

/** What the caller may see of a ticket, now. */
export function ticketFor(caller: Caller, ticket: Ticket, now: Date): z.input<typeof TicketView> {
  const { matter, messagesToldAt: _, handedOverBy: __, unassignedSince: ___, clock: ____, lastCustomerMessageId: _____, ...frame } = ticket;
  const { separatedFrom: ______, beforeMerge: _______, news, newsUpTo, ...shown } = frame;
  const late = overdue(ticket);
  return {
    ...shown,
    kind: matter,
    subject: subjectOf(ticket),
    // They are unread where it goes on.
    ...(ticket.mergedInto !== undefined && { unreadMessages: undefined }),
    expected: expectedOf(ticket, now),
    firstAnswerBy: firstAnswerBy(ticket),
    resolveBy: resolveBy(ticket),
    overdue: late.length > 0 ? late : undefined,
    ...(!isStaff(caller) && {
      // Where it is part of another, that one says it.
      news: news !== undefined && newsUpTo !== undefined && ticket.mergedInto === undefined ? { count: news, upTo: newsUpTo } : undefined,
      assignee: undefined,
      team: undefined,
      priority: undefined,
      tags: undefined,
      retention: undefined,
      unreadMessages: undefined,
      openTasks: undefined,
      answeredAt: undefined,
      firstAnswerBy: undefined,
      resolveBy: undefined,
      overdue: undefined,
    }),
  };
}

/** Which interactions the caller may see. */
export const shownTo =
  (caller: Caller) =>
  (interaction: Showable): boolean =>
    isStaff(caller) || !isInternalStep(interaction);

/** What the caller may see of the interactions: a customer neither internal ones, nor who worked how long. */
export const interactionsFor = (caller: Caller, interactions: readonly Interaction[]): z.input<typeof InteractionView>[] =>
  isStaff(caller)
    ? interactions.map((interaction) => ({ ...interaction, content: withAdvice(interaction.content) }))
    : interactions.filter(shownTo(caller)).map(({ minutesSpent: _, corrected, content, ...interaction }) => ({
        ...interaction,
        content: withAdvice(forCustomer(content)),
        by: { role: interaction.by.role },
        ...(corrected && { corrected: { at: corrected.at } }),
      }));

/** Why a file was not taken is said in words, too. */
const withAdvice = (content: InteractionContent): InteractionContent =>
  content.type === 'document-refused' ? { ...content, problem: refusalTexts[content.refusedFor] } : content;

/** Customers see what was written to them, and not from which text; and that something was done without a person, not by which rule. */
function forCustomer(content: InteractionContent): InteractionContent {
  if (content.type === 'rule') return { type: 'rule', note: automaticNote };
  if (content.type !== 'message') return content;
  const { textModule: _, ...said } = content;
  return said;
}
