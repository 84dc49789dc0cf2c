import type { DocumentReader } from '../../shared/documents/document-reader.ts';
import { documentReaderNeeds } from '../../shared/documents/document-reader.ts';
import { needsDocuments } from '../../shared/rules/facts.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import type { Seen } from '../../shared/rules/seen.ts';
import { whyLeftAlone } from '../../shared/rules/plan.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { interactionNeeds } from '../../shared/tickets/interaction-table.ts';
import { tellsOfHealth } from '../../shared/tickets/kinds/kinds.ts';
import type { TicketRef } from '../../shared/tickets/ticket-check.ts';
import { ticketNeeds } from '../../shared/tickets/ticket-table.ts';
import { noSuchTicket, type Ticket } from '../../shared/tickets/ticket.ts';

/** What reading a case for rules works with. */
export const caseSeenUses = {
  tickets: only(ticketNeeds, 'ofCustomer'),
  interactions: only(interactionNeeds, 'interactions'),
  documents: only(documentReaderNeeds, 'statesOn'),
};

/** A case of more steps is no routine: people know it better. */
const mostSteps = 200;

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
  const [{ items: steps, next }, states] = await Promise.all([interactions.interactions(ticket, mostSteps), statesFor(ticket, rules, documents)]);
  return next === undefined ? { seen: { ticket, steps, documents: states, now } } : { leftAlone: 'too-many-steps' };
}

const statesFor = async (ticket: Ticket, rules: readonly Rule[], documents: DocumentReader): Promise<Seen['documents']> =>
  rules.some(({ when }) => needsDocuments(when)) ? documents.statesOn(ticket) : [];
