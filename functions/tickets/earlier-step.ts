import { isRefusal } from '../../shared/domain-error.ts';
import { noSuchInteraction } from '../../shared/tickets/correction.ts';
import type { Interaction } from '../../shared/tickets/interaction.ts';
import type { InteractionTable } from '../../shared/tickets/interaction-table.ts';
import { whereGoingOn } from '../../shared/tickets/merge.ts';
import type { TicketRef } from '../../shared/tickets/ticket-check.ts';
import type { TicketFinder } from './find-ticket.ts';

interface Finder {
  readonly tickets: Pick<TicketFinder, 'ofCustomer'>;
  readonly interactions: Pick<InteractionTable, 'interaction'>;
}

/**
 * A step that an earlier request made on a case, also where that has become part of another since: whoever asks again after a lost answer must not be told
 * that nothing is there, and write it once more.
 * @throws DomainError `not-found/no-such-interaction`
 */
export async function earlierStep({ tickets, interactions }: Finder, on: TicketRef, interactionId: string): Promise<Interaction> {
  try {
    return await interactions.interaction(on, interactionId);
  } catch (error) {
    if (!isRefusal(error, noSuchInteraction())) throw error;
    const ticket = await tickets.ofCustomer(on.customerId, on.id);
    const going = ticket && (await whereGoingOn(tickets, ticket));
    if (!going || going.id === on.id) throw error;
    return interactions.interaction(going, interactionId);
  }
}
