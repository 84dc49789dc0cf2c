import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { AgentId, AgentStatus, inStatus } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { asSeenNow } from './as-seen-now.ts';
import { requireSelf } from './require-self.ts';
import { AgentView } from './views.ts';

const uses = { staff: only(staffNeeds, 'byId', 'change') };

interface SetStatusDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const setStatus = endpoint({
  method: 'PUT',
  path: '/v1/staff/{agentId}/status',
  allow: ['admin', 'agent'],
  summary: 'Say what you are at, by which tickets are assigned: available, busy or away. Administrators say it for others too',
  params: z.strictObject({ agentId: AgentId }),
  body: z.strictObject({ status: AgentStatus }),
  example: { status: 'busy' },
  returns: AgentView,
  status: 200,
  version: (agent) => agent.version,
  uses,
  async handle({ params: { agentId }, body: { status }, caller }, { staff, now }: SetStatusDeps) {
    requireSelf(caller, agentId);
    return asSeenNow(staff, agentId, async (seen) => {
      const agent = inStatus(seen, status);
      if (seen.status === status) return seen;
      await staff.change(agent, seen, now());
      return agent;
    });
  },
});
