import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import { employed, NewAgent, StaffId } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';

const uses = { staff: only(staffNeeds, 'register') };

interface RegisterAgentDeps extends Used<typeof uses> {
  readonly logins: Pick<Logins, 'holder' | 'ensure'>;
  readonly newId: NewId;
  readonly now: () => Date;
}

export const registerAgent = endpoint({
  method: 'POST',
  path: '/v1/staff',
  allow: ['admin'],
  summary: 'Take in a clerk or an officer, with team and skills, and make their login',
  body: NewAgent,
  example: { displayName: 'Zoë Brückner', email: 'zoe.brueckner@example.org', role: 'agent', team: 'schaden-koeln', skills: ['claims'] },
  returns: z.object({ id: StaffId }).meta({ id: 'RegisteredAgent' }),
  status: 201,
  uses,
  async handle({ body, once }, { staff, logins, newId, now }: RegisterAgentDeps) {
    const at = now();
    const agent = employed(newId('agt'), body, at);
    const emailTaken = (await logins.holder(body.email)) !== undefined;
    const { earlier } = await staff.register(agent, emailTaken, { request: once, status: 201, madeId: agent.id }, at);
    const id = earlier?.id ?? agent.id;
    // The order, and what a crash leaves: see `Logins`.
    await logins.ensure({ username: id, email: body.email, group: body.role });
    return { id };
  },
});
