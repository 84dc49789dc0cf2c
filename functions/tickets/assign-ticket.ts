import type { DomainEvent } from '../../events/event.ts';
import { alreadyDone, isRefusal, processingRestricted, storageBusy } from '../../shared/domain-error.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { limitOf, whoKnows, type Choice } from '../../shared/tickets/assignment.ts';
import { assigned, nextLookForClerk, noSuchTicket, waitsTooLong, type Ticket } from '../../shared/tickets/ticket.ts';
import { interactionIdFor } from '../../shared/tickets/interaction-table.ts';
import { kindOf } from '../../shared/tickets/kinds/kinds.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { assigneeLeft, workloadChanged } from '../../shared/tickets/workload-table.ts';
import { clerksAtWorkUses, type ClerksAtWork, type Sought } from '../../shared/tickets/clerks-at-work.ts';

/** What it works with on the tables. */
export const assignTicketUses = {
  tickets: only(ticketNeeds, 'byId', 'listOfCustomer', 'assign', 'wait'),
  ...clerksAtWorkUses,
};

export interface AssignDeps extends Pick<Used<typeof assignTicketUses>, 'tickets'> {
  readonly clerks: ClerksAtWork;
  readonly log: Log;
  readonly now: () => Date;
  /** Whether there is time for another attempt; those behind it in the batch want some as well. */
  readonly hasTime: () => boolean;
}

/** So often the choice is made anew where others were given tickets in between. Then it stands: one ticket too many is better than a customer who waits. */
const choices = 8;

/** How the log says that a ticket has nobody for long: an alarm counts these lines. */
export const waitsLong = 'ticket-waits-long';

/**
 * Gives a ticket that nobody has to the clerk who had the customer's last one of the kind, if they are here, or else to the best who has the fewest open
 * tickets of those who are looked at. Where there is none, or the ticket or its customer is restricted, it sleeps in the queue until a clerk is looked
 * for again; where too many are at it at once, or the time is up, only until the clock comes by. The queue would count that as a failure, and after five put aside what nothing is wrong with.
 * @throws DomainError `not-found` (tried again: the index lags), `changed-meanwhile` (tried again), `already-done`, `customer-erased`
 */
export async function assignTicket(event: DomainEvent, deps: AssignDeps): Promise<void> {
  const ticket = await withoutClerk(event, deps);
  let known = await whoKnowsCustomer(ticket, deps);
  for (let made = 0; deps.hasTime(); made++) {
    try {
      return await assignOnce(ticket, event, known ?? (await deps.clerks.best(soughtFor(ticket))), made >= choices, deps);
    } catch (error) {
      // They have left, or have enough: asked once.
      known = undefined;
      if (isRefusal(error, storageBusy())) break;
      if (!isRefusal(error, workloadChanged()) && !isRefusal(error, assigneeLeft())) throw error;
    }
  }
  await deps.tickets.wait(ticket, deps.now());
  deps.log.info('ticket-waits', { eventId: event.id, code: storageBusy().code });
}

/** As it was a moment ago: the write asks whether it still is. */
async function withoutClerk(event: DomainEvent, { tickets }: Pick<AssignDeps, 'tickets'>): Promise<Ticket> {
  const ticket = await tickets.byId(event.aggregateId);
  if (!ticket) throw noSuchTicket();
  if (ticket.status !== 'open') throw alreadyDone();
  return ticket;
}

/** Who can have it: of the team to which it was handed over, if it was, and not whoever gave it away. */
const soughtFor = ({ matter, team, handedOverBy }: Ticket): Sought => ({ skill: kindOf(matter).skill, team, except: handedOverBy });

/** So many of a customer's tickets are looked at for whom they know. */
const remembered = 10;

/** The clerk of last time, if they can have this one too. */
async function whoKnowsCustomer(ticket: Ticket, { tickets, clerks }: Pick<AssignDeps, 'tickets' | 'clerks'>): Promise<Choice | undefined> {
  const { items } = await tickets.listOfCustomer(ticket.customerId, remembered);
  const clerk = whoKnows(items, ticket);
  return clerk === undefined ? undefined : clerks.known(soughtFor(ticket), clerk);
}

/** `whatever`: however many more tickets than others the clerk has by then. */
async function assignOnce(ticket: Ticket, event: DomainEvent, choice: Choice | undefined, whatever: boolean, { tickets, now, log }: AssignDeps): Promise<void> {
  const at = now();
  if (!choice) {
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
    content: { type: 'assignment' as const, assignee: choice.clerk },
  };
  try {
    await tickets.assign(assigned(ticket, choice.clerk), step, limitOf(choice, whatever), at);
  } catch (error) {
    if (!isRefusal(error, processingRestricted())) throw error;
    // Somebody wants it so, and may lift it: that it takes long is no alarm.
    await tickets.wait(ticket, nextLookForClerk(ticket, at));
    log.info('ticket-waits', { eventId: event.id, code: processingRestricted().code });
  }
}
