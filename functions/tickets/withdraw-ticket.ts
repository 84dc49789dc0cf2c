import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { severalLines } from '../../shared/personal-data/several-lines.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { onTicket } from '../../shared/tasks/on-ticket.ts';
import { reminderAtOnce } from '../../shared/tasks/reminder.ts';
import type { Told } from '../../shared/tickets/escalation-table.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { TicketId, withdrawn, type Ticket } from '../../shared/tickets/ticket.ts';
import { withdrawalNeeds } from '../../shared/tickets/withdrawal-table.ts';
import { beforeWhom } from './before-whom.ts';
import { theirTicket } from './find-ticket.ts';
import { ticketFor, TicketView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'ofCustomer'),
  withdrawals: only(withdrawalNeeds, 'withdraw'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface WithdrawTicketDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const withdrawTicket = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/withdrawal',
  allow: ['customer'],
  summary: 'Take back what was reported: the case ends, nothing of it is lost, and its clerk hears of it. To go on after all, it is reopened',
  params: z.strictObject({ ticketId: TicketId }),
  body: z.strictObject({ reason: severalLines(1000).optional() }),
  example: { reason: 'Das Rad hat sich wiedergefunden.' },
  returns: TicketView,
  status: 200,
  ifMatch: true,
  version: (ticket) => ticket.version,
  limits: { customer: { most: 10, per: 'day' } },
  uses,
  async handle({ params: { ticketId }, body: { reason }, caller, once, ifMatch }, deps: WithdrawTicketDeps) {
    const { tickets, withdrawals, newId, now } = deps;
    const own = { customerId: caller.id, id: ticketId };
    const ticket = await theirTicket(tickets, own);
    const at = now();
    const step: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: { role: 'customer' },
      content: { type: 'withdrawal', ...(reason !== undefined && { text: reason }) },
    };
    // Judged under the version that the caller saw, so that a replay and a stale version are told apart by the write itself.
    const done = withdrawn({ ...ticket, version: ifMatch }, at);
    const request = { request: once, status: 200, madeId: ticketId, subjectId: caller.id } as const;
    const { earlier } = await withdrawals.withdraw(done, step, await toldOf(ticket, at, deps), ifMatch, request, at);
    return ticketFor(caller, earlier ? await theirTicket(tickets, own) : { ...done, unreadMessages: undefined }, now());
  },
});

/** What comes up before its clerk; nothing where nobody has begun with it. */
async function toldOf(ticket: Ticket, at: Date, { staff, newId }: WithdrawTicketDeps): Promise<Told | undefined> {
  if (ticket.status === 'open' || ticket.status === 'closed') return undefined;
  const owner = await beforeWhom(staff, ticket, 'clerk');
  const forAgent = owner !== 'everybody' && 'agent' in owner ? { forAgent: owner.agent } : {};
  return { reminder: reminderAtOnce(newId('rem'), onTicket(ticket), { cause: 'withdrawn', ...forAgent }, at), owner, entryId: newId('inb') };
}
