import { feedbackNeeds } from '../../shared/feedback/feedback-table.ts';
import { FeedbackId, FeedbackStatus } from '../../shared/feedback/feedback.ts';
import { byRole } from '../../shared/lambda/by-role.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { Team } from '../../shared/staff/agent.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { FeedbackView } from './views.ts';
import { teamOf } from './whose-list.ts';

const uses = { feedback: only(feedbackNeeds, 'ofTeam'), staff: only(staffReaderNeeds, 'agent') };

const page = PageRequest(FeedbackId).extend({ status: FeedbackStatus.default('open') });

export const listTeamFeedback = endpoint({
  method: 'GET',
  path: '/v1/team-feedback',
  allow: ['agent', 'admin'],
  summary: 'What your team looks after in a state, newest first, or for administrators a team that they name; lags a little',
  query: byRole({ admin: page.extend({ team: Team }), agent: page }),
  returns: PageOf(FeedbackView),
  status: 200,
  uses,
  async handle({ query, caller }, { feedback, staff }: Used<typeof uses>) {
    const team = await teamOf('team' in query ? query.team : undefined, caller, staff);
    return feedback.ofTeam({ team, status: query.status }, query.limit, query.cursor);
  },
});
