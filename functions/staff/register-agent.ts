import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { refuseForeignLogin, type Logins } from '../../shared/logins/logins.ts';
import type { LookupKeys } from '../../shared/personal-data/lookup-keys.ts';
import { employed, loginOf, NewAgent, StaffId } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ensureStaffLogin } from './staff-login.ts';

const uses = { staff: only(staffNeeds, 'register', 'byId', 'loginMade') };

interface RegisterAgentDeps extends Used<typeof uses> {
  readonly lookupKeys: Pick<LookupKeys, 'email'>;
  readonly logins: Pick<Logins, 'holder' | 'ensure' | 'remove'>;
  readonly newId: NewId;
  readonly now: () => Date;
}

export const registerAgent = endpoint({
  method: 'POST',
  path: '/v1/staff',
  allow: ['admin'],
  summary: 'Take in a clerk or an officer, with team, skills and what they can take on, and make their login',
  body: NewAgent,
  example: { displayName: 'Zoë Brückner', email: 'zoe.brueckner@example.org', role: 'agent', team: 'schaden-koeln', skills: [{ skill: 'claims', level: 3 }] },
  returns: z.object({ id: StaffId }).meta({ id: 'RegisteredAgent' }),
  status: 201,
  uses,
  async handle({ body, once }, { staff, lookupKeys, logins, newId, now }: RegisterAgentDeps) {
    const at = now();
    const agent = employed(newId('agt'), body, at);
    await refuseForeignLogin(logins, loginOf(agent));
    const { earlier } = await staff.register(agent, await lookupKeys.email(body.email), { request: once, status: 201, madeId: agent.id }, at);
    const theirs = earlier ? await staff.byId(earlier.id) : agent;
    await ensureStaffLogin(theirs, at, { staff, logins });
    return { id: theirs.id };
  },
});
