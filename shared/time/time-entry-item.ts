import * as z from 'zod';
import { customerData, mayTellOfHealth, measuresWork, staffData, technical } from '../personal-data/classification.ts';
import { alongAttributes, customerKeys, itemKind, parseItem } from '../storage/item-kind.ts';
import { childKey } from '../storage/item-writes.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import type { TicketRef } from '../tickets/ticket-check.ts';
import { Matter } from '../tickets/ticket.ts';
import { Activity } from './activity.ts';
import type { TimeEntry } from './time-entry.ts';

const caseFile = 'Bearbeitung des Falls';
const controlling = 'Controlling';

/** Under this lie the entries of a case, in the order in which they were made. */
export const timePrefix = (ticketId: string): string => `tim#${ticketId}#`;

/** Time that somebody spent on a case, and entered by itself: `cus_… / tim#tck_…#tim_…`. It goes with the case. */
export const recordedTimeKind = itemKind({
  kind: 'recorded-time',
  table: 'time',
  title: 'Zeiteintrag zu einem Vorgang',
  sk: 'tim#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('recorded-time'),
    id: customerData(z.string(), 'Kennung des Zeiteintrags', caseFile),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', caseFile),
    ticketNumber: customerData(z.string(), 'Vorgangsnummer', caseFile),
    special: mayTellOfHealth(customerData(z.literal('health'), 'Gesundheitsbezug', caseFile)).optional(),
    matter: customerData(Matter.clone(), 'Art des Anliegens', caseFile),
    interactionId: technical(z.string(), 'Kennung des Schritts').optional(),
    taskId: customerData(z.string(), 'Kennung der Aufgabe', caseFile).optional(),
    minutes: measuresWork(staffData(z.number(), 'Aufgewendete Minuten', controlling, '6(1)(f)')),
    activity: measuresWork(staffData(Activity.clone(), 'Tätigkeit', controlling, '6(1)(f)')),
    on: measuresWork(staffData(z.iso.date(), 'Tag der Arbeit', controlling, '6(1)(f)')),
    note: mayTellOfHealth(customerData(z.string(), 'Vermerk', caseFile)).optional(),
    team: staffData(z.string(), 'Team', controlling, '6(1)(f)'),
    byId: staffData(z.string(), 'Wer (Kennung)', controlling, '6(1)(f)'),
    at: staffData(z.iso.datetime(), 'Erfasst am', controlling, '6(1)(f)'),
    unconfirmed: technical(z.literal(true), 'Noch nicht bestätigt').optional(),
    version: technical(z.number(), 'Version'),
    gsi2pk: staffData(z.string(), 'Wessen Zeit (eigene Übersicht)', 'Eigene Übersicht der Person'),
    gsi2sk: staffData(z.string(), 'Tag und Kennung (Sortierung)', 'Eigene Übersicht der Person'),
    ...alongAttributes,
  }),
  ending: {
    withHead: 'ticket',
    under: ({ pk, sk }) => ({ pk, prefix: timePrefix(sk.slice(sk.indexOf('#') + 1)) }),
    goesAlong: {
      to: ({ id }, ticket) => ({ sk: `${timePrefix(ticket.id)}${String(id)}`, ticketId: ticket.id, ticketNumber: ticket.number }),
      toPerson: {},
    },
  },
});

/** The case as the head that an entry lies under. */
export const caseOf = ({ customerId, id }: TicketRef): ItemKey => ({ pk: customerId, sk: `tck#${id}` });

export const timeEntryKey = (ticket: TicketRef, entryId: string): ItemKey => childKey(recordedTimeKind, caseOf(ticket), entryId);

/** Where an entry lies among those of its clerk: by its day. */
export const ownPlace = ({ on, id }: Pick<TimeEntry, 'on' | 'id'>): string => `${on}~${id}`;

/** What is stored of an entry, but for its key. */
export const timeEntryAttributes = ({ customerId: _, by, ...entry }: TimeEntry) => ({ ...entry, byId: by, gsi2pk: by, gsi2sk: ownPlace(entry) });

/** The entry in a stored item. */
export function timeEntryOf(item: Item): TimeEntry {
  const { pk, sk: _, kind: __, gsi2pk: ___, gsi2sk: ____, byId, cameWith: _____, ...entry } = parseItem(recordedTimeKind, item);
  return { ...entry, customerId: pk, by: byId };
}
