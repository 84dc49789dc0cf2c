import type { Database } from '../storage/database.ts';
import { parseItem } from '../personal-data/stored-item.ts';
import { ticketKind } from '../tickets/ticket-item.ts';

/** Whether a case of this customer is still worked on. */
export async function hasOpenTicket(db: Database, customerId: string): Promise<boolean> {
  for await (const items of db.each({ table: 'tickets', pk: customerId, prefix: 'tck#', limit: 100 })) {
    if (items.some((item) => parseItem(ticketKind, item).status !== 'closed')) return true;
  }
  return false;
}
