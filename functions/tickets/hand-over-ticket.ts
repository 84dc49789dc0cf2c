import * as z from 'zod';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { invalidField } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import type { Caller } from '../../shared/lambda/caller.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { oneLine } from '../../shared/personal-data/one-line.ts';
import { severalLines } from '../../shared/personal-data/several-lines.ts';
import { AgentId, Team } from '../../shared/staff/agent.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import type { Once } from '../../shared/storage/idempotency.ts';
import type { Committed } from '../../shared/storage/transact.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { timed } from '../../shared/tickets/clock.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { kindOf } from '../../shared/tickets/kinds/kinds.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { assigned, handedOver, TicketId, waits, type Ticket } from '../../shared/tickets/ticket.ts';
import { findTicket, theirTicket } from './find-ticket.ts';
import { checkNewClerk } from './new-clerk.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'reassign', 'release', 'setState'),
  interactions: only(interactionNeeds, 'earlier'),
  staff: only(staffReaderNeeds, 'agent', 'clerksWith'),
};

interface HandOverDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

/** Whom a ticket is handed over to. */
const To = z.union(
  [
    z.strictObject({ agent: AgentId }).describe('A clerk who has the skill for it and is here'),
    z.strictObject({ team: Team }).describe('A team: one of its clerks is looked for, now and whenever the ticket is without one'),
    z
      .strictObject({ organisation: oneLine(120) })
      .describe('Somebody outside, as an expert’s office or a workshop: the ticket stays with its clerk, and waits for them. Nothing is sent'),
  ],
  { error: 'must be one of { agent }, { team }, { organisation }' },
);
type To = z.infer<typeof To>;

export const handOverTicket = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/hand-over',
  allow: ['agent'],
  summary: 'Hand a ticket over to a clerk, a team or somebody outside, and say why',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({ to: To, reason: severalLines(1000) }),
  example: { to: { organisation: 'Sachverständigenbüro Nordlicht' }, reason: 'Gutachten zum Rahmenschaden beauftragt.' },
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  uses,
  async handle({ params: { ticketId }, body: { to, reason }, caller, once, ifMatch }, deps: HandOverDeps) {
    const { interactions, tickets, newId, now } = deps;
    const at = now();
    const found = await findTicket(tickets, caller, ticketId);
    // A repeat must not be judged by what has become of ticket and receiver since.
    const [ticket, again] = await Promise.all([theirTicket(tickets, found), interactions.earlier(once, at)]);
    if (again) return ticketFor(caller, ticket, now());
    await checkReceiver(to, ticket, caller, deps);
    const step: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'agent', id: caller.id },
      content: { type: 'hand-over', ...receiverOf(to), text: reason },
    };
    const made = { request: once, status: 200, madeId: ticketId, subjectId: ticket.customerId };
    const { after, committed } = await handed(to, { ...ticket, version: ifMatch }, step, made, at, deps);
    return ticketFor(caller, committed.earlier ? await theirTicket(tickets, found) : after, now());
  },
});

function receiverOf(to: To) {
  if ('agent' in to) return { assignee: to.agent };
  return 'team' in to ? to : { toOrganisation: to.organisation };
}

/** @throws DomainError `invalid/invalid-body` for a clerk who can't have it, or a team in which nobody can; to who asks for themselves as `checkNewClerk` */
async function checkReceiver(to: To, ticket: Ticket, caller: Caller, { staff, now }: HandOverDeps): Promise<void> {
  if ('agent' in to) {
    if (to.agent === ticket.assignee && ticket.status !== 'closed') throw invalidField('body.to.agent', 'has it already');
    await checkNewClerk({ id: to.agent, field: 'body.to.agent' }, ticket, caller, { staff, now });
  }
  if (!('team' in to)) return;
  const { skill } = kindOf(ticket.matter);
  const others = (await staff.clerksWith(skill, to.team)).filter(({ id }) => id !== (ticket.assignee ?? ticket.handedOverBy));
  if (others.length === 0) throw invalidField('body.to.team', `has nobody else who has the skill \`${skill}\` and is not away, or there is no such team`);
}

interface HandedOver {
  readonly after: Ticket;
  readonly committed: Committed;
}

/** @throws DomainError `conflict/ticket-closed`, `stale/ticket-changed`, and for somebody outside `conflict/ticket-unassigned` where no clerk could wait */
async function handed(to: To, ticket: Ticket, step: Interaction, once: Once, now: Date, { tickets, hours }: HandOverDeps): Promise<HandedOver> {
  const seen = { version: ticket.version, assignee: ticket.assignee };
  if ('organisation' in to) {
    const after = timed(ticket, waits(ticket, 'third-party', now), now, hours);
    return { after, committed: await tickets.setState(after, step, once, now) };
  }
  if ('agent' in to) {
    const after = timed(ticket, assigned({ ...ticket, team: undefined }, to.agent), now, hours);
    return { after, committed: await tickets.reassign(after, step, seen, once, now) };
  }
  const after = timed(ticket, handedOver(ticket, to.team, now), now, hours);
  return { after, committed: await tickets.release(after, step, seen, once, now) };
}
