import type { DomainEvent } from '../../events/event.ts';
import { alreadyDone } from '../../shared/domain-error.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { whereGoingOn } from '../../shared/tickets/merge.ts';
import { ticketReaderNeeds } from '../../shared/tickets/ticket-reader.ts';
import { endsAt, ranOut } from '../../shared/time/stopwatch.ts';
import { stopwatchNeeds } from '../../shared/time/stopwatch-table.ts';
import { ofCase } from '../../shared/time/of-case.ts';

/** What it works with on the tables. */
export const endStopwatchUses = {
  stopwatches: only(stopwatchNeeds, 'ofAgent', 'runOut', 'discard'),
  tickets: only(ticketReaderNeeds, 'ofCustomer', 'ticket'),
  staff: only(staffReaderNeeds, 'agent'),
};

export interface EndStopwatchDeps extends Used<typeof endStopwatchUses> {
  readonly now: () => Date;
}

/**
 * Ends a stopwatch that was forgotten. Its time stands on the case, or on the one of which that has become part, and counts nowhere until its clerk says how
 * long it was. Of a case that is gone, or may not be worked on, nothing is kept, nor of a clerk who is gone.
 * @throws DomainError `already-done` when it was stopped, or another one runs; `changed-meanwhile` and the like are tried again
 */
export async function endStopwatch(event: Pick<DomainEvent, 'aggregateId'>, { stopwatches, tickets, staff, now }: EndStopwatchDeps): Promise<void> {
  const at = now();
  const runs = await stopwatches.ofAgent(event.aggregateId);
  if (!runs || endsAt(runs) > at) throw alreadyDone();
  const [there, agent] = await Promise.all([tickets.ofCustomer(runs.customerId, runs.ticketId), staff.agent(runs.agentId)]);
  // It may have gone to another customer's file meanwhile.
  const found = there ?? (await tickets.ticket(runs.ticketId));
  const ticket = found && (await whereGoingOn(tickets, found));
  if (!ticket || ticket.restricted || !agent) return stopwatches.discard(runs);
  await stopwatches.runOut(runs, ranOut(runs, ofCase(ticket), { id: agent.id, team: agent.team }, at));
}
