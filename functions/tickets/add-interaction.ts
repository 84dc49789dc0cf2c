import { customerErased, DomainError, invalidField } from '../../shared/domain-error.ts';
import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { byRole } from '../../shared/lambda/by-role.ts';
import { isStaff } from '../../shared/lambda/caller.ts';
import { customerReaderNeeds, type CustomerReader } from '../../shared/customers/customer-reader.ts';
import { nameOf } from '../../shared/customers/name.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { AgentContent, checkContent, CustomerContent, type Interaction, type InteractionContent } from '../../shared/tickets/interaction.ts';
import { whereItGoesOn } from '../../shared/tickets/merge.ts';
import type { TicketRef } from '../../shared/tickets/ticket-check.ts';
import { TicketId } from '../../shared/tickets/ticket.ts';
import { interactionNeeds, type SeenPayouts } from '../../shared/tickets/interaction-table.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { earlierStep } from './earlier-step.ts';
import { findReadable } from './find-ticket.ts';
import { timeOf, whoseTime } from './time-of.ts';
import { interactionsFor, InteractionView } from './views.ts';

const uses = {
  tickets: only(ticketNeeds, 'byId', 'ofCustomer'),
  interactions: only(interactionNeeds, 'append', 'earlier', 'interaction', 'payouts'),
  customers: only(customerReaderNeeds, 'customer'),
  staff: only(staffReaderNeeds, 'agent'),
};

interface AddInteractionDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const addInteraction = endpoint({
  method: 'POST',
  path: '/v1/tickets/{ticketId}/interactions',
  allow: ['customer', 'agent'],
  summary: 'Write on a ticket: a customer a message; an agent also call notes, internal notes, payouts and their reversal, with the time spent',
  params: z.strictObject({ ticketId: TicketId }),
  body: byRole({ agent: AgentContent, customer: CustomerContent }),
  example: {
    agent: { type: 'call-note', direction: 'outbound', text: 'Gutachten liegt vor, Auszahlung angekündigt.', minutesSpent: 12 },
    customer: { type: 'message', text: 'Anbei die Rechnung der Werkstatt.' },
  },
  returns: InteractionView,
  status: 201,
  limits: { customer: { most: 100, per: 'day' } },
  uses,
  async handle({ params: { ticketId }, body, caller, once }, { tickets, interactions, customers, staff, newId, now }: AddInteractionDeps) {
    const byStaff = isStaff(caller);
    // A customer's ticket lies in their own partition: the write itself finds out whether it is there.
    const { minutesSpent, ...asked }: AgentContent = body;
    const [found, clerk] = byStaff ? await Promise.all([findReadable({ tickets, staff }, caller, ticketId), whoseTime(staff, caller, minutesSpent)]) : [];
    const ticket = found ?? { id: ticketId, customerId: caller.id };
    const { customerId } = ticket;
    const at = now();
    const view = (step: Interaction) => interactionsFor(caller, [step])[0]!;
    // A payout looks at those before it, and must not find itself.
    const again = asked.type === 'payout' ? await interactions.earlier(once, at) : undefined;
    if (again) return view(await earlierStep({ tickets, interactions }, ticket, again.id));
    const { content, seen, cameWith } = await contentOf(asked, ticket, interactions);
    checkContent(content, at);
    const step: Interaction = {
      id: newId('int'),
      ticketId,
      at: at.toISOString(),
      by: byStaff ? { role: 'agent', id: caller.id } : { role: 'customer' },
      content,
      minutesSpent,
      payee: content.type === 'payout' ? await payeeOf(customers, customerId) : undefined,
      cameWith,
    };
    const made = { request: once, status: 201, madeId: step.id, subjectId: customerId };
    const time = found && timeOf(clerk, found, step, newId);
    const write = async (on: TicketRef) => {
      const interaction = { ...step, ticketId: on.id };
      const { earlier } = await interactions.append(on, interaction, made, at, { seen, time });
      return view(earlier ? await earlierStep({ tickets, interactions }, on, earlier.id) : interaction);
    };
    // A customer writes on the case that they know, whatever it has become part of.
    return byStaff ? write(ticket) : whereItGoesOn(tickets, ticket, write);
  },
});

type Steps = Used<typeof uses>['interactions'];

/** A step as it is kept. What is said of another goes wherever that goes (`cameWith`). */
interface ToWrite {
  readonly content: InteractionContent;
  readonly seen?: SeenPayouts;
  readonly cameWith?: Interaction['cameWith'];
}

/**
 * The step as it is kept, and what was looked at for it: a payout under a reference that was paid already is asked about, a reversal is of
 * the whole payout.
 * @throws DomainError `conflict/payout-reference-used`, `not-found/no-such-interaction`, `invalid/invalid-body`
 */
async function contentOf(asked: AgentContent, ticket: TicketRef, interactions: Steps): Promise<ToWrite> {
  if (asked.type === 'payout') {
    const { sameReferenceMeant, ...content } = asked;
    return { content, ...(!sameReferenceMeant && { seen: await lookedAt(content.reference, ticket, interactions) }) };
  }
  if (asked.type !== 'payout-reversal') return { content: asked };
  const { content, cameWith } = await interactions.interaction(ticket, asked.payoutId);
  if (content.type !== 'payout') throw invalidField('body.payoutId', 'is not of a payout');
  if (asked.reversedOn < content.paidOn) throw invalidField('body.reversedOn', 'lies before the day of the payout');
  return { content: { ...asked, amountCents: content.amountCents, reference: content.reference }, cameWith };
}

async function lookedAt(reference: string, ticket: TicketRef, interactions: Steps): Promise<SeenPayouts> {
  const standing = (await interactions.payouts(ticket)).filter(({ reversedBy }) => reversedBy === undefined);
  if (standing.some((payout) => payout.reference === reference)) {
    throw new DomainError('conflict', 'payout-reference-used', [
      { field: 'body.reference', problem: 'was paid on this ticket already; sameReferenceMeant pays it again' },
    ]);
  }
  return { paidSoFar: standing.reduce((sum, { amountCents }) => sum + amountCents, 0) };
}

/** Whom a payout goes to: a voucher must be able to name them when the master data is gone. */
async function payeeOf(customers: Pick<CustomerReader, 'customer'>, customerId: string): Promise<Interaction['payee']> {
  const customer = await customers.customer(customerId);
  if (!customer) throw customerErased();
  return { name: nameOf(customer), iban: customer.iban };
}
