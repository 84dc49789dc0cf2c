import { DomainError, invalidField } from '../../shared/domain-error.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { isAbsent } from '../../shared/staff/absence.ts';
import { levelIn, type Agent } from '../../shared/staff/agent.ts';
import { healthSkillRequired, mayReadOfHealth } from '../../shared/staff/health-skill.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { kindOf, tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';

/**
 * That a ticket may be given to a clerk. Whoever takes one themselves knows what they do, but for what tells of health; others are given what their
 * skills are for, on days on which they are here.
 * @throws DomainError `invalid/invalid-body` naming the field, or to who asks for themselves `forbidden/no-such-agent`, `forbidden/health-skill-required`
 */
export async function checkNewClerk(
  { id, field }: { readonly id: string; readonly field: `body.${string}` },
  { matter }: Pick<Ticket, 'matter'>,
  caller: Caller,
  { staff, now }: { readonly staff: Pick<StaffReader, 'agent'>; readonly now: () => Date },
): Promise<void> {
  const agent = await staff.agent(id);
  const isClerk = agent?.role === 'agent' && agent.leftOn === undefined;
  if (id === caller.id) {
    if (!isClerk) throw new DomainError('forbidden', 'no-such-agent');
    if (tellsOfHealth(matter) && !mayReadOfHealth(agent)) throw healthSkillRequired();
    return;
  }
  const problem = isClerk ? whyNot(agent, matter, now()) : 'is no agent';
  if (problem) throw invalidField(field, problem);
}

function whyNot(agent: Agent, matter: Ticket['matter'], now: Date): string | undefined {
  const { skill } = kindOf(matter);
  if (levelIn(agent, skill) === undefined)
    return `has not the skill \`${skill}\` that tickets of this kind need: name somebody who has, or hand it over to a team`;
  if (tellsOfHealth(matter) && !mayReadOfHealth(agent)) return 'has not the skill `health`, without which nobody reads this ticket';
  if (agent.loginMadeAt === undefined) return 'has no login yet: name somebody who has, or hand it over to a team';
  if (agent.status === 'away') return 'is away: name somebody who is here, or hand it over to a team';
  return isAbsent(agent.absences, dayOf(now)) ? 'is absent today: name somebody who is here, or hand it over to a team' : undefined;
}
