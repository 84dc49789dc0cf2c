import * as z from 'zod';
import { DomainError } from '../../domain-error.ts';
import { AgentId, Team } from '../../staff/agent.ts';
import { assigned, handedOver } from '../../tickets/ticket.ts';
import { action, done } from '../action.ts';

const To = z
  .union([
    z.strictObject({ agent: AgentId }).describe('A clerk who has the skill for it and is here; where they are not, the rule does nothing'),
    z.strictObject({ team: Team }).describe('A team: one of its clerks is looked for'),
    z.strictObject({ queue: z.literal(true) }).describe('Whoever is found: it is taken from its clerk and its team'),
  ])
  .describe('Who has it from then on');

/** Gives a case to a clerk, a team, or whoever is found: as handing over does. */
export const assign = action({
  deed: 'assign',
  schema: z.strictObject({ do: z.literal('assign'), to: To }),
  causes: 'handed-over',
  leaves: ({ to }) => ({ status: 'agent' in to ? 'assigned' : 'open' }),
  wants: ({ to }) => ('agent' in to ? { clerk: to.agent } : {}),
  does(draft, { to }, { seen, means }) {
    const { ticket, steps } = draft;
    if ('agent' in to) {
      if (ticket.assignee === to.agent) return draft;
      if (!means.clerks.has(to.agent)) throw clerkNotHere();
      const after = assigned({ ...ticket, team: undefined }, to.agent);
      return done(draft, 'assign', {
        ticket: { ...after, handedOverBy: undefined },
        steps: [...steps, { content: { type: 'hand-over', assignee: to.agent } }],
      });
    }
    const team = 'team' in to ? to.team : undefined;
    if (ticket.status === 'open' && ticket.team === team) return draft;
    const content = { type: 'hand-over' as const, ...(team !== undefined && { team }) };
    return done(draft, 'assign', { ticket: handedOver(ticket, team, seen.now), steps: [...steps, { content }] });
  },
});

/** They have not the skill for the case, or are not here today. */
const clerkNotHere = (): DomainError => new DomainError('conflict', 'clerk-not-here');
