import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import { PlausibleDay } from '../../shared/personal-data/plausible-days.ts';
import { AgentId, departed } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { AgentView } from './views.ts';

const uses = { staff: only(staffNeeds, 'byId', 'leave') };

interface RecordDepartureDeps extends Used<typeof uses> {
  readonly logins: Pick<Logins, 'remove'>;
  readonly now: () => Date;
}

export const recordDeparture = endpoint({
  method: 'POST',
  path: '/v1/staff/{agentId}/departure',
  allow: ['admin'],
  summary:
    'Somebody has left: their login ends at once, their open tickets go to others, their data goes after half a year. Again with another day puts the day right',
  params: z.strictObject({ agentId: AgentId }),
  body: z.strictObject({ leftOn: PlausibleDay.describe('Their last day: today or past') }),
  example: { leftOn: '2026-03-31' },
  returns: AgentView,
  status: 200,
  version: (agent) => agent.version,
  uses,
  async handle({ params: { agentId }, body: { leftOn }, once }, { staff, logins, now }: RecordDepartureDeps) {
    const at = now();
    const seen = await staff.byId(agentId);
    const agent = departed(seen, leftOn, at);
    const { earlier } = await staff.leave(agent, seen, { request: once, status: 200, madeId: agentId }, at);
    // After the commit, on a repeat too: nobody who still works here is left without a login by what failed.
    await logins.remove(agentId);
    return earlier ? staff.byId(agentId) : agent;
  },
});
