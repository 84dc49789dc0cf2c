import * as z from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { printableLine } from '../letters/printable-line.ts';
import { EmailAddress } from '../personal-data/email-address.ts';
import { DomainError, invalidField } from '../domain-error.ts';
import { idOf } from '../id.ts';
import type { NewLogin } from '../logins/logins.ts';
import { dayOf, type Day } from '../personal-data/calendar.ts';
import type { Absence } from './absence.ts';
import { WorkingHours } from './working-hours.ts';

/** What somebody can do; tickets go to whom has the skill that their kind needs. */
export const Skill = z.enum(['claims', 'service', 'health']);
export type Skill = z.infer<typeof Skill>;

export const AgentId = idOf('agt');
export const StaffId = z.union([AgentId, idOf('adm')]);

/** How well: 1 is learning it, 5 is who others ask. */
export const SkillLevel = z.int().min(1).max(5);
export const Skilled = z.strictObject({ skill: Skill, level: SkillLevel });
export type Skilled = z.infer<typeof Skilled>;

/** What somebody is at. It is theirs to say, and says nothing of absences, which are days. */
export const AgentStatus = z
  .enum(['available', 'busy', 'away'])
  .describe('`busy`: gets a ticket where nobody who is available can, and those of customers whom they know; `away`: gets none');
export type AgentStatus = z.infer<typeof AgentStatus>;

export const Team = z.string().regex(/^[a-z0-9-]{2,40}$/, 'must be 2 to 40 lower-case letters, digits or hyphens');

/** A new member of staff. `officer` is the data protection officer, who may run deletions; the others work on tickets. */
export const NewAgent = z.strictObject({
  displayName: printableLine(80),
  email: EmailAddress,
  role: z.enum(['agent', 'officer']),
  team: Team,
  skills: z
    .array(Skilled)
    .max(10)
    .refine((skills) => new Set(skills.map(({ skill }) => skill)).size === skills.length, 'at most once each')
    .default([]),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/, 'must be a code of a language as in ISO 639: `de`, `tr`'))
    .max(20)
    .refine((languages) => new Set(languages).size === languages.length, 'at most once each')
    .meta({ uniqueItems: true })
    .default([]),
  workingHours: WorkingHours.default([]),
  capacity: z.int().min(1).max(1000).optional().describe('So many open tickets at most are assigned to them; any number if left out'),
});
export type NewAgent = z.infer<typeof NewAgent>;

/** What of a member of staff can be put right. The address is their login, and the role its group: another one is another login. */
export const AgentChange = NewAgent.omit({ email: true, role: true })
  .extend({
    skills: NewAgent.shape.skills.unwrap(),
    languages: NewAgent.shape.languages.unwrap(),
    workingHours: NewAgent.shape.workingHours.unwrap(),
    capacity: NewAgent.shape.capacity.unwrap().nullable().describe('`null`: any number'),
  })
  .partial();
export type AgentChange = z.infer<typeof AgentChange>;

/** A clerk [Sachbearbeiter] or officer. */
export interface Agent extends NewAgent {
  readonly id: string;
  readonly createdAt: string;
  readonly status: AgentStatus;
  /** In the order of their days; at least those that are not over. */
  readonly absences: Absence[];
  /** When their login was there; until then no ticket goes to them. */
  readonly loginMadeAt?: string | undefined;
  /** Their last day, once they have left. */
  readonly leftOn?: string | undefined;
  readonly version: number;
}

/**
 * A new member of staff.
 * @throws DomainError `invalid/invalid-body` for skills of somebody who works on no tickets
 */
export function employed(id: string, data: NewAgent, now: Date): Agent {
  checkSkills(data);
  return { ...data, id, createdAt: now.toISOString(), status: 'available', absences: [], version: 1 };
}

/** The same put right. @throws DomainError `invalid/invalid-body`, `conflict/agent-left` */
export function changedAgent(agent: Agent, change: AgentChange): Agent {
  if (agent.leftOn) throw agentLeft();
  const after = { ...changed(agent, change), version: agent.version + 1 };
  checkSkills(after);
  return after;
}

/** Whether an entry says all this. Whoever asks again after a lost answer is told so, whatever version they saw. */
export const isAlready = (agent: Agent, change: AgentChange): boolean => canonicalJson(changed(agent, change)) === canonicalJson(changed(agent, {}));

const changed = (agent: Agent, { capacity = agent.capacity, ...change }: AgentChange): Agent => ({ ...agent, ...change, capacity: capacity ?? undefined });

/** The same in another status. @throws DomainError `conflict/agent-left` */
export function inStatus(agent: Agent, status: AgentStatus): Agent {
  if (agent.leftOn) throw agentLeft();
  return { ...agent, status, version: agent.version + 1 };
}

/** The same with other absences. @throws DomainError `conflict/agent-left` */
export function absentOn(agent: Agent, absences: Absence[]): Agent {
  if (agent.leftOn) throw agentLeft();
  return { ...agent, absences, version: agent.version + 1 };
}

/** How well somebody can do something; `undefined` where they cannot. */
export const levelIn = ({ skills }: Pick<Agent, 'skills'>, skill: Skill): number | undefined => skills.find((one) => one.skill === skill)?.level;

function checkSkills({ role, skills }: Pick<NewAgent, 'role' | 'skills'>): void {
  if (role !== 'agent' && skills.length > 0) throw invalidField('body.skills', 'are for agents only');
}

/**
 * The same as somebody who left; the very same of whom that day is recorded. A day to come is not taken: until then they work, and what
 * ends with them would have to wait.
 * @throws DomainError `invalid/invalid-body`
 */
export function departed(agent: Agent, leftOn: Day, now: Date): Agent {
  if (leftOn === agent.leftOn) return agent;
  if (leftOn > dayOf(now)) throw invalidField('body.leftOn', 'lies in the future: record it when the day has come');
  if (leftOn < dayOf(new Date(agent.createdAt))) throw invalidField('body.leftOn', 'lies before the day on which they were taken in');
  // Nobody plans with them any more.
  const planned = { languages: [], workingHours: [], capacity: undefined, absences: [] };
  return { ...agent, ...planned, leftOn, version: agent.version + 1 };
}

/** The login of a member of staff: by their address, which nobody else logs in with. */
export const loginOf = ({ id, email, role }: Pick<Agent, 'id' | 'email' | 'role'>): NewLogin => ({ username: id, email, byEmail: true, group: role });

export const agentLeft = (): DomainError =>
  new DomainError('conflict', 'agent-left', [{ field: 'path.agentId', problem: 'has left: whoever comes back is taken in anew (POST /v1/staff)' }]);

/** Somebody else changed them since they were seen. */
export const agentChanged = (): DomainError => new DomainError('stale', 'agent-changed');

/** Work for somebody who has left. */
export const assigneeLeft = (field: string): DomainError =>
  new DomainError('conflict', 'assignee-left', [{ field, problem: 'has left: give it to somebody who is here, or to a team' }]);

export const noSuchAgent = (): DomainError => new DomainError('not-found', 'no-such-agent');
