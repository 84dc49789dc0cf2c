import * as z from 'zod';
import { AgentId, NewAgent } from '../../shared/staff/agent.ts';

/** A member of staff as administrators see them. */
export const AgentView = z
  .object({
    id: AgentId,
    displayName: z.string(),
    email: z.string(),
    role: NewAgent.shape.role,
    team: z.string(),
    skills: NewAgent.shape.skills.unwrap(),
    createdAt: z.iso.datetime(),
    loginMadeAt: z.iso.datetime().optional().describe('Without it their login is not there yet, and no ticket goes to them: invite them, which makes it'),
    leftOn: z.iso.date().optional().describe('Their last day, once they have left'),
    version: z.int(),
  })
  .meta({ id: 'Agent' });
