import type { CustomerReader } from '../../shared/customers/customer-reader.ts';
import type { NewId } from '../../shared/id.ts';
import type { InteractionTable } from '../../shared/tickets/interaction-table.ts';
import type { TicketTable } from '../../shared/tickets/ticket-table.ts';

/** What the endpoints of tickets work with. */
export interface TicketDeps {
  readonly tickets: TicketTable;
  readonly interactions: InteractionTable;
  readonly customers: CustomerReader;
  readonly newId: NewId;
  readonly now: () => Date;
}
