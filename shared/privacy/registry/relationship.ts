import { customerKey, customerKind } from '../../customers/customer-item.ts';
import { dayOf, later, type Day } from '../../personal-data/calendar.ts';
import { parseItem } from '../../storage/item-kind.ts';
import type { Database } from '../../storage/database.ts';
import { ticketKind, ticketPrefix } from '../../tickets/ticket-item.ts';
import { longAgo, type Facts } from './assessment.ts';

/**
 * What is known of the end of a relationship. It runs as long as a case is worked on, whatever the contract says, since nobody
 * can be paid or written to without master data; and then it ended when the last of both did. Of somebody whose master data is
 * gone it ended long ago.
 */
export async function relationshipFacts(db: Database, customerId: string): Promise<Facts> {
  const item = await db.get('customers', customerKey(customerId));
  if (!item) return { relationshipEndedOn: longAgo };
  const { relationshipEndedOn: ended } = parseItem(customerKind, item);
  if (ended === undefined) return {};
  const closed = await lastCaseClosed(db, customerId);
  if (closed === 'open') return {};
  return { relationshipEndedOn: closed.day === undefined ? ended : later(ended, closed.day) };
}

/** The day on which the last case was closed, if there was one; `open` while one is not. */
async function lastCaseClosed(db: Database, customerId: string): Promise<{ readonly day?: Day } | 'open'> {
  let last: Day | undefined;
  for await (const items of db.each({ table: 'tickets', pk: customerId, prefix: ticketPrefix, limit: 100 })) {
    for (const { closedAt } of items.map((item) => parseItem(ticketKind, item))) {
      if (closedAt === undefined) return 'open';
      const day = dayOf(new Date(closedAt));
      last = last === undefined ? day : later(last, day);
    }
  }
  return { ...(last && { day: last }) };
}

/** Whether a case of this customer is still worked on. */
export const hasOpenTicket = async (db: Database, customerId: string): Promise<boolean> => (await lastCaseClosed(db, customerId)) === 'open';
