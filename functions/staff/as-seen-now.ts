import { isRefusal } from '../../shared/domain-error.ts';
import { agentChanged, type Agent } from '../../shared/staff/agent.ts';
import type { StaffTable } from '../../shared/staff/staff-table.ts';

/** So often a change is made anew of who was changed meanwhile. Two people at most are at one entry. */
const tries = 4;

/**
 * Makes a change that does not depend on what its caller saw, of a member of staff as they are now.
 * @throws DomainError `stale/agent-changed` where others change them all the time
 */
export async function asSeenNow<T>(staff: Pick<StaffTable, 'byId'>, agentId: string, change: (seen: Agent) => Promise<T>): Promise<T> {
  for (let left = tries - 1; ; left--) {
    try {
      return await change(await staff.byId(agentId));
    } catch (error) {
      if (left === 0 || !isRefusal(error, agentChanged())) throw error;
    }
  }
}
