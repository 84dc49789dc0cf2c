import { documentReaderNeeds } from '../../shared/documents/document-reader.ts';
import { asksFor } from '../../shared/rules/facts.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import type { Seen } from '../../shared/rules/seen.ts';
import { whyLeftAlone } from '../../shared/rules/plan.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import type { TicketRef } from '../../shared/tickets/ticket-check.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { noSuchTicket } from '../../shared/tickets/ticket.ts';

/** What reading a case for rules works with. */
export const caseSeenUses = {
  tickets: only(ticketNeeds, 'ofCustomer', 'listOfCustomer'),
  interactions: only(interactionNeeds, 'interactions'),
  documents: only(documentReaderNeeds, 'statesOn'),
};

/** A case of more steps is no routine: people know it better. */
const mostSteps = 200;

/** Of who has more cases, the newest. */
const mostOthers = 100;

/** A case as rules see it, or why they leave it alone. */
export type CaseSeen = { readonly seen: Seen } | { readonly leftAlone: string };

/**
 * A case as it is: first its ticket, so that whatever is written while the rest is read is found out when a rule acts. What has ended, is restricted, or tells
 * of health, is read no further.
 * @throws DomainError `not-found/no-such-ticket`
 */
export async function caseSeen(
  of: TicketRef,
  rules: readonly Rule[],
  now: Date,
  { tickets, interactions, documents }: Used<typeof caseSeenUses>,
): Promise<CaseSeen> {
  const ticket = await tickets.ofCustomer(of.customerId, of.id);
  if (!ticket) throw noSuchTicket();
  const why = tellsOfHealth(ticket.matter) ? 'tells-of-health' : whyLeftAlone(ticket);
  if (why !== undefined) return { leftAlone: why };
  const asked = rules.flatMap(({ when }) => when);
  const [{ items: steps, next }, states, others] = await Promise.all([
    interactions.interactions(ticket, mostSteps),
    asksFor('documents', asked) ? documents.statesOn(ticket) : [],
    asksFor('others', asked) ? tickets.listOfCustomer(ticket.customerId, mostOthers) : { items: [] },
  ]);
  const seen = { ticket, steps, documents: states, others: others.items.filter(({ id }) => id !== ticket.id), now };
  return next === undefined ? { seen } : { leftAlone: 'too-many-steps' };
}
