import type { Caller } from '../../shared/lambda/caller.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { inNoTeam, type Spender } from '../../shared/time/time-entry.ts';

/** Under which team the caller's time counts. @throws DomainError `forbidden/no-such-agent` */
export async function spenderOf(staff: Pick<StaffReader, 'agent'>, caller: Caller): Promise<Spender> {
  const agent = await staff.agent(caller.id);
  if (!agent) throw inNoTeam();
  return { id: caller.id, team: agent.team };
}
