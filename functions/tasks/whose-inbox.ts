import * as z from 'zod';
import { DomainError } from '../../shared/domain-error.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import type { InboxOwner } from '../../shared/tasks/inbox.ts';

/** Which inbox somebody means. */
export const Whose = z
  .enum(['me', 'team', 'everybody'])
  .default('me')
  .describe('`team`: what came up before the team of whoever asks; `everybody`: what came up where nobody in particular is there for it');

/** The inbox that is meant. @throws DomainError `forbidden/no-such-agent` for the team of somebody who is in none */
export async function ownerOf(of: z.infer<typeof Whose>, caller: Caller, staff: Pick<StaffReader, 'agent'>): Promise<InboxOwner> {
  if (of === 'everybody') return of;
  if (of === 'me') return { agent: caller.id };
  const agent = await staff.agent(caller.id);
  if (!agent) throw new DomainError('forbidden', 'no-such-agent');
  return { team: agent.team };
}
