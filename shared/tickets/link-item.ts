import * as z from 'zod';
import { customerData, staffData } from '../personal-data/classification.ts';
import { customerKeys, itemKind, parseItem } from '../storage/item-kind.ts';
import { childKey, putChild, remove } from '../storage/item-writes.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import type { Write } from '../storage/transact.ts';
import { alreadyLinked, inverseOf, noSuchLink, Relation, type Link } from './link.ts';
import type { TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';

const caseFile = 'Bearbeitung des Falls';

/** Under this lie the links of a ticket. */
export const linkPrefix = (ticketId: string) => `lnk#${ticketId}#`;

/** A link as it stands on one of its two cases: `cus_… / lnk#tck_…#tck_…`. It goes with that one; what then stands on the other leads nowhere. */
export const ticketLinkKind = itemKind({
  kind: 'ticket-link',
  table: 'tickets',
  title: 'Verknüpfung von Vorgängen',
  sk: 'lnk#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('ticket-link'),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', caseFile),
    otherId: customerData(z.string(), 'Kennung des verknüpften Vorgangs', caseFile),
    relation: customerData(Relation.clone(), 'Art der Verknüpfung', caseFile),
    at: customerData(z.iso.datetime(), 'Verknüpft am', caseFile),
    byId: staffData(z.string(), 'Wer (Kennung)', caseFile).optional(),
  }),
  ending: { withHead: ticketKind.kind, under: ({ pk, sk }: ItemKey) => ({ pk, prefix: linkPrefix(sk.slice(ticketKind.sk.length)) }) },
});

/** A link is written on both of its cases, or on none. */
export function linkWrites(customerId: string, link: Link): Write[] {
  const { ticketId, otherId, relation } = link;
  return [link, { ...link, ticketId: otherId, otherId: ticketId, relation: inverseOf(relation) }].map((one) =>
    putChild(ticketLinkKind, ticketKey(customerId, one.ticketId), one.otherId, one, { refusal: alreadyLinked }),
  );
}

/** The link is taken from both; the second may have gone with its case. */
export const unlinkWrites = ({ customerId, id }: TicketRef, otherId: string): Write[] => [
  remove(ticketLinkKind, childKey(ticketLinkKind, ticketKey(customerId, id), otherId), { if: { exists: true }, refusal: noSuchLink }),
  remove(ticketLinkKind, childKey(ticketLinkKind, ticketKey(customerId, otherId), id)),
];

/** The link in a stored item. */
export function linkOf(item: Item): Link {
  const { ticketId, otherId, relation, at, byId } = parseItem(ticketLinkKind, item);
  return { ticketId, otherId, relation, at, byId };
}
