import { agentLeft, loginOf, type Agent } from '../../shared/staff/agent.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import type { StaffTable } from '../../shared/staff/staff-table.ts';
import { isRefusal } from '../../shared/domain-error.ts';

interface StaffLoginDeps {
  readonly staff: Pick<StaffTable, 'loginMade'>;
  readonly logins: Pick<Logins, 'ensure' | 'remove'>;
}

/**
 * The login of a member of staff, after the commit, on a repeat too (the order, and what a crash leaves: see `Logins`), and only then the
 * entries by which tickets find them.
 * @throws DomainError `conflict/agent-left`, `conflict/login-email-taken`
 */
export async function ensureStaffLogin(agent: Agent, now: Date, { staff, logins }: StaffLoginDeps): Promise<void> {
  if (agent.leftOn !== undefined) return logins.remove(agent.id);
  await logins.ensure(loginOf(agent));
  await noteLogin(agent, now, { staff, logins });
}

/** Somebody whose leaving overtook whoever made their login has none. @throws DomainError `conflict/agent-left` */
export async function noteLogin(agent: Agent, now: Date, { staff, logins }: StaffLoginDeps): Promise<void> {
  try {
    await staff.loginMade(agent, now);
  } catch (error) {
    if (isRefusal(error, agentLeft())) await logins.remove(agent.id);
    throw error;
  }
}
