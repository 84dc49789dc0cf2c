import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { invite } from '../../shared/logins/invite.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import { agentLeft, AgentId, loginOf } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { noteLogin } from './staff-login.ts';

const uses = { staff: only(staffNeeds, 'byId', 'loginMade', 'invitedEarlier', 'beginInvitation', 'invitationSent') };

interface InviteAgentDeps extends Used<typeof uses> {
  readonly logins: Logins;
  readonly now: () => Date;
}

export const inviteAgent = endpoint({
  method: 'POST',
  path: '/v1/staff/{agentId}/login/invitation',
  allow: ['admin'],
  summary: 'Invite a member of staff again: a new first password by e-mail, good for seven days, three times a day at most; a login that is missing is made',
  params: z.strictObject({ agentId: AgentId }),
  body: z.strictObject({ anew: z.boolean().default(false).describe('Make a login that is in use anew: its password and second factor are gone') }),
  example: {},
  returns: 'nothing',
  status: 204,
  uses,
  async handle({ params: { agentId }, body: { anew }, once }, { staff, logins, now }: InviteAgentDeps) {
    const at = now();
    const agent = await staff.byId(agentId);
    if (agent.leftOn !== undefined) {
      // An earlier try may have made a login after the departure had removed it.
      await logins.remove(agentId);
      throw agentLeft();
    }
    await invite(loginOf(agent), { anew, once: { request: once, status: 204, madeId: agentId }, now: at }, { invitations: staff, logins });
    await noteLogin(agent, at, { staff, logins });
  },
});
