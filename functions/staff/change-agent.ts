import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { agentChanged, AgentChange, AgentId, changedAgent, isAlready } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { AgentView } from './views.ts';

const uses = { staff: only(staffNeeds, 'byId', 'change') };

interface ChangeAgentDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const changeAgent = endpoint({
  method: 'PATCH',
  path: '/v1/staff/{agentId}',
  allow: ['admin'],
  summary: 'Correct name, team, skills with their levels, languages, working hours or capacity; address and role are the login, and stay',
  params: z.strictObject({ agentId: AgentId }),
  body: AgentChange,
  example: {
    skills: [
      { skill: 'claims', level: 4 },
      { skill: 'service', level: 2 },
    ],
    capacity: 40,
  },
  returns: AgentView,
  status: 200,
  version: (agent) => agent.version,
  uses,
  async handle({ params: { agentId }, body, ifMatch }, { staff, now }: ChangeAgentDeps) {
    const seen = await staff.byId(agentId);
    const agent = changedAgent(seen, body);
    if (isAlready(seen, body)) return seen;
    if (seen.version !== ifMatch) throw agentChanged();
    await staff.change(agent, seen, now());
    return agent;
  },
});
