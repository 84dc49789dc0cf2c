import { DomainError } from '../domain-error.ts';
import { levelIn, type Agent } from './agent.ts';
import type { StaffReader } from './staff-reader.ts';

/**
 * What tells of somebody's health is read by those who were chosen for it, and by no other agent (Art. 9 (2) lit. h, (3) GDPR; SGB I § 35).
 * @throws DomainError `forbidden/health-skill-required`
 */
export async function requireHealthSkill(staff: Pick<StaffReader, 'agent'>, agentId: string): Promise<void> {
  const agent = await staff.agent(agentId);
  if (!mayReadOfHealth(agent)) throw healthSkillRequired();
}

/** Whether somebody was chosen for what tells of health, and has not left. */
export const mayReadOfHealth = (agent: Agent | undefined): boolean =>
  agent !== undefined && agent.leftOn === undefined && levelIn(agent, 'health') !== undefined;

export const healthSkillRequired = (): DomainError =>
  new DomainError('forbidden', 'health-skill-required', [
    { field: 'path', problem: 'leads to what tells of somebody’s health: hand it over to an agent with the skill `health`' },
  ]);
