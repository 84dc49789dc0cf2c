import { DomainError } from '../domain-error.ts';
import { levelIn } from './agent.ts';
import type { StaffReader } from './staff-reader.ts';

/**
 * What tells of somebody's health is read by those who were chosen for it, and by no other agent (Art. 9 (2) lit. h, (3) GDPR; SGB I § 35).
 * @throws DomainError `forbidden/health-skill-required`
 */
export async function requireHealthSkill(staff: Pick<StaffReader, 'agent'>, agentId: string): Promise<void> {
  const agent = await staff.agent(agentId);
  if (!agent || levelIn(agent, 'health') === undefined) throw healthSkillRequired();
}

export const healthSkillRequired = (): DomainError =>
  new DomainError('forbidden', 'health-skill-required', [
    { field: 'path', problem: 'leads to what tells of somebody’s health: hand it over to an agent with the skill `health`' },
  ]);
