import * as z from 'zod';
import { customerData } from '../personal-data/classification.ts';
import { customerKeys, headAttributes, itemKind } from '../storage/item-kind.ts';
import { putHead, type Dating } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import type { Ticket } from './ticket.ts';

/** IP address from which a report came [Falldaten]. */
export const loginIpKind = itemKind({
  kind: 'login-ip',
  table: 'tickets',
  title: 'IP-Adresse bei der Meldung',
  sk: 'lip#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('login-ip'),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', 'Sicherheit', '6(1)(f)'),
    sourceIp: customerData(z.string(), 'IP-Adresse', 'Sicherheit', '6(1)(f)'),
    at: customerData(z.iso.datetime(), 'Zeitpunkt', 'Sicherheit', '6(1)(f)'),
    ...headAttributes,
  }),
  ending: { class: 'login-ip', recordedAt: (item) => item.at, partOf: { kind: 'ticket', id: (item) => item.ticketId } },
});

/** When the person who reported had logged in. */
export const loginTimeKind = itemKind({
  kind: 'login-time',
  table: 'tickets',
  title: 'Anmeldezeitpunkt bei der Meldung',
  sk: 'lgn#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('login-time'),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', 'Sicherheit', '6(1)(f)'),
    loggedInAt: customerData(z.iso.datetime(), 'Angemeldet am', 'Sicherheit', '6(1)(f)'),
    at: customerData(z.iso.datetime(), 'Zeitpunkt', 'Sicherheit', '6(1)(f)'),
    ...headAttributes,
  }),
  ending: { class: 'login-time', recordedAt: (item) => item.at, partOf: { kind: 'ticket', id: (item) => item.ticketId } },
});

/** How the person who reports was logged in. */
export interface LoginTrace {
  readonly sourceIp?: string | undefined;
  readonly loggedInAt?: Date | undefined;
}

/** What is kept for a while of how somebody was logged in who opened a ticket. */
export function loginTraceWrites({ id: ticketId, customerId: pk }: Ticket, { sourceIp, loggedInAt }: LoginTrace, now: Date, dating: Dating): Write[] {
  const common = { pk, ticketId, at: now.toISOString() };
  return [
    ...(sourceIp ? [putHead(loginIpKind, { ...common, sk: `${loginIpKind.sk}${ticketId}`, sourceIp }, dating)] : []),
    ...(loggedInAt ? [putHead(loginTimeKind, { ...common, sk: `${loginTimeKind.sk}${ticketId}`, loggedInAt: loggedInAt.toISOString() }, dating)] : []),
  ];
}
