import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { AgentId } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { requireSelf } from './require-self.ts';
import { AgentView } from './views.ts';

const uses = { staff: only(staffNeeds, 'byId') };

export const getAgent = endpoint({
  method: 'GET',
  path: '/v1/staff/{agentId}',
  allow: ['admin', 'agent'],
  summary: 'A member of staff, also one who has left, as long as they are kept; agents see themselves',
  params: z.strictObject({ agentId: AgentId }),
  returns: AgentView,
  status: 200,
  version: (agent) => agent.version,
  uses,
  async handle({ params: { agentId }, caller }, { staff }: Used<typeof uses>) {
    requireSelf(caller, agentId);
    return staff.byId(agentId);
  },
});
