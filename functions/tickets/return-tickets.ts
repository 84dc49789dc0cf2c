import { agentAbsent } from '../../events/agent-absent.ts';
import type { DomainEvent } from '../../events/event.ts';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { alreadyDone, changedMeanwhile, isRefusal } from '../../shared/domain-error.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import { handsOver } from '../../shared/staff/absence.ts';
import type { Agent } from '../../shared/staff/agent.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { timed } from '../../shared/tickets/clock.ts';
import { returned, statesBefore, type Ticket, type TicketStatus } from '../../shared/tickets/ticket.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { workloadNeeds } from '../../shared/tickets/workload-table.ts';

/** What it works with on the tables. */
export const returnTicketsUses = {
  tickets: only(ticketNeeds, 'listOfAssignee', 'giveBack', 'leaveToAll'),
  workloads: only(workloadNeeds, 'workloads', 'leave'),
  staff: only(staffReaderNeeds, 'agent'),
};

export interface ReturnDeps extends Used<typeof returnTicketsUses> {
  readonly logins: Pick<Logins, 'remove'>;
  readonly now: () => Date;
  readonly hours: OfficeHours;
}

const pageSize = 25;

/**
 * Takes their open tickets from a clerk who has left, so that they are assigned anew; closed ones, and what customers still write of them, are for
 * all clerks to see. Of one who is absent for long only the open ones are taken. First nobody can give them anything any more; then both of their lists only become shorter, so a run that ends before its time is
 * gone on with by the next, and their count says whether the list of open ones, which lags, has shown everything.
 * @throws DomainError `conflict/changed-meanwhile` (tried again soon), `already-done` for somebody who is here, or deleted since
 */
export async function returnTickets({ aggregateId: clerk, type }: Pick<DomainEvent, 'aggregateId' | 'type'>, deps: ReturnDeps): Promise<void> {
  const { tickets, workloads, staff, logins, now } = deps;
  const agent = await staff.agent(clerk);
  if (type === agentAbsent.type) return returnOfAbsent(clerk, agent, deps);
  if (agent?.leftOn === undefined) throw alreadyDone();
  // The request that recorded it may have ended before; a login that stays would let them go on, and hold their address.
  await logins.remove(clerk);
  await workloads.leave(clerk, now());
  for (const status of statesBefore('open')) {
    for await (const page of pagesOf(clerk, status, tickets)) {
      // One by one: each takes one off the same count.
      for (const ticket of page) {
        const given = await done(takenFrom(clerk, ticket, deps));
        // Somebody may have closed it a moment ago, and the list of closed ones may not show it yet.
        if (!given) await done(tickets.leaveToAll(ticket));
      }
    }
  }
  for await (const page of pagesOf(clerk, 'closed', tickets)) {
    await Promise.all(page.map((ticket) => done(tickets.leaveToAll(ticket))));
  }
  const left = (await workloads.workloads([clerk])).get(clerk) ?? 0;
  if (left > 0) throw changedMeanwhile();
}

/** Open tickets of somebody who is away for long go to others. Theirs is what they have ended, and the customers who know them. */
async function returnOfAbsent(clerk: string, agent: Agent | undefined, deps: ReturnDeps): Promise<void> {
  const { tickets, now } = deps;
  if (!agent || agent.leftOn !== undefined || !handsOver(agent.absences, now())) throw alreadyDone();
  for (const status of statesBefore('open')) {
    for await (const page of pagesOf(clerk, status, tickets)) {
      for (const ticket of page) await done(takenFrom(clerk, ticket, deps));
    }
  }
}

function takenFrom(clerk: string, ticket: Ticket, { tickets, now, hours }: ReturnDeps): Promise<void> {
  const at = now();
  return tickets.giveBack(timed(ticket, returned(ticket, at), at, hours), clerk, at);
}

async function* pagesOf(clerk: string, status: TicketStatus, tickets: Pick<ReturnDeps['tickets'], 'listOfAssignee'>): AsyncGenerator<Ticket[]> {
  let after: string | undefined;
  do {
    const { items, next } = await tickets.listOfAssignee(clerk, status, pageSize, after);
    yield items;
    after = next;
  } while (after !== undefined);
}

/** Whether it was done now: what somebody else did meanwhile needs no doing. */
async function done(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (!isRefusal(error, alreadyDone())) throw error;
    return false;
  }
}
