import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed } from '../storage/transact.ts';
import { linkOf, linkPrefix, linkWrites, unlinkWrites } from './link-item.ts';
import type { Link } from './link.ts';
import type { Paged } from './paged.ts';
import { checkTicketThere, type TicketRef } from './ticket-check.ts';
import { ticketKey, visibleTicket } from './ticket-item.ts';
import type { Ticket } from './ticket.ts';

export interface LinkTable {
  /**
   * Connects two cases of a customer; it stands on both.
   * @throws DomainError `conflict/already-linked`, `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased`
   */
  link(customerId: string, link: Link, once: Once, now: Date): Promise<Committed>;
  /** @throws DomainError `not-found/no-such-link`, `conflict/processing-restricted`, `conflict/customer-erased` */
  unlink(ticket: TicketRef, otherId: string): Promise<void>;
  /** The links of a ticket with the other case as it is, by the time at which that was opened; without those whose case is gone. */
  links(ticket: TicketRef, limit: number, after?: string): Promise<Paged<{ readonly link: Link; readonly other: Ticket }>>;
}

/** What each of its methods asks of the tables. */
export const linkNeeds: NeedsOf<LinkTable> = {
  link: ['puts tickets', 'puts idempotency', 'checks tickets', 'checks customers'],
  unlink: ['deletes tickets', 'checks tickets', 'checks customers'],
  links: ['queries tickets', 'gets tickets'],
};

export function linkTable(db: Database): LinkTable {
  return {
    link: (customerId, link, once, now) =>
      db.commit({
        once: { ...once, now },
        customer: { id: customerId },
        writes: [...[link.ticketId, link.otherId].map((id) => checkTicketThere({ customerId, id })), ...linkWrites(customerId, link)],
      }),

    async unlink(ticket, otherId) {
      await db.commit({ customer: { id: ticket.customerId }, writes: [checkTicketThere(ticket), ...unlinkWrites(ticket, otherId)] });
    },

    async links({ customerId, id }, limit, after) {
      const prefix = linkPrefix(id);
      const start = after === undefined ? undefined : { pk: customerId, sk: `${prefix}${after}` };
      const { items, next } = await db.page({ table: 'tickets', pk: customerId, prefix, limit, after: start });
      const links = items.map(linkOf);
      const others = await db.getAll(
        'tickets',
        links.map(({ otherId }) => ticketKey(customerId, otherId)),
      );
      const byId = new Map(others.map((item) => [item.id, visibleTicket(item)]));
      const shown = links.flatMap((link) => {
        const other = byId.get(link.otherId);
        return other ? [{ link, other }] : [];
      });
      return { items: shown, next: next && String(next.sk).slice(prefix.length) };
    },
  };
}
