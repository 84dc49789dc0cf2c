import * as z from 'zod';
import { DomainError, invalidField } from '../../shared/domain-error.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { Matter, TicketId, type Ticket } from '../../shared/tickets/ticket.ts';
import { mostSorted, sortedPage, UrgencyPosition, Worklist, WorklistSort } from '../../shared/tickets/worklist.ts';
import { worklistNeeds, type ListOf } from '../../shared/tickets/worklist-table.ts';
import { ticketFor, TicketView, type Clocked } from './views.ts';

const uses = { worklists: only(worklistNeeds, 'entries', 'whole'), staff: only(staffReaderNeeds, 'agent', 'clerksOf') };

const Query = PageRequest(z.union([TicketId, UrgencyPosition])).extend({
  status: z
    .enum(['assigned', 'waiting'])
    .optional()
    .describe('What is worked on, or what waits for somebody. Of `mine` the first, if left out; of `team` then what none of its clerks has'),
  kind: Matter.optional().describe('These only. A page may then have fewer than `limit`, or none, and go on all the same'),
  sort: WorklistSort.default('urgent').describe(
    `\`urgent\`: by priority, then by what is promised, then by age. \`newest\`: by opening. Of a list of more than ${mostSorted} its first ${mostSorted} are sorted: of a skill the most urgent, of others the oldest by urgency and the newest by opening, of what a team’s clerks have that of each clerk`,
  ),
});

/** So many entries are looked at for a page of one kind, of each clerk. */
const looksAt = 100;

export const readWorklist = endpoint({
  method: 'GET',
  path: '/v1/worklists/{list}',
  allow: ['agent'],
  summary: 'What is to be worked on, the most urgent first: what whoever asks has, what their team has, or what nobody has, by skill; lags a little',
  params: z.strictObject({
    list: Worklist.describe(
      '`mine`: what you have. `team`: what was handed over to your team, and nobody has yet; with `status` what its clerks have, also those who are away. A skill: what needs it and nobody has, that of all teams too',
    ),
  }),
  query: Query,
  returns: PageOf(TicketView),
  status: 200,
  uses,
  async handle({ params: { list }, query, caller }, { worklists, staff, now }: Used<typeof uses> & Clocked) {
    const { limit, cursor, sort, kind, status } = query;
    if (status !== undefined && list !== 'mine' && list !== 'team') {
      throw invalidField('query.status', 'is for `mine` and `team` only: what others list, nobody works on yet');
    }
    if (cursor !== undefined && UrgencyPosition.safeParse(cursor).success !== (sort === 'urgent')) throw invalidField('query.cursor', 'is of another list');
    const of = await listOf(list, status, caller, staff);
    const isWanted = kind && ((ticket: Ticket) => ticket.matter === kind);
    const lies = 'skill' in of ? 'urgent' : 'newest';
    const { items, next } =
      sort === lies
        ? await worklists.entries(of, { limit, after: cursor, isWanted, reads: isWanted && looksAt })
        : sortedPage((await worklists.whole(of, sort === 'urgent' ? 'oldest' : 'newest')).filter(isWanted ?? (() => true)), sort, limit, cursor);
    return { items: items.map((ticket) => ticketFor(caller, ticket, now())), next };
  },
});

/** @throws DomainError `forbidden/no-such-agent` for the team of somebody who is in none */
async function listOf(list: Worklist, status: 'assigned' | 'waiting' | undefined, caller: Caller, staff: Used<typeof uses>['staff']): Promise<ListOf> {
  if (list === 'mine') return { agents: [caller.id], status: status ?? 'assigned' };
  if (list !== 'team') return { skill: list };
  const agent = await staff.agent(caller.id);
  if (!agent) throw new DomainError('forbidden', 'no-such-agent');
  return status === undefined ? { team: agent.team } : { agents: await staff.clerksOf(agent.team), status };
}
