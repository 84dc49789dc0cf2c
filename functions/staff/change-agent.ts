import * as z from 'zod';
import { DomainError } from '../../shared/domain-error.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { AgentChange, AgentId, changedAgent, isAlready } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { AgentView } from './views.ts';

const uses = { staff: only(staffNeeds, 'byId', 'change') };

export const changeAgent = endpoint({
  method: 'PATCH',
  path: '/v1/staff/{agentId}',
  allow: ['admin'],
  summary: 'Correct the name that letters are signed with, the team or the skills; address and role are the login, and stay',
  params: z.strictObject({ agentId: AgentId }),
  body: AgentChange,
  example: { skills: ['claims', 'service'] },
  returns: AgentView,
  status: 200,
  version: (agent) => agent.version,
  uses,
  async handle({ params: { agentId }, body, ifMatch }, { staff }: Used<typeof uses>) {
    const seen = await staff.byId(agentId);
    const agent = changedAgent(seen, body);
    if (isAlready(seen, body)) return seen;
    if (seen.version !== ifMatch) throw new DomainError('stale', 'agent-changed');
    await staff.change(agent, seen);
    return agent;
  },
});
