import type { NewId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import type { Agent } from '../../shared/staff/agent.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { ofCase } from '../../shared/time/of-case.ts';
import { stepTime, type StepTime } from '../../shared/time/step-time.ts';

/** Whose minutes they are that were given with a step: read beside the ticket, and where there are none, not at all. */
export const whoseTime = async (staff: Pick<StaffReader, 'agent'>, { id }: Caller, minutesSpent = 0): Promise<Agent | undefined> =>
  minutesSpent > 0 ? staff.agent(id) : undefined;

/** What counts of them, under the team in which their clerk is. Who is in no team counts nowhere. */
export const timeOf = (clerk: Agent | undefined, ticket: Ticket, step: Interaction, newId: NewId): StepTime | undefined =>
  clerk && stepTime(step, ofCase(ticket), clerk.team, newId);
