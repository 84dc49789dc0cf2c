import * as z from 'zod';
import { customerData, technical } from '../personal-data/classification.ts';
import { itemKind, parseItem } from '../storage/item-kind.ts';
import { putChild } from '../storage/item-writes.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import type { Write } from '../storage/transact.ts';
import type { TicketRef } from './ticket-check.ts';
import { ticketAttributes, ticketKind } from './ticket-item.ts';
import { numberTaken, type Ticket } from './ticket.ts';

const finding = 'Auffinden des Vorgangs am Telefon';

/** That a number is a ticket's: no other ticket gets it, and it leads to that one. It lies under the number, and goes with the ticket. */
export const ticketNumberKind = itemKind({
  kind: 'ticket-number',
  table: 'tickets',
  title: 'Verzeichnis der Vorgangsnummern',
  sk: 'number',
  foundBy: 'head',
  schema: z.object({
    pk: customerData(z.string(), 'Vorgangsnummer', finding),
    sk: technical(z.literal('number'), 'Sortierschlüssel'),
    kind: technical(z.literal('ticket-number'), 'Art des Eintrags'),
    customerId: customerData(z.string(), 'Kundenkennung', finding),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', finding),
  }),
  ending: { withHead: ticketKind.kind, under: ({ number }) => ticketNumberPlace(String(number)) },
});

const ticketNumberPlace = (number: string) => ({ pk: `number#${number}`, prefix: 'number' });

export function ticketNumberKey(number: string): ItemKey {
  const { pk, prefix: sk } = ticketNumberPlace(number);
  return { pk, sk };
}

/** Part of opening a ticket: its number is nobody else's. */
export const claimNumber = (ticket: Ticket): Write =>
  putChild(ticketNumberKind, ticketAttributes(ticket), '', { customerId: ticket.customerId, ticketId: ticket.id }, { refusal: numberTaken });

/** The ticket that a stored number leads to. */
export function numbered(item: Item): TicketRef {
  const { customerId, ticketId } = parseItem(ticketNumberKind, item);
  return { customerId, id: ticketId };
}
