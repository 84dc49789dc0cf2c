import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, staffData, technical, thirdPartyData } from '../personal-data/classification.ts';
import { customerKeys, headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import type { Item } from '../storage/item.ts';
import { amountBand, durationBand, Outcome, TicketKind, TicketStatus, type Ticket } from './ticket.ts';

const caseFile = 'Bearbeitung des Falls';

/** The case frame, head of its internal notes: `cus_… / tck#tck_…`. */
export const ticketKind = itemKind({
  kind: 'ticket',
  table: 'tickets',
  title: 'Vorgang (Bearbeitungsstand)',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('ticket'),
    id: customerData(z.string(), 'Vorgangsnummer', caseFile),
    matter: customerData(TicketKind.clone(), 'Art des Anliegens', caseFile),
    status: customerData(TicketStatus.clone(), 'Bearbeitungsstand', caseFile),
    assignee: staffData(z.string(), 'Zuständige Person (Kennung)', caseFile).optional(),
    openedAt: customerData(z.iso.datetime(), 'Eröffnet am', caseFile),
    closedAt: customerData(z.iso.datetime(), 'Geschlossen am', caseFile).optional(),
    outcome: customerData(Outcome.clone(), 'Ergebnis', caseFile).optional(),
    region: customerData(z.string(), 'Region des Schadens (erste Ziffer der Postleitzahl)', 'Statistik ohne Personenbezug', '6(1)(f)'),
    /** Each payout adds to it in its own transaction; the statistics keep a step of it. */
    paidCents: customerData(z.number(), 'Summe der Auszahlungen', 'Statistik ohne Personenbezug', '6(1)(f)').optional(),
    version: technical(z.number(), 'Version'),
    gsi1pk: customerData(z.string(), 'Vorgangsnummer', 'Auffinden für die Sachbearbeitung'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    gsi2pk: staffData(z.string(), 'Arbeitsvorrat der zuständigen Person', caseFile),
    gsi2sk: technical(z.string(), 'Sortierschlüssel des Index'),
    ...headAttributes,
  }),
  ending: {
    class: 'case-notes',
    starts: (item) => ({ recorded: dayOf(new Date(item.openedAt)), ...(item.closedAt && { 'case-closed': dayOf(new Date(item.closedAt)) }) }),
    children: (item) => interactionPrefix(item.id),
    anonymised: (item) => {
      const ended = item.closedAt ?? item.openedAt;
      return {
        period: dayOf(new Date(ended)).slice(0, 7),
        cell: [item.matter, item.region, item.outcome ?? 'never-closed', amountBand(item.paidCents ?? 0), durationBand(item.openedAt, ended)].join('#'),
      };
    },
  },
});
export type TicketItem = z.infer<typeof ticketKind.schema>;

/** Attributes of every interaction, whatever its class: `cus_… / int#tck_…#int_…`. */
const frame = {
  id: technical(z.string(), 'Kennung des Schritts'),
  ticketId: customerData(z.string(), 'Vorgangsnummer', caseFile),
  at: customerData(z.iso.datetime(), 'Zeitpunkt', caseFile),
  byRole: technical(z.enum(['customer', 'agent', 'system']), 'Wer (Rolle)'),
  byId: staffData(z.string(), 'Wer (Kennung)', caseFile).optional(),
};

const incident = z.object({
  at: customerData(z.string(), 'Zeitpunkt des Schadens', caseFile),
  place: z.object({
    description: customerData(z.string(), 'Ort des Schadens', caseFile),
    postalCode: customerData(z.string(), 'Postleitzahl des Schadensorts', caseFile),
    city: customerData(z.string(), 'Schadensort', caseFile),
  }),
  object: customerData(z.string(), 'Beschädigter Gegenstand', caseFile),
  description: customerData(z.string(), 'Schadenshergang', caseFile),
  thirdParties: z.array(
    z.object({
      name: thirdPartyData(z.string(), 'Name der beteiligten Person', caseFile),
      contact: thirdPartyData(z.string(), 'Erreichbarkeit der beteiligten Person', caseFile).optional(),
      role: thirdPartyData(z.string(), 'Rolle der beteiligten Person', caseFile),
    }),
  ),
});

/** What came in or went out: report, messages, confirmations. Its period runs from the day it was sent or received. */
export const correspondenceKind = itemKind({
  kind: 'correspondence',
  table: 'tickets',
  title: 'Meldung, Nachrichten und Bestätigungen zum Vorgang',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('correspondence'),
    ...frame,
    type: technical(z.enum(['report', 'message', 'notification']), 'Art des Schritts'),
    subject: customerData(z.string(), 'Betreff', caseFile).optional(),
    message: customerData(z.string(), 'Mitteilung', caseFile).optional(),
    text: customerData(z.string(), 'Nachricht', caseFile).optional(),
    incident: incident.optional(),
    confirmedProfileVersion: customerData(z.number(), 'Bestätigter Stand der Stammdaten', 'Richtigkeit der Daten', '6(1)(c)').optional(),
    noticeShown: z
      .object({
        version: customerData(z.string(), 'Angezeigte Transparenzhinweise: Fassung', 'Nachweis der Information', '6(1)(c)'),
        sha256: technical(z.string(), 'Prüfsumme der Fassung'),
        channel: technical(z.enum(['portal', 'phone', 'branch']), 'Weg der Anzeige'),
        at: customerData(z.iso.datetime(), 'Angezeigt am', 'Nachweis der Information', '6(1)(c)'),
      })
      .optional(),
    channel: customerData(z.enum(['sms', 'email']), 'Benachrichtigt über', caseFile).optional(),
    template: technical(z.string(), 'Textbaustein').optional(),
    result: technical(z.enum(['sent', 'unknown', 'failed']), 'Ergebnis des Versands').optional(),
    ...headAttributes,
  }),
  ending: { class: 'business-letter', starts: (item) => ({ recorded: dayOf(new Date(item.at)), sent: dayOf(new Date(item.at)) }) },
});

/** A payout: a voucher in the sense of commercial law. */
export const payoutKind = itemKind({
  kind: 'payout',
  table: 'tickets',
  title: 'Auszahlung',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('payout'),
    ...frame,
    type: technical(z.literal('payout'), 'Art des Schritts'),
    amountCents: customerData(z.number(), 'Betrag', 'Buchführung', '6(1)(c)'),
    reference: customerData(z.string(), 'Verwendungszweck', 'Buchführung', '6(1)(c)'),
    paidOn: customerData(z.iso.date(), 'Gezahlt am', 'Buchführung', '6(1)(c)'),
    ...headAttributes,
  }),
  ending: { class: 'voucher', starts: (item) => ({ recorded: dayOf(new Date(item.at)) }) },
});

/** Internal steps: call notes, notes, assignment, closing. They go with the case frame. */
export const noteKind = itemKind({
  kind: 'note',
  table: 'tickets',
  title: 'Interne Vermerke und Anrufnotizen',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('note'),
    ...frame,
    type: technical(z.enum(['call-note', 'internal-note', 'assignment', 'closing']), 'Art des Schritts'),
    text: customerData(z.string(), 'Vermerk', caseFile).optional(),
    direction: technical(z.enum(['inbound', 'outbound']), 'Richtung des Anrufs').optional(),
    assignee: staffData(z.string(), 'Zuständige Person (Kennung)', caseFile).optional(),
    outcome: customerData(Outcome.clone(), 'Ergebnis', caseFile).optional(),
  }),
  ending: { withHead: 'ticket', class: 'case-notes' },
});

/** Time spent on a step, whatever the step's class: it goes with the case frame. */
export const timeEntryKind = itemKind({
  kind: 'time-entry',
  table: 'tickets',
  title: 'Zeiterfassung',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('time-entry'),
    ticketId: customerData(z.string(), 'Vorgangsnummer', caseFile),
    interactionId: technical(z.string(), 'Kennung des Schritts'),
    minutes: staffData(z.number(), 'Aufgewendete Minuten', 'Controlling', '6(1)(f)'),
    byId: staffData(z.string(), 'Wer (Kennung)', 'Controlling', '6(1)(f)').optional(),
  }),
  ending: { withHead: 'ticket', class: 'case-notes' },
});

/** IP address from which a report came [Falldaten]. */
export const loginIpKind = itemKind({
  kind: 'login-ip',
  table: 'tickets',
  title: 'IP-Adresse bei der Meldung',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('login-ip'),
    ticketId: customerData(z.string(), 'Vorgangsnummer', 'Sicherheit', '6(1)(f)'),
    sourceIp: customerData(z.string(), 'IP-Adresse', 'Sicherheit', '6(1)(f)'),
    at: customerData(z.iso.datetime(), 'Zeitpunkt', 'Sicherheit', '6(1)(f)'),
    ...headAttributes,
  }),
  ending: { class: 'login-ip', starts: (item) => ({ recorded: dayOf(new Date(item.at)) }) },
});

/** When the person who reported had logged in. */
export const loginTimeKind = itemKind({
  kind: 'login-time',
  table: 'tickets',
  title: 'Anmeldezeitpunkt bei der Meldung',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('login-time'),
    ticketId: customerData(z.string(), 'Vorgangsnummer', 'Sicherheit', '6(1)(f)'),
    loggedInAt: customerData(z.iso.datetime(), 'Angemeldet am', 'Sicherheit', '6(1)(f)'),
    at: customerData(z.iso.datetime(), 'Zeitpunkt', 'Sicherheit', '6(1)(f)'),
    ...headAttributes,
  }),
  ending: { class: 'login-time', starts: (item) => ({ recorded: dayOf(new Date(item.at)) }) },
});

/**
 * How many tickets a clerk has: written with each assignment, so that the next one goes to whom has least. It lies here, for only
 * tickets write it, in a partition of the clerk's id; and goes with the clerk, whose head lies in the table of staff.
 */
export const workloadKind = itemKind({
  kind: 'workload',
  table: 'tickets',
  title: 'Arbeitslast einer Sachbearbeitung',
  foundBy: 'none',
  schema: z.object({
    pk: staffData(z.string(), 'Kennung der Sachbearbeitung', 'Zuteilung'),
    sk: technical(z.literal('workload'), 'Sortierschlüssel'),
    kind: technical(z.literal('workload'), 'Art des Eintrags'),
    assigned: staffData(z.number(), 'Offene Vorgänge', 'Zuteilung'),
  }),
  ending: { withHead: 'agent', class: 'staff-account' },
});

/** Under this lie a customer's tickets, by the time they were opened. */
export const ticketPrefix = 'tck#';
export const ticketKey = (customerId: string, ticketId: string) => ({ pk: customerId, sk: `${ticketPrefix}${ticketId}` });
export const interactionPrefix = (ticketId: string) => `int#${ticketId}#`;
export const interactionKey = (customerId: string, ticketId: string, interactionId: string) => ({
  pk: customerId,
  sk: `${interactionPrefix(ticketId)}${interactionId}`,
});
export const timeEntryKey = (customerId: string, ticketId: string, interactionId: string) => ({
  pk: customerId,
  sk: `${interactionPrefix(ticketId)}${interactionId}#time`,
});
export const workloadKey = (agentId: string) => ({ pk: agentId, sk: 'workload' as const });

/** The worklist of a clerk (or of nobody), by status. */
export const worklist = (status: TicketStatus, assignee: string | undefined) => `${assignee ?? 'nobody'}#${status}`;

/** The ticket in a stored item. */
export function ticketOf(item: TicketItem): Ticket {
  const { id, pk, matter, status, assignee, openedAt, closedAt, outcome, region, version } = item;
  return { id, customerId: pk, kind: matter, status, assignee, openedAt, closedAt, outcome, region, version };
}

/** A ticket for people to see; neither what is kept for the law only, nor what is being deleted. */
export const visibleTicket = (item: Item | undefined): Ticket | undefined =>
  item && !item.retainedSince && !item.deletingSince ? ticketOf(parseItem(ticketKind, item)) : undefined;
