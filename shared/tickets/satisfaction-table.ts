import { interactionAdded } from '../../events/interaction-added.ts';
import { DomainError } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import { both, isHidden, notHidden } from '../storage/item-states.ts';
import { update } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed } from '../storage/transact.ts';
import { stepWrites } from './interaction-table.ts';
import type { Interaction, InteractionContent } from './interaction.ts';
import type { TicketRef } from './ticket-check.ts';
import { byMessage, ticketKey, ticketKind } from './ticket-item.ts';
import { noSuchTicket, ticketMerged } from './ticket.ts';

/** How content customers are with how a case ended [Zufriedenheit]. */
export interface SatisfactionTable {
  /**
   * A step of the case, which keeps the score; of several the last one counts. What the customer wrote with it is unread until a clerk says otherwise, as a
   * message is.
   * @throws DomainError `conflict/ticket-not-closed`, `conflict/ticket-merged`, `not-found/no-such-ticket`, `conflict/customer-erased`
   */
  rate(ticket: TicketRef, rating: Interaction, once: Once, now: Date): Promise<Committed>;
}

/** What each of its methods asks of the tables. */
export const satisfactionNeeds: NeedsOf<SatisfactionTable> = {
  rate: ['puts tickets', 'puts idempotency', 'puts events', 'updates tickets', 'checks customers'],
};

type Rating = Extract<InteractionContent, { readonly type: 'satisfaction' }>;

export function satisfactionTable({ db, rules, newId }: { readonly db: Database; readonly rules: DeletionRules; readonly newId: NewId }): SatisfactionTable {
  return {
    rate(ticket, rating, once, now) {
      const { score, comment } = rating.content as Rating;
      const sortKey = byMessage(rating.at, ticket.id);
      const said = { lastCustomerMessageAt: rating.at, lastCustomerMessageId: rating.id, gsi3sk: sortKey, gsi4sk: sortKey };
      return db.commit({
        once: { ...once, now },
        customer: { id: ticket.customerId, onlyStores: true },
        writes: [
          update(
            ticketKind,
            ticketKey(ticket.customerId, ticket.id),
            { set: { satisfaction: score, ...(comment !== undefined && said) }, ...(comment !== undefined && { add: { unreadMessages: 1 } }) },
            {
              if: both({ equals: { status: 'closed' }, absent: ['mergedInto'] }, notHidden),
              refusal: (current) => {
                if (!current || isHidden(current)) return noSuchTicket();
                return current.mergedInto === undefined ? ticketNotClosed() : ticketMerged();
              },
            },
          ),
          ...stepWrites(ticket.customerId, rating, { rules, today: dayOf(now) }),
        ],
        events: [interactionAdded.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { type: rating.content.type, by: rating.by.role } })],
      });
    },
  };
}

/** How content somebody is, is asked once the case has ended. */
const ticketNotClosed = (): DomainError => new DomainError('conflict', 'ticket-not-closed');
