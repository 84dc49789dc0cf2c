import * as z from 'zod';
import { StaffId } from '../../shared/staff/agent.ts';
import { invalidField } from '../../shared/domain-error.ts';
import { isStaff } from '../../shared/lambda/caller.ts';
import { cursorAfter, PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { TicketId, TicketStatus } from '../../shared/tickets/ticket.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'listOfAssignee', 'listOfCustomer') };

export const listTickets = endpoint({
  method: 'GET',
  path: '/v1/tickets',
  allow: ['customer', 'agent'],
  summary: 'Newest first: a customer their own tickets, an agent a worklist (which lags a little)',
  query: PageRequest(TicketId).extend({
    status: TicketStatus.optional().describe('Agents only; `assigned` if left out'),
    assignee: z
      .union([z.literal('me'), z.literal('nobody'), StaffId])
      .optional()
      .describe('Agents only; `me` if left out'),
  }),
  returns: PageOf(TicketView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor, status, assignee }, caller }, { tickets }: Used<typeof uses>) {
    const staff = isStaff(caller);
    if (!staff && (status || assignee)) {
      throw invalidField(status ? 'query.status' : 'query.assignee', 'is for agents only');
    }
    const { items, next } = staff
      ? await tickets.listOfAssignee(worker(assignee, caller.id), status ?? (assignee === 'nobody' ? 'open' : 'assigned'), limit, cursor)
      : await tickets.listOfCustomer(caller.id, limit, cursor);
    return { items: items.map((ticket) => ticketFor(caller, ticket)), next: cursorAfter(next) };
  },
});

const worker = (assignee: string | undefined, me: string): string | undefined =>
  assignee === 'nobody' ? undefined : assignee === undefined || assignee === 'me' ? me : assignee;
