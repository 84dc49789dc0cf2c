import * as z from 'zod';
import { DomainError } from '../../shared/domain-error.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { mostSorted, skillsOf, Worklist } from '../../shared/tickets/worklist.ts';
import { worklistNeeds, type ListOf } from '../../shared/tickets/worklist-table.ts';

const uses = { worklists: only(worklistNeeds, 'count'), staff: only(staffReaderNeeds, 'agent', 'clerksOf') };

const WorklistCount = z
  .object({
    list: Worklist,
    status: z.enum(['assigned', 'waiting']).optional().describe('Of `mine`, or of what clerks of the team have'),
    count: z.int().describe(`At most ${mostSorted}`),
    more: z.literal(true).optional().describe('There are more, which were not counted'),
  })
  .meta({ id: 'WorklistCount' });

export const countWorklists = endpoint({
  method: 'GET',
  path: '/v1/worklists',
  allow: ['agent'],
  summary:
    'How many tickets there are in the lists of whoever asks: what they have, what waits for their team, what nobody has by each of their skills; or in those of their team',
  query: z.strictObject({
    of: z.enum(['mine', 'team']).default('mine').describe('`team`: what the clerks of the team of whoever asks have instead; a query more for each of them'),
  }),
  returns: z.object({ items: z.array(WorklistCount) }),
  status: 200,
  uses,
  async handle({ query: { of: whose }, caller }, { worklists, staff }: Used<typeof uses>) {
    const agent = await staff.agent(caller.id);
    if (!agent) throw new DomainError('forbidden', 'no-such-agent');
    const agents = whose === 'mine' ? [agent.id] : await staff.clerksOf(agent.team);
    const lists: { list: Worklist; status?: 'assigned' | 'waiting'; of: ListOf }[] = [
      ...(['assigned', 'waiting'] as const).map((status) => ({ list: whose, status, of: { agents, status } })),
      { list: 'team', of: { team: agent.team } },
      ...(whose === 'mine' ? skillsOf(agent).map((skill) => ({ list: skill, of: { skill } })) : []),
    ];
    return { items: await Promise.all(lists.map(async ({ of, ...list }) => ({ ...list, ...(await worklists.count(of)) }))) };
  },
});
