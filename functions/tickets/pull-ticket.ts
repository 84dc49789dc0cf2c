import * as z from 'zod';
import { alreadyDone, changedMeanwhile, customerErased, DomainError, isRefusal, processingRestricted, storageBusy } from '../../shared/domain-error.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import type { Agent, Skill } from '../../shared/staff/agent.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import type { IdempotentRequest } from '../../shared/storage/idempotency.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { assigned, type Ticket } from '../../shared/tickets/ticket.ts';
import { canBeNext, capacityReached, inTurn, lookedAt, skillsOf, whyNoNext } from '../../shared/tickets/worklist.ts';
import { worklistNeeds } from '../../shared/tickets/worklist-table.ts';
import { assigneeLeft, workloadChanged } from '../../shared/tickets/workload-table.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer', 'pull'),
  interactions: only(interactionNeeds, 'earlier'),
  worklists: only(worklistNeeds, 'entries'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface PullTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
}

export const pullTicket = endpoint({
  method: 'POST',
  path: '/v1/worklists/next',
  allow: ['agent'],
  summary: 'Get the most urgent ticket that nobody has and whoever asks can do; it is theirs then',
  body: z.strictObject({}),
  example: {},
  returns: z.object({ ticket: TicketView.optional().describe('Absent where there is none') }),
  status: 200,
  uses,
  async handle({ caller, once }, deps: PullTicketDeps) {
    const { tickets, interactions, staff, now } = deps;
    const at = now();
    const agent = await staff.agent(caller.id);
    if (!agent || agent.leftOn !== undefined) throw noSuchAgent();
    const refusal = whyNoNext(agent, dayOf(at));
    const pulled = refusal ? undefined : await pull(agent, once, at, deps);
    if (pulled && 'ticket' in pulled) return { ticket: ticketFor(caller, pulled.ticket, now()) };
    // Where nothing was written, nothing has said whether this is a repeat: by now there may be no other, or they are away.
    const earlier = pulled?.earlier ?? (await interactions.earlier(once, at));
    if (earlier) {
      const found = await tickets.byId(earlier.id);
      const ticket = found && (await tickets.ofCustomer(found.customerId, found.id));
      return ticket ? { ticket: ticketFor(caller, ticket, now()) } : {};
    }
    if (refusal) throw refusal;
    return {};
  },
});

type Pulled = { readonly ticket: Ticket } | { readonly earlier: { readonly id: string } };

/** So often the queues are looked at before whoever asks is told to ask again: others get there first each time. */
const looks = 10;

/**
 * Gives a clerk the most urgent ticket, or where others get there first, one of the most urgent. Whose customer is restricted is passed over, and so is
 * what has gone. @throws DomainError `conflict/capacity-reached`, `forbidden/no-such-agent`, `unavailable/storage-busy`
 */
async function pull(agent: Agent, once: IdempotentRequest, at: Date, { tickets, worklists, newId, random }: PullTicketDeps): Promise<Pulled | undefined> {
  const passed = new Set<string>();
  let busy = 0;
  for (let look = 1; look <= looks; look++) {
    const isFirst = look === 1;
    const waiting = await Promise.all(skillsOf(agent).map((skill) => waitingFor(agent, skill, isFirst ? lookedAt.first : lookedAt.further, passed, worklists)));
    const candidates = inTurn(waiting.flat(), isFirst, random);
    if (candidates.length === 0) return undefined;
    for (const ticket of candidates) {
      const given = assigned(ticket, agent.id);
      const step: Interaction = {
        id: newId('int'),
        ticketId: ticket.id,
        at: at.toISOString(),
        by: { role: 'agent', id: agent.id },
        content: { type: 'assignment', assignee: agent.id },
      };
      const made = { request: once, status: 200, madeId: ticket.id, subjectId: ticket.customerId };
      try {
        const { earlier } = await tickets.pull(given, step, agent.capacity === undefined ? undefined : agent.capacity - 1, made, at);
        return earlier ? { earlier } : { ticket: given };
      } catch (error) {
        if (isRefusal(error, workloadChanged())) throw capacityReached();
        if (isRefusal(error, assigneeLeft())) throw noSuchAgent();
        if (isRefusal(error, storageBusy()) && ++busy > mostBusy) throw error;
        if (passesBy.some((reason) => isRefusal(error, reason()))) passed.add(ticket.id);
        else if (!looksAgain.some((reason) => isRefusal(error, reason()))) throw error;
      }
    }
  }
  throw storageBusy();
}

/** Why a ticket is not to be had that another may be; and why it may be at the next look. */
const passesBy = [alreadyDone, processingRestricted, customerErased];
const looksAgain = [changedMeanwhile, storageBusy];

/** So often collisions may not end: each has taken seconds by then, and whoever asks waits. */
const mostBusy = 2;

/** So many pages of what others are to have are looked through for one skill at one look. */
const mostPages = 10;

/** The first tickets of a queue that the clerk can be given; where others' come first, what lies behind those is looked at. */
async function waitingFor(agent: Agent, skill: Skill, first: number, passed: ReadonlySet<string>, worklists: PullTicketDeps['worklists']): Promise<Ticket[]> {
  const isWanted = (ticket: Ticket): boolean => !passed.has(ticket.id) && canBeNext(ticket, agent);
  let after: string | undefined;
  for (let page = 1; page <= mostPages; page++) {
    const limit = page === 1 ? first : lookedAt.further;
    const { items, next } = await worklists.entries({ skill }, { limit, after, isWanted });
    if (items.length > 0 || next === undefined) return items;
    after = next;
  }
  throw storageBusy();
}

const noSuchAgent = (): DomainError => new DomainError('forbidden', 'no-such-agent');
