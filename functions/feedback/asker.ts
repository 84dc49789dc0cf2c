import type { Asker } from '../../shared/feedback/feedback.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { isAtWork } from '../../shared/tasks/inbox.ts';

/** Who asks, as far as it counts for feedback. Whoever has left is of no team. */
export async function askerOf({ id, roles }: Caller, staff: Pick<StaffReader, 'agent'>): Promise<Asker> {
  const agent = roles.includes('agent') ? await staff.agent(id) : undefined;
  return { id, isAdmin: roles.includes('admin'), ...(agent && isAtWork(agent) && { team: agent.team }) };
}
