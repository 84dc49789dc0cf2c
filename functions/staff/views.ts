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

/** A member of staff as colleagues see them: what one must know to give them work, and no more. */
export const ColleagueView = AgentView.pick({ id: true, displayName: true, role: true, team: true, skills: true, languages: true })
  .extend({ isHere: z.boolean().describe('Neither away nor absent today; for how long, or why, is not said') })
  .meta({ id: 'Colleague' });
