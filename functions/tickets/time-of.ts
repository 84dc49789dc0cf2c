import type { NewId } from '../../shared/id.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { ofCase } from '../../shared/time/of-case.ts';
import { stepTime, type StepTime } from '../../shared/time/step-time.ts';

/** What counts of the minutes that a clerk gave with a step, under the team in which they are. Where they gave none nothing is read; who is in no team counts nowhere. */
export async function timeOf(staff: Pick<StaffReader, 'agent'>, ticket: Ticket, step: Interaction, newId: NewId): Promise<StepTime | undefined> {
  if (!step.minutesSpent || step.by.id === undefined) return undefined;
  const agent = await staff.agent(step.by.id);
  return agent && stepTime(step, ofCase(ticket), agent.team, newId);
}
