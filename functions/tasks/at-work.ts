import { invalidField } from '../../shared/domain-error.ts';
import { assigneeLeft, type Agent } from '../../shared/staff/agent.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { isAtWork } from '../../shared/tasks/inbox.ts';

/**
 * That work can be given to somebody: an agent who is here.
 * @throws DomainError `invalid/invalid-body` for who is no agent, `conflict/assignee-left`
 */
export async function requireAtWork(staff: Pick<StaffReader, 'agent'>, id: string, field: `body.${string}`): Promise<void> {
  const agent: Agent | undefined = await staff.agent(id);
  if (isAtWork(agent)) return;
  throw agent?.leftOn === undefined ? invalidField(field, 'is no agent') : assigneeLeft(field);
}
