import type { DomainEvent } from '../../events/event.ts';
import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { alreadyDone, isRefusal, processingRestricted } from '../../shared/domain-error.ts';
import { derivedId } from '../../shared/id.ts';
import type { Log } from '../../shared/lambda/logger.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { entryIdOf, type InboxOwner } from '../../shared/tasks/inbox.ts';
import { onTicket } from '../../shared/tasks/on-ticket.ts';
import { reminderAtOnce } from '../../shared/tasks/reminder.ts';
import { asItStands, escalation, type Escalation } from '../../shared/tickets/clock.ts';
import { escalationNeeds } from '../../shared/tickets/escalation-table.ts';
import { interactionIdFor } from '../../shared/tickets/interaction-table.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { noSuchTicket } from '../../shared/tickets/ticket.ts';
import { beforeWhom } from './before-whom.ts';
import { theirTicket } from './find-ticket.ts';

/** What it works with on the tables. */
export const escalateTicketUses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  escalations: only(escalationNeeds, 'escalate', 'sleepOn'),
  staff: only(staffReaderNeeds, 'agent'),
};

export interface EscalateDeps extends Used<typeof escalateTicketUses> {
  readonly hours: OfficeHours;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Looks at the clocks of a ticket: what is due by now is done, once, and until the next moment it sleeps. Judged by how the ticket is now: it may have been
 * answered, or wait for somebody, since. On one that is restricted, or whose customer is, nothing happens: it is looked at again.
 * @throws DomainError `not-found` (tried again: the index lags), `changed-meanwhile` (tried again), `already-done`, `customer-erased`
 */
export async function escalateTicket(event: DomainEvent, deps: EscalateDeps): Promise<void> {
  const { tickets, escalations, staff, hours, log, now } = deps;
  const found = await tickets.byId(event.aggregateId);
  if (!found) throw noSuchTicket();
  const ticket = await theirTicket(tickets, found);
  const at = now();
  const due = escalation(ticket, at, hours);
  if (!due) {
    // One that nobody has is put to sleep by who looks for a clerk; one that is restricted sleeps already.
    if (ticket.status === 'open' || ticket.status === 'closed' || ticket.restricted) throw alreadyDone();
    return escalations.sleepOn(asItStands(ticket, hours));
  }
  const owner = await beforeWhom(staff, due.after, due.step.tells);
  const step = stepOf(due, owner, event, at);
  const entry = { reminder: reminderOf(due, owner, event, at), owner, entryId: entryIdOf(event.id) };
  try {
    await escalations.escalate(due, step, entry, at);
    log.info('ticket-escalated', { eventId: event.id, code: `${due.step.of}-${due.step.atPercent}` });
  } catch (error) {
    if (!isRefusal(error, processingRestricted())) throw error;
    log.info('ticket-waits', { eventId: event.id, code: processingRestricted().code });
  }
}

function stepOf({ step: { of, atPercent }, after, raisedTo }: Escalation, owner: InboxOwner, event: DomainEvent, at: Date): Interaction {
  const told = owner === 'everybody' ? owner : 'agent' in owner ? 'clerk' : 'team';
  return {
    id: interactionIdFor(event.id),
    ticketId: after.id,
    at: at.toISOString(),
    by: { role: 'system' },
    content: { type: 'escalation', clock: of, atPercent, told, ...(raisedTo && { priority: raisedTo }) },
  };
}

const reminderOf = ({ step: { of, atPercent }, after }: Escalation, owner: InboxOwner, event: DomainEvent, at: Date) =>
  reminderAtOnce(
    derivedId('rem', event.id),
    onTicket(after),
    { cause: atPercent < 100 ? `${of}-soon` : `${of}-overdue`, ...(owner !== 'everybody' && 'agent' in owner && { forAgent: owner.agent }) },
    at,
  );
