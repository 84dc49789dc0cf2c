import * as z from 'zod';
import { ticketEscalationDue } from '../../events/ticket-escalation-due.ts';
import { ticketWaitsForClerk } from '../../events/ticket-waits-for-clerk.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, mayTellOfHealth, staffData, technical } from '../personal-data/classification.ts';
import { customerKeys, headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import { isHidden, isStopped } from '../storage/item-states.ts';
import type { Skill } from '../staff/agent.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { wakeAttributes } from '../storage/wake-index.ts';
import { caseTraits, caseTraitValues } from './case-traits.ts';
import { kindOf } from './kinds/kinds.ts';
import { Priority } from './priority.ts';
import { Matter, Outcome, Retention, retentionClass, Score, TicketStatus, WaitingFor, type Ticket } from './ticket.ts';
import { urgencyOf, type Pressing } from './urgency.ts';

const caseFile = 'Bearbeitung des Falls';

/** The case frame, head of its internal notes: `cus_… / tck#tck_…`. */
export const ticketKind = itemKind({
  kind: 'ticket',
  table: 'tickets',
  title: 'Vorgang (Bearbeitungsstand)',
  sk: 'tck#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('ticket'),
    id: customerData(z.string(), 'Kennung des Vorgangs', caseFile),
    number: customerData(z.string(), 'Vorgangsnummer', caseFile),
    matter: customerData(Matter.clone(), 'Art des Anliegens', caseFile),
    // Words that clerks choose: that none of them speaks of an illness can be asked of people, not proved.
    subject: mayTellOfHealth(customerData(z.string(), 'Betreff', caseFile)).optional(),
    status: customerData(TicketStatus.clone(), 'Bearbeitungsstand', caseFile),
    priority: technical(Priority.clone(), 'Dringlichkeit').optional(),
    waitingFor: customerData(WaitingFor.clone(), 'Wartet auf', caseFile).optional(),
    waitingSince: customerData(z.iso.datetime(), 'Wartet seit', caseFile).optional(),
    // Likewise.
    tags: z.array(mayTellOfHealth(customerData(z.string(), 'Schlagwort', caseFile))).optional(),
    followedUpBy: customerData(z.string(), 'Kennung des Folgevorgangs', caseFile).optional(),
    mergedInto: customerData(z.string(), 'Kennung des Vorgangs, mit dem er zusammengeführt wurde', caseFile).optional(),
    mergedAt: customerData(z.iso.datetime(), 'Zusammengeführt am', caseFile).optional(),
    beforeMerge: z
      .strictObject({
        closedAt: customerData(z.iso.datetime(), 'Vor der Zusammenführung geschlossen am', caseFile).optional(),
        retention: technical(Retention.clone(), 'Aufbewahrung des anderen Vorgangs davor').optional(),
        priority: technical(Priority.clone(), 'Dringlichkeit des anderen Vorgangs davor').optional(),
      })
      .optional(),
    // So many times something is under way from or to it: while that is so, it neither ends nor becomes part of anything.
    filings: technical(z.number(), 'Laufende Umhängungen').optional(),
    // Of one that goes to the file of another person, where it is already, until everything on it has gone there too: nobody sees this one any more.
    movingTo: customerData(z.string(), 'Kundenkennung, zu der er gerade kommt', caseFile).optional(),
    departureId: technical(z.string(), 'Kennung des Nachweises darüber').optional(),
    separatedFrom: customerData(z.string(), 'Kennung des Vorgangs, von dem er wieder getrennt wurde', caseFile).optional(),
    assignee: staffData(z.string(), 'Zuständige Person (Kennung)', caseFile).optional(),
    team: staffData(z.string(), 'Zuständiges Team', caseFile).optional(),
    unassignedSince: customerData(z.iso.datetime(), 'Ohne Sachbearbeitung seit', caseFile).optional(),
    handedOverBy: staffData(z.string(), 'Wer ihn abgegeben hat (Kennung)', caseFile).optional(),
    openedAt: customerData(z.iso.datetime(), 'Eröffnet am', caseFile),
    closedAt: customerData(z.iso.datetime(), 'Geschlossen am', caseFile).optional(),
    outcome: customerData(Outcome.clone(), 'Ergebnis', caseFile).optional(),
    retention: customerData(Retention.clone(), 'Gewählte Aufbewahrung', 'Geltendmachung oder Verteidigung von Rechtsansprüchen', '6(1)(f)').optional(),
    /** Each payout adds to it in its own transaction; the statistics keep a step of it. */
    paidCents: customerData(z.number(), 'Summe der Auszahlungen', 'Statistik ohne Personenbezug', '6(1)(f)').optional(),
    lastCustomerMessageAt: customerData(z.iso.datetime(), 'Letzte Nachricht der Kundin oder des Kunden', caseFile).optional(),
    lastCustomerMessageId: technical(z.string(), 'Kennung der letzten Nachricht').optional(),
    unreadMessages: customerData(z.number(), 'Nachrichten, die noch niemand gelesen hat', caseFile).optional(),
    news: customerData(z.number(), 'Neues, das die Kundin oder der Kunde noch nicht gesehen hat', caseFile).optional(),
    newsUpTo: technical(z.string(), 'Kennung des letzten davon').optional(),
    openTasks: customerData(z.number(), 'Offene Aufgaben', caseFile).optional(),
    documents: customerData(z.number(), 'Zahl der Dokumente', caseFile).optional(),
    messagesToldAt: customerData(z.iso.datetime(), 'Über Nachrichten benachrichtigt bis', 'Benachrichtigung nach Wahl', '6(1)(f)').optional(),
    satisfaction: customerData(
      Score.clone(),
      'Zufriedenheit mit der Bearbeitung',
      'Verbesserung des Kundendienstes, freiwillig angegeben',
      '6(1)(f)',
    ).optional(),
    answeredAt: customerData(z.iso.datetime(), 'Erste Antwort am', caseFile).optional(),
    clock: z
      .strictObject({
        from: customerData(z.iso.datetime(), 'Fristen laufen ab', caseFile),
        answerMinutes: technical(z.number(), 'Frist für die erste Antwort in Arbeitsminuten').optional(),
        resolveMinutes: technical(z.number(), 'Frist für die Erledigung in Arbeitsminuten'),
        pausedMinutes: technical(z.number(), 'Arbeitsminuten, in denen auf andere gewartet wurde'),
        firstAnswerBy: customerData(z.iso.datetime(), 'Erste Antwort zugesagt bis', caseFile).optional(),
        resolveBy: customerData(z.iso.datetime(), 'Erledigung zugesagt bis', caseFile),
        next: technical(z.iso.datetime(), 'Nächste Stufe der Eskalation am').optional(),
        taken: technical(z.array(z.string()), 'Stufen der Eskalation, die erreicht sind'),
      })
      .optional(),
    version: technical(z.number(), 'Version'),
    gsi1pk: customerData(z.string(), 'Kennung des Vorgangs', 'Auffinden für die Sachbearbeitung'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    gsi2pk: staffData(z.string(), 'Arbeitsvorrat der zuständigen Person', caseFile),
    gsi2sk: technical(z.string(), 'Sortierschlüssel des Index'),
    gsi3sk: customerData(z.string(), 'Letzte Nachricht (Sortierung des Arbeitsvorrats)', caseFile).optional(),
    gsi4pk: staffData(z.string(), 'Ungelesenes der zuständigen Person', caseFile).optional(),
    // Only while nobody has it, so that the index holds nothing else.
    queuePk: technical(z.string(), 'Warteschlange eines Fachgebiets').optional(),
    queueSk: technical(z.string(), 'Sortierschlüssel des Index').optional(),
    // Only while something is unread, so that the index holds nothing else.
    gsi4sk: customerData(z.string(), 'Ungelesene Nachricht (Sortierung)', caseFile).optional(),
    ...wakeAttributes,
    ...headAttributes,
  }),
  ending: {
    class: { oneOf: Object.values(retentionClass), of: ({ retention = 'regular' }) => retentionClass[retention] },
    recordedAt: (item) => item.openedAt,
    starts: (item) => (item.closedAt ? { 'case-closed': dayOf(new Date(item.closedAt)) } : {}),
    // What comes to it, or goes from it, is not lost in between: an erasure of either person waits.
    keepsRelationship: ({ closedAt, movingTo, filings = 0 }) => ({
      until: closedAt === undefined || movingTo !== undefined || filings > 0 ? undefined : dayOf(new Date(closedAt)),
    }),
    toldAs: ({ id }) => id,
    // A ticket that nobody has sleeps until a clerk is looked for again, any other until one of its clocks has run far enough.
    wakes: ({ id, matter, status }, told) =>
      (status === 'open' ? ticketWaitsForClerk : ticketEscalationDue).make({ ...told, aggregateId: id, data: { kind: matter } }),
    // Until its clocks have been looked at, in case that the message about it was lost, or it is restricted.
    sleepsOn: ({ status }, now) => (status === 'open' || status === 'closed' ? undefined : new Date(now.getTime() + lookAgainMs)),
    anonymised: { of: caseTraits, values: caseTraitValues },
  },
});
export type TicketItem = z.infer<typeof ticketKind.schema>;

/** After this, whoever was to look at its clocks has either done so or never heard of it. */
const lookAgainMs = 3_600_000;

/** Under this lie a customer's tickets, by the time they were opened. */
export const ticketPrefix = ticketKind.sk;
export const ticketKey = (customerId: string, ticketId: string): ItemKey => ({ pk: customerId, sk: `${ticketPrefix}${ticketId}` });

/** The worklist of a clerk, by status; of what nobody has, that of the team to which it was handed over, or nobody's. */
export const worklist = (status: TicketStatus, assignee: string | undefined, team?: string) =>
  `${assignee ?? (team === undefined ? 'nobody' : `team:${team}`)}#${status}`;

/** Where what nobody has waits for somebody with this skill, the most urgent first. */
export const queueOf = (skill: Skill) => `queue#${skill}`;

/** The place of a ticket in its queue; in none once somebody has it, or it is closed. */
const placeInQueue = (ticket: Pressing & Pick<Ticket, 'status' | 'matter'>): { readonly queuePk: string | undefined; readonly queueSk: string | undefined } =>
  ticket.status === 'open' ? { queuePk: queueOf(kindOf(ticket.matter).skill), queueSk: urgencyOf(ticket) } : { queuePk: undefined, queueSk: undefined };

/** What goes from a case that waits in no queue any more. */
export const queueAttributes = ['queuePk', 'queueSk'] as const;

/** Where a clerk (or nobody) finds what customers wrote and nobody has read, whatever the status of the case. */
export const unreadList = (assignee: string | undefined) => assignee ?? 'nobody';

/** By when the customer last wrote, and where they did not, by when the case was opened. Not of what nobody has: it is in a queue. */
export const byMessage = (at: string, ticketId: string) => `${at}#${ticketId}`;

/** What changes on a case of which a message has been read, or its end decided with it in view. */
export const unreadAttributes = ['unreadMessages', 'gsi4sk'] as const;

/** What goes from a case that waits for nobody any more. */
export const waitingAttributes = ['waitingFor', 'waitingSince'] as const;

/** What is stored of a ticket, but for what its kind adds. */
export const ticketAttributes = ({ customerId, restricted: _, ...ticket }: Ticket) => ({
  ...ticketKey(customerId, ticket.id),
  ...ticket,
  gsi1pk: ticket.id,
  gsi1sk: 'ticket',
  gsi2pk: worklist(ticket.status, ticket.assignee, ticket.status === 'open' ? ticket.team : undefined),
  gsi2sk: ticket.id,
  gsi3sk: ticket.status === 'open' && !ticket.lastCustomerMessageAt ? undefined : byMessage(ticket.lastCustomerMessageAt ?? ticket.openedAt, ticket.id),
  ...placeInQueue(ticket),
  gsi4pk: unreadList(ticket.assignee),
});

/** The ticket in a stored item. */
export function ticketOf(item: TicketItem): Ticket {
  const { id, number, pk, matter, status, assignee, team, unassignedSince, handedOverBy, openedAt, closedAt, outcome, retention, version } = item;
  const { subject, priority, waitingFor, waitingSince, tags, followedUpBy, unreadMessages, openTasks, satisfaction, messagesToldAt } = item;
  const { news, newsUpTo, lastCustomerMessageAt, lastCustomerMessageId, mergedInto, mergedAt, beforeMerge, separatedFrom, answeredAt, clock } = item;
  const said = { subject, priority, waitingFor, waitingSince, tags, followedUpBy, unreadMessages, openTasks, satisfaction, messagesToldAt };
  const became = { news, newsUpTo, lastCustomerMessageAt, lastCustomerMessageId, mergedInto, mergedAt, beforeMerge, separatedFrom, answeredAt, clock };
  const frame = {
    id,
    number,
    customerId: pk,
    matter,
    status,
    assignee,
    team,
    unassignedSince,
    handedOverBy,
    openedAt,
    closedAt,
    outcome,
    retention,
    ...said,
    ...became,
    version,
  };
  return { ...frame, ...(isStopped(item) && { restricted: true }) };
}

/** A ticket for people to see; neither what is kept for the law only, nor what is being deleted. */
export const visibleTicket = (item: Item | undefined): Ticket | undefined => (item && !isHidden(item) ? ticketOf(parseItem(ticketKind, item)) : undefined);
