import * as z from 'zod';
import { feedbackNeeds, mostCounted } from '../../shared/feedback/feedback-table.ts';
import { FeedbackStatus } from '../../shared/feedback/feedback.ts';
import { byRole } from '../../shared/lambda/by-role.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { Team } from '../../shared/staff/agent.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { teamOf } from './whose-list.ts';

const uses = { feedback: only(feedbackNeeds, 'count'), staff: only(staffReaderNeeds, 'agent') };

const FeedbackCount = z
  .object({
    status: FeedbackStatus,
    count: z.int().describe(`At most ${mostCounted}, and fewer where texts are long: \`more\` says whether that is all`),
    more: z.literal(true).optional().describe('There are more, which were not counted'),
  })
  .meta({ id: 'FeedbackCount' });

export const countTeamFeedback = endpoint({
  method: 'GET',
  path: '/v1/team-feedback/counts',
  allow: ['agent', 'admin'],
  summary: 'How much your team looks after, by state, or for administrators a team that they name; lags a little',
  query: byRole({ admin: z.strictObject({ team: Team }), agent: z.strictObject({}) }),
  returns: z.object({ items: z.array(FeedbackCount) }),
  status: 200,
  uses,
  async handle({ query, caller }, { feedback, staff }: Used<typeof uses>) {
    return { items: await feedback.count(await teamOf('team' in query ? query.team : undefined, caller, staff)) };
  },
});
