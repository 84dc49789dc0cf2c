import * as z from 'zod';
import { StaffId } from '../../shared/staff/agent.ts';
import { invalidField } from '../../shared/domain-error.ts';
import { isStaff, type Caller } from '../../shared/lambda/caller.ts';
import { cursorAfter, PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import type { Paged } from '../../shared/tickets/paged.ts';
import { MessagePosition, TicketId, TicketStatus, type Ticket } from '../../shared/tickets/ticket.ts';
import { SaidTicketNumber } from '../../shared/tickets/ticket-number.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = { tickets: only(ticketNeeds, 'listOfAssignee', 'listByMessage', 'listUnread', 'listOfCustomer', 'byNumber') };

const TicketQuery = PageRequest(z.union([TicketId, MessagePosition])).extend({
  status: TicketStatus.optional().describe('Agents only; `assigned` if left out, and not with `unread`'),
  assignee: z
    .union([z.literal('me'), z.literal('nobody'), StaffId])
    .optional()
    .describe('Agents only; `me` if left out'),
  sort: z.enum(['opened', 'last-customer-message']).optional().describe('Agents only; `opened` if left out'),
  number: SaidTicketNumber.optional().describe(
    'The ticket of this number alone, of a customer their own; capitals, hyphens and spaces do not matter. Goes with nothing else',
  ),
  unread: z.literal('true').optional().describe('Agents only: what the customer wrote and nobody has read, on closed tickets too, by their last message'),
});

/** What is for agents only. */
const agentsOnly = ['status', 'assignee', 'sort', 'unread'] as const;

export const listTickets = endpoint({
  method: 'GET',
  path: '/v1/tickets',
  allow: ['customer', 'agent'],
  summary: 'Newest first: a customer their own tickets, an agent a worklist (which lags a little), by opening or by the last message of the customer',
  query: TicketQuery,
  returns: PageOf(TicketView),
  status: 200,
  uses,
  async handle({ query, caller }, { tickets }: Used<typeof uses>) {
    const { limit, cursor, number } = query;
    if (number !== undefined) return { items: (await ofNumber(tickets, number, query, caller)).map((ticket) => ticketFor(caller, ticket)), next: undefined };
    const forAgents = agentsOnly.find((name) => query[name] !== undefined);
    if (!isStaff(caller) && forAgents) throw invalidField(`query.${forAgents}`, 'is for agents only');
    if (!isStaff(caller) && cursor !== undefined && isMessagePosition(cursor)) throw otherList();
    const { items, next } = isStaff(caller) ? await worklistOf(tickets, query, caller) : await tickets.listOfCustomer(caller.id, limit, cursor);
    return { items: items.map((ticket) => ticketFor(caller, ticket)), next: cursorAfter(next) };
  },
});

/** The ticket of a number, if the caller may see it: of another's no more is told than of one that is not there. */
async function ofNumber(tickets: Used<typeof uses>['tickets'], number: string, query: z.infer<typeof TicketQuery>, caller: Caller): Promise<Ticket[]> {
  const other = ([...agentsOnly, 'cursor'] as const).find((name) => query[name] !== undefined);
  if (other) throw invalidField(`query.${other}`, 'does not go with number');
  const ticket = await tickets.byNumber(number);
  return ticket && (isStaff(caller) || ticket.customerId === caller.id) ? [ticket] : [];
}

function worklistOf(tickets: Used<typeof uses>['tickets'], query: z.infer<typeof TicketQuery>, caller: Caller): Promise<Paged<Ticket>> {
  const { limit, cursor, assignee, sort, unread } = query;
  if (unread && query.status) throw invalidField('query.status', 'does not go with unread, which is of every status');
  if (unread && sort === 'opened') throw invalidField('query.sort', 'of what is unread is by the last message');
  const byMessage = unread !== undefined || sort === 'last-customer-message';
  if (cursor !== undefined && isMessagePosition(cursor) !== byMessage) throw otherList();
  const of = worker(assignee, caller.id);
  if (unread) return tickets.listUnread(of, limit, cursor);
  const status = query.status ?? (assignee === 'nobody' ? 'open' : 'assigned');
  return byMessage ? tickets.listByMessage(of, status, limit, cursor) : tickets.listOfAssignee(of, status, limit, cursor);
}

const isMessagePosition = (cursor: string): boolean => MessagePosition.safeParse(cursor).success;
const otherList = () => invalidField('query.cursor', 'is of another list');

const worker = (assignee: string | undefined, me: string): string | undefined =>
  assignee === 'nobody' ? undefined : assignee === undefined || assignee === 'me' ? me : assignee;
