import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { mostAbsences, stillAhead } from '../../shared/staff/absence.ts';
import { AgentId } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { requireSelf } from './require-self.ts';
import { AbsenceView } from './views.ts';

const uses = { staff: only(staffNeeds, 'byId') };

interface ListAbsencesDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const listAbsences = endpoint({
  method: 'GET',
  path: '/v1/staff/{agentId}/absences',
  allow: ['admin', 'agent'],
  summary: 'Your absences that are not over, in their order; of anybody for administrators',
  params: z.strictObject({ agentId: AgentId }),
  returns: z.object({ items: z.array(AbsenceView).max(mostAbsences) }),
  status: 200,
  uses,
  async handle({ params: { agentId }, caller }, { staff, now }: ListAbsencesDeps) {
    requireSelf(caller, agentId);
    return { items: stillAhead((await staff.byId(agentId)).absences, now()) };
  },
});
