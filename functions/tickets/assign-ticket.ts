import type { DomainEvent } from '../../events/event.ts';
import { alreadyDone, isRefusal, processingRestricted } from '../../shared/domain-error.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { leastLoaded } from '../../shared/tickets/assignment.ts';
import { assigned, nextLookForClerk, noSuchTicket, skillFor, waitsTooLong, type Ticket } from '../../shared/tickets/ticket.ts';
import { interactionIdFor } from '../../shared/tickets/interaction-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { workloadChanged } from '../../shared/tickets/workload-table.ts';
import { clerksAtWorkUses, type ClerksAtWork } from '../../shared/tickets/clerks-at-work.ts';

/** What it works with on the tables. */
export const assignTicketUses = {
  tickets: only(ticketNeeds, 'byId', 'assign', 'wait'),
  ...clerksAtWorkUses,
};

export interface AssignDeps extends Pick<Used<typeof assignTicketUses>, 'tickets'> {
  readonly clerks: ClerksAtWork;
  readonly log: Log;
  readonly now: () => Date;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Whether there is time for another attempt; those behind it in the batch want some as well. */
  readonly hasTime: () => boolean;
}

/** Others may be given tickets at the same moment; so often the choice is made anew before the ticket makes way. */
const attempts = 12;

/** The longest pause before the next attempt: longer the more there were, so that many at once get out of each other's way. */
const longestPause = (attempt: number): number => Math.min(1_000, 25 * 2 ** attempt);

/** How the log says that a ticket has nobody for long: an alarm counts these lines. */
export const waitsLong = 'ticket-waits-long';

/**
 * Gives a ticket that nobody has to the clerk who has the skill and the fewest open tickets. Where there is none, or the ticket or
 * its customer is restricted, it sleeps until a clerk is looked for again; where others were always faster, or the time is up, only until the clock
 * comes by. The queue would count that as a failure, and after five put aside what nothing is wrong with.
 * @throws DomainError `not-found` (tried again: the index lags), `changed-meanwhile` (tried again), `already-done`, `customer-erased`
 */
export async function assignTicket(event: DomainEvent, deps: AssignDeps): Promise<void> {
  for (let attempt = 1; attempt <= attempts && deps.hasTime(); attempt++) {
    if (attempt > 1) await deps.pause(deps.random() * longestPause(attempt - 1));
    try {
      return await assignOnce(event, deps);
    } catch (error) {
      if (!isRefusal(error, workloadChanged())) throw error;
      deps.clerks.forget();
    }
  }
  await deps.tickets.wait(await withoutClerk(event, deps), deps.now());
  deps.log.info('ticket-waits', { eventId: event.id, code: workloadChanged().code });
}

/** As it was a moment ago: the write asks whether it still is. */
async function withoutClerk(event: DomainEvent, { tickets }: Pick<AssignDeps, 'tickets'>): Promise<Ticket> {
  const ticket = await tickets.byId(event.aggregateId);
  if (!ticket) throw noSuchTicket();
  if (ticket.status !== 'open') throw alreadyDone();
  return ticket;
}

async function assignOnce(event: DomainEvent, deps: AssignDeps): Promise<void> {
  const { tickets, clerks, now, log } = deps;
  const ticket = await withoutClerk(event, deps);
  const { candidates, loads } = await clerks.with(skillFor[ticket.matter]);
  const clerk = leastLoaded(candidates, loads, ticket.id);
  const at = now();
  if (!clerk) {
    await tickets.wait(ticket, nextLookForClerk(ticket, at));
    log.info('ticket-waits', { eventId: event.id, code: 'no-clerk-with-skill' });
    if (waitsTooLong(ticket, at)) log.warn(waitsLong, { eventId: event.id });
    return;
  }
  const step = {
    id: interactionIdFor(event.id),
    ticketId: ticket.id,
    at: at.toISOString(),
    by: { role: 'system' as const },
    content: { type: 'assignment' as const, assignee: clerk },
  };
  try {
    await tickets.assign(assigned(ticket, clerk), step, loads.get(clerk), at);
    clerks.given(clerk);
  } catch (error) {
    if (!isRefusal(error, processingRestricted())) throw error;
    // Somebody wants it so, and may lift it: that it takes long is no alarm.
    await tickets.wait(ticket, nextLookForClerk(ticket, at));
    log.info('ticket-waits', { eventId: event.id, code: processingRestricted().code });
  }
}
