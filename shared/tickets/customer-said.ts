import { update } from '../storage/item-writes.ts';
import type { Write, WriteOptions } from '../storage/transact.ts';
import type { Interaction } from './interaction.ts';
import { whileThere, type TicketRef } from './ticket-check.ts';
import { byMessage, ticketKey, ticketKind } from './ticket-item.ts';

/** Part of a change by which the customer has said something on a case: it is unread until a clerk says otherwise. `counts`: what else is counted on it, and as long as what. */
export function customerSaid(
  { customerId, id }: TicketRef,
  step: Pick<Interaction, 'id' | 'at'>,
  counts: { readonly documents?: number } = {},
  there: WriteOptions = whileThere('customer'),
): Write {
  const sortKey = byMessage(step.at, id);
  const said = { lastCustomerMessageAt: step.at, lastCustomerMessageId: step.id, gsi3sk: sortKey, gsi4sk: sortKey };
  return update(ticketKind, ticketKey(customerId, id), { set: said, add: { unreadMessages: 1, ...counts } }, there);
}
