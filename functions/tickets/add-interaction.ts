import { customerErased } from '../../shared/domain-error.ts';
import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { isStaff, roleNotAllowed } from '../../shared/lambda/caller.ts';
import { customerReaderNeeds, type CustomerReader } from '../../shared/customers/customer-reader.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { invalid } from '../../shared/lambda/problem.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { AgentContent, checkContent, CustomerContent, type Interaction } from '../../shared/tickets/interaction.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { findTicket } from './find-ticket.ts';
import { interactionsFor, InteractionView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  interactions: only(interactionNeeds, 'append', 'interaction'),
  customers: only(customerReaderNeeds, 'customer'),
};

interface AddInteractionDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const addInteraction = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/interactions',
  allow: ['customer', 'agent'],
  summary: 'Write on a ticket: a customer a message; an agent also call notes, internal notes and payouts, with the time spent',
  params: z.strictObject({ ticketId: TicketId }),
  body: AgentContent,
  example: { type: 'call-note', direction: 'outbound', text: 'Gutachten liegt vor, Auszahlung angekündigt.', minutesSpent: 12 },
  returns: InteractionView,
  status: 201,
  uses,
  async handle({ params: { ticketId }, body, caller, once }, { tickets, interactions, customers, newId, now }: AddInteractionDeps) {
    const staff = isStaff(caller);
    if (!staff) requireCustomerContent(body);
    // A customer's ticket lies in their own partition: the write itself finds out whether it is there.
    const { customerId } = staff ? await findTicket(tickets, caller, ticketId) : { customerId: caller.id };
    const { minutesSpent, ...content } = body;
    const at = now();
    checkContent(content, at);
    const interaction: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: staff ? { role: 'agent', id: caller.id } : { role: 'customer' },
      content,
      minutesSpent,
      payee: content.type === 'payout' ? await payeeOf(customers, customerId) : undefined,
    };
    const made = { request: once, status: 201, madeId: interaction.id, subjectId: customerId };
    const { earlier } = await interactions.append({ id: ticketId, customerId }, interaction, made, at);
    const [seen] = interactionsFor(caller, [earlier ? await interactions.interaction({ id: ticketId, customerId }, earlier.id) : interaction]);
    return seen!;
  },
});

function requireCustomerContent(body: unknown): void {
  const { minutesSpent: _, ...content } = body as Record<string, unknown>;
  const parsed = CustomerContent.safeParse(body);
  if (parsed.success) return;
  if (content.type !== 'message') throw roleNotAllowed();
  throw invalid(parsed.error, 'body');
}

/** Whom a payout goes to: a voucher must be able to name them when the master data is gone. */
async function payeeOf(customers: CustomerReader, customerId: string): Promise<Interaction['payee']> {
  const customer = await customers.customer(customerId);
  if (!customer) throw customerErased();
  return { name: `${customer.givenName} ${customer.familyName}`, iban: customer.iban };
}
