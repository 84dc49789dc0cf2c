import type { OfficeHours } from '../../shared/business-time/office-hours.ts';
import { isRefusal } from '../../shared/domain-error.ts';
import { timed } from '../../shared/tickets/clock.ts';
import { reopened, type Ticket } from '../../shared/tickets/ticket.ts';
import { assigneeLeft } from '../../shared/tickets/workload-table.ts';

/** When something happens, and by which hours time is counted. */
interface Clocked {
  readonly now: Date;
  readonly hours: OfficeHours;
}

/**
 * Lets a closed case go on with the clerk who had it, and where that one has left, with whoever is found.
 * @returns the ticket as it is then, with what writing it gave
 * @throws DomainError `conflict/reopening-period-over`, and what `write` throws
 */
export async function withItsClerk<T>(
  ticket: Ticket,
  { now, hours }: Clocked,
  write: (after: Ticket) => Promise<T>,
): Promise<{ readonly ticket: Ticket; readonly made: T }> {
  const goOnWith = async (clerk: string | undefined) => {
    const after = timed(ticket, reopened(ticket, clerk, now), now, hours);
    return { ticket: after, made: await write(after) };
  };
  try {
    return await goOnWith(ticket.assignee);
  } catch (error) {
    if (!isRefusal(error, assigneeLeft())) throw error;
    return goOnWith(undefined);
  }
}
