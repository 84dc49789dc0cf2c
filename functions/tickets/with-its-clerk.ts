import { isRefusal } from '../../shared/domain-error.ts';
import { reopened, type Ticket } from '../../shared/tickets/ticket.ts';
import { assigneeLeft } from '../../shared/tickets/workload-table.ts';

/**
 * Lets a closed case go on with the clerk who had it, and where that one has left, with whoever is found.
 * @returns the ticket as it is then, with what writing it gave
 * @throws DomainError `conflict/reopening-period-over`, and what `write` throws
 */
export async function withItsClerk<T>(ticket: Ticket, now: Date, write: (after: Ticket) => Promise<T>): Promise<{ readonly ticket: Ticket; readonly made: T }> {
  const goOnWith = async (clerk: string | undefined) => {
    const after = reopened(ticket, clerk, now);
    return { ticket: after, made: await write(after) };
  };
  try {
    return await goOnWith(ticket.assignee);
  } catch (error) {
    if (!isRefusal(error, assigneeLeft())) throw error;
    return goOnWith(undefined);
  }
}
