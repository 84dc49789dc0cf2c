import * as z from 'zod';
import { AbsenceId, NewAbsence } from '../../shared/staff/absence.ts';
import { AgentId, AgentStatus, NewAgent } from '../../shared/staff/agent.ts';

/** Days on which somebody is absent. */
export const AbsenceView = NewAbsence.extend({ id: AbsenceId }).meta({ id: 'Absence' });

/** A member of staff as administrators, and they themselves, see them. */
export const AgentView = z
  .object({
    id: AgentId,
    displayName: z.string(),
    email: z.string(),
    role: NewAgent.shape.role,
    team: z.string(),
    skills: NewAgent.shape.skills.unwrap(),
    languages: NewAgent.shape.languages.unwrap(),
    workingHours: NewAgent.shape.workingHours.unwrap(),
    capacity: NewAgent.shape.capacity,
    status: AgentStatus,
    absences: z.array(AbsenceView).describe('Those that are not over, and at times one that is'),
    createdAt: z.iso.datetime(),
    loginMadeAt: z.iso.datetime().optional().describe('Without it their login is not there yet, and no ticket goes to them: invite them, which makes it'),
    leftOn: z.iso.date().optional().describe('Their last day, once they have left'),
    version: z.int(),
  })
  .meta({ id: 'Agent' });
