import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { isAtWork, type InboxOwner } from '../../shared/tasks/inbox.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';

/**
 * Before whom it comes up what happens on a case: its clerk, if they are to hear of it, or their team; where nobody has it the team to which it was given, or
 * else everybody.
 */
export async function beforeWhom(
  staff: Pick<StaffReader, 'agent'>,
  { assignee, team }: Pick<Ticket, 'assignee' | 'team'>,
  tells: 'clerk' | 'team',
): Promise<InboxOwner> {
  const agent = assignee === undefined ? undefined : await staff.agent(assignee);
  if (agent && tells === 'clerk' && isAtWork(agent)) return { agent: agent.id };
  const theirs = team ?? agent?.team;
  return theirs === undefined ? 'everybody' : { team: theirs };
}
