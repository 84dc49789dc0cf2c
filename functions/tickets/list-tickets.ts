import * as z from 'zod';
import { StaffId } from '../../shared/staff/agent.ts';
import { invalidField } from '../../shared/domain-error.ts';
import { byRole } from '../../shared/lambda/by-role.ts';
import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import type { Paged } from '../../shared/tickets/paged.ts';
import { MessagePosition, TicketId, TicketStatus, type Ticket } from '../../shared/tickets/ticket.ts';
import { SaidTicketNumber } from '../../shared/tickets/ticket-number.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { ticketFor, TicketView, type Clocked } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'listOfAssignee', 'listByMessage', 'listUnread', 'listOfCustomer', 'byNumber') };

const number = SaidTicketNumber.optional().describe(
  'The ticket of this number alone, of a customer their own; capitals, hyphens and spaces do not matter. Goes with nothing else',
);

const CustomerQuery = PageRequest(TicketId).extend({ number });

/** What chooses a worklist. */
const choices = {
  status: TicketStatus.optional().describe('`assigned` if left out, and not with `unread`'),
  assignee: z
    .union([z.literal('me'), z.literal('nobody'), StaffId])
    .optional()
    .describe('`me` if left out. `nobody`: what nobody has; without what was handed over to a team (GET /v1/worklists/team)'),
  sort: z.enum(['opened', 'last-customer-message']).optional().describe('`opened` if left out'),
  unread: z.literal('true').optional().describe('What the customer wrote and nobody has read, on closed tickets too, by their last message'),
};
const AgentQuery = PageRequest(z.union([TicketId, MessagePosition])).extend({ ...choices, number });
type AgentQuery = z.infer<typeof AgentQuery>;

export const listTickets = endpoint({
  method: 'GET',
  path: '/v1/tickets',
  allow: ['customer', 'agent'],
  summary: 'Newest first: a customer their own tickets, an agent a worklist (which lags a little), by opening or by the last message of the customer',
  query: byRole({ agent: AgentQuery, customer: CustomerQuery }),
  returns: PageOf(TicketView),
  status: 200,
  uses,
  async handle({ query, caller }, { tickets, now }: Used<typeof uses> & Clocked) {
    const { limit, cursor, number: sought } = query;
    if (sought !== undefined)
      return { items: (await ofNumber(tickets, sought, query, caller)).map((ticket) => ticketFor(caller, ticket, now())), next: undefined };
    const { items, next } = isStaff(caller) ? await worklistOf(tickets, query, caller) : await tickets.listOfCustomer(caller.id, limit, cursor);
    return { items: items.map((ticket) => ticketFor(caller, ticket, now())), next };
  },
});

/** The ticket of a number, if the caller may see it: of another's no more is told than of one that is not there. */
async function ofNumber(tickets: Used<typeof uses>['tickets'], sought: string, query: AgentQuery, caller: Caller): Promise<Ticket[]> {
  const other = ([...Object.keys(choices), 'cursor'] as (keyof typeof choices | 'cursor')[]).find((name) => query[name] !== undefined);
  if (other) throw invalidField(`query.${other}`, 'does not go with number');
  const ticket = await tickets.byNumber(sought);
  return ticket && (isStaff(caller) || ticket.customerId === caller.id) ? [ticket] : [];
}

function worklistOf(tickets: Used<typeof uses>['tickets'], query: AgentQuery, caller: Caller): Promise<Paged<Ticket>> {
  const { limit, cursor, assignee, sort, unread } = query;
  if (unread && query.status) throw invalidField('query.status', 'does not go with unread, which is of every status');
  if (unread && sort === 'opened') throw invalidField('query.sort', 'of what is unread is by the last message');
  const byMessage = unread !== undefined || sort === 'last-customer-message';
  if (cursor !== undefined && isMessagePosition(cursor) !== byMessage) throw otherList();
  const of = worker(assignee, caller.id);
  if (unread) return tickets.listUnread(of, limit, cursor);
  const status = query.status ?? (assignee === 'nobody' ? 'open' : 'assigned');
  if (byMessage && status === 'open') throw invalidField('query.sort', waitsInQueue);
  return byMessage ? tickets.listByMessage(of, status, limit, cursor) : tickets.listOfAssignee(of, status, limit, cursor);
}

const waitsInQueue = 'of what nobody has is by opening, or by urgency (GET /v1/worklists/{list}); where its customer wrote since, unread=true lists it';
const isMessagePosition = (cursor: string): boolean => MessagePosition.safeParse(cursor).success;
const otherList = () => invalidField('query.cursor', 'is of another list');

const worker = (assignee: string | undefined, me: string): string | undefined =>
  assignee === 'nobody' ? undefined : assignee === undefined || assignee === 'me' ? me : assignee;
