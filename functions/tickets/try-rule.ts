import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { DomainError, isRefusal } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { firstUnmet, planned } from '../../shared/rules/plan.ts';
import { noSuchRule, type Rule } from '../../shared/rules/rule.ts';
import { RuleId } from '../../shared/rules/rule-id.ts';
import { ruleReaderNeeds } from '../../shared/rules/rule-reader.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { RuleDeed } from '../../shared/tickets/rule-deeds.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketNumber } from '../../shared/tickets/ticket-number.ts';
import { noSuchTicket, TicketId, type Ticket } from '../../shared/tickets/ticket.ts';
import { caseSeen, caseSeenUses } from './case-seen.ts';
import { lastTickets, lastTicketsUses } from './last-tickets.ts';
import { meansFor, meansUses } from './means-for.ts';

const uses = {
  ...caseSeenUses,
  ...meansUses,
  ...lastTicketsUses,
  tickets: only(ticketNeeds, 'ofCustomer', 'listOfCustomer', 'listOfAssignee'),
  staff: only(staffReaderNeeds, 'clerksWith', 'clerkWith'),
  rules: only(ruleReaderNeeds, 'rule'),
};

interface TryRuleDeps extends Used<typeof uses> {
  readonly hours: OfficeHours;
  readonly newId: NewId;
  readonly now: () => Date;
}

/** What a rule would do on a ticket. */
const Trial = z.object({
  ticketId: TicketId,
  number: TicketNumber,
  result: z
    .enum(['acts', 'unmet', 'left-alone', 'cannot-act', 'nothing-new'])
    .describe(
      '`acts`: it would do what `did` says. `unmet`: a condition does not hold. `left-alone`: no rule looks at it (`code`). `cannot-act`: all holds, and it could not be done (`code`). `nothing-new`: all of it is so already',
    ),
  did: z.array(RuleDeed).optional(),
  condition: z.int().optional().describe('The first that does not hold, by its place in `when`, from 0'),
  code: z.string().optional(),
});
type Trial = z.infer<typeof Trial>;

export const tryRule = endpoint({
  method: 'POST',
  path: '/v1/rules/{ruleId}/dry-run',
  allow: ['agent'],
  summary:
    'See what a rule would do if what it answers to happened now on each of the last tickets that it is for: by agents, who may read them; nothing is changed, and nothing of it is kept. It may act or not',
  params: z.strictObject({ ruleId: RuleId }),
  body: z.strictObject({ last: z.int().min(1).max(100).default(25).describe('So many tickets, the newest first') }),
  example: { last: 25 },
  returns: z.object({
    version: z.int().describe('Of the rule that was tried'),
    trials: z.array(Trial),
    acts: z.int().describe('On so many of them it would act'),
    isComplete: z.boolean().describe('Whether the lists of all clerks were looked at who may have such tickets; of many, some are'),
  }),
  status: 200,
  uses,
  async handle({ params: { ruleId }, body: { last } }, deps: TryRuleDeps) {
    const rule = await deps.rules.rule(ruleId);
    if (!rule) throw noSuchRule();
    const { tickets, isComplete } = await lastTickets(rule, last, deps);
    const trials: Trial[] = [];
    for (let start = 0; start < tickets.length; start += atATime) {
      const some = await Promise.all(tickets.slice(start, start + atATime).map((ticket) => trialOn(ticket, rule, deps)));
      trials.push(...some.filter((trial) => trial !== undefined));
    }
    return { version: rule.version, trials, acts: trials.filter(({ result }) => result === 'acts').length, isComplete };
  },
});

/** So many tickets are looked at at a time. */
const atATime = 8;

/** `undefined` for one that is gone by now. */
async function trialOn(ticket: Ticket, rule: Rule, deps: TryRuleDeps): Promise<Trial | undefined> {
  const { id: ticketId, number } = ticket;
  try {
    return { ticketId, number, ...(await resultOn(ticket, rule, deps)) };
  } catch (error) {
    if (isRefusal(error, noSuchTicket())) return undefined;
    throw error;
  }
}

async function resultOn(ticket: Ticket, rule: Rule, deps: TryRuleDeps): Promise<Omit<Trial, 'ticketId' | 'number'>> {
  const read = await caseSeen(ticket, [rule], deps.now(), deps);
  if ('leftAlone' in read) return { result: 'left-alone', code: read.leftAlone };
  const condition = firstUnmet(rule, read.seen);
  if (condition !== undefined) return { result: 'unmet', condition };
  try {
    const means = await meansFor(rule, read.seen, deps);
    const plan = planned(rule, deps.newId('evt'), { seen: read.seen, means, newId: deps.newId }, deps.hours);
    return plan?.mark.content.type === 'rule' ? { result: 'acts', did: plan.mark.content.did } : { result: 'nothing-new' };
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
    return { result: 'cannot-act', code: error.code };
  }
}
