import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { isAbsent } from '../../shared/staff/absence.ts';
import { AgentId } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ColleagueView } from './views.ts';

const uses = { staff: only(staffNeeds, 'list') };

interface ListColleaguesDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const listColleagues = endpoint({
  method: 'GET',
  path: '/v1/colleagues',
  allow: ['agent'],
  summary: 'Who works here, newest first: to whom, and to which team, work can be given; lags a little',
  query: PageRequest(AgentId),
  returns: PageOf(ColleagueView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor } }, { staff, now }: ListColleaguesDeps) {
    const { items, next } = await staff.list(false, limit, cursor);
    const today = dayOf(now());
    const colleagues = items.map(({ status, absences, ...agent }) => {
      const { id, displayName, role, team, skills, languages } = agent;
      return { id, displayName, role, team, skills, languages, isHere: status !== 'away' && !isAbsent(absences, today) };
    });
    return { items: colleagues, next };
  },
});
