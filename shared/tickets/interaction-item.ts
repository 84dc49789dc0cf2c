import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, mayTellOfHealth, measuresWork, staffData, technical, thirdPartyData } from '../personal-data/classification.ts';
import { alongAttributes, customerKeys, headAttributes, itemKind, parseItem, party, type ItemKind, type OtherWhole } from '../storage/item-kind.ts';
import { putChild, putHead, type Dating } from '../storage/item-writes.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import type { Write, WriteOptions } from '../storage/transact.ts';
import { classOf, InteractionContent, RedactionGround, Written, type Interaction, type InteractionType } from './interaction.ts';
import { DeviceEvent } from './device-event.ts';
import { DocumentRefusal } from './document-refusal.ts';
import { MoveReason } from './move-reason.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';
import { TicketDetails } from './kinds/kinds.ts';
import { Priority } from './priority.ts';
import { RuleDeed } from './rule-deeds.ts';
import { clockNames } from './service-levels.ts';
import { Outcome, Retention, Score, WaitingFor } from './ticket.ts';

const caseFile = 'Bearbeitung des Falls';
const satisfied = 'Verbesserung des Kundendienstes, freiwillig angegeben';
const onBehalf = 'Prüfung, ob jemand für eine andere Person handeln darf';

/** Under this lie a customer's steps, by ticket. */
export const stepPrefix = 'int#';
/** Under this lie the steps of a ticket, in the order in which they happened. */
export const interactionPrefix = (ticketId: string) => `${stepPrefix}${ticketId}#`;
export const interactionKey = (customerId: string, ticketId: string, interactionId: string): ItemKey => ({
  pk: customerId,
  sk: `${interactionPrefix(ticketId)}${interactionId}`,
});

/** How steps with an end of their own hang on their ticket. */
const onTicket = { kind: ticketKind.kind, id: ({ ticketId }: { ticketId: string }) => ticketId, prefix: interactionPrefix };

/** Where a step lies on a ticket. `suffix`: what its sort key ends with. */
const filedOn = ({ id }: OtherWhole, suffix: string) => ({ sk: `${interactionPrefix(id)}${suffix}`, ticketId: id });

/** Where a ticket's children lie among its steps. */
const onItsSteps = ({ pk, sk }: ItemKey) => ({ pk, prefix: interactionPrefix(sk.slice(ticketKind.sk.length)) });

/** Attributes of every interaction, whatever its class: `cus_… / int#tck_…#int_…`. */
const stepAttributes = {
  id: technical(z.string(), 'Kennung des Schritts'),
  ticketId: customerData(z.string(), 'Kennung des Vorgangs', caseFile),
  at: customerData(z.iso.datetime(), 'Zeitpunkt', caseFile),
  byRole: technical(z.enum(['customer', 'agent', 'officer', 'system']), 'Wer (Rolle)'),
  byId: staffData(z.string(), 'Wer (Kennung)', caseFile).optional(),
  ...alongAttributes,
};

/** Of steps in which people write: what became of it since. */
const writtenAttributes = {
  text: mayTellOfHealth(customerData(z.string(), 'Nachricht oder Vermerk', caseFile)).optional(),
  correctionReason: mayTellOfHealth(customerData(z.string(), 'Grund der Berichtigung', 'Nachvollziehbarkeit von Berichtigungen', '6(1)(c)')).optional(),
  corrects: technical(z.string(), 'Kennung des berichtigten Schritts').optional(),
  supersedes: technical(z.string(), 'Kennung der abgelösten Berichtigung').optional(),
  correctedBy: technical(z.string(), 'Kennung der Berichtigung').optional(),
  corrections: technical(z.number(), 'Zahl der Berichtigungen').optional(),
  redactedBy: technical(z.string(), 'Kennung der Schwärzung').optional(),
};

const incident = z.strictObject({
  at: customerData(z.string(), 'Zeitpunkt des Schadens', caseFile),
  place: z.strictObject({
    description: mayTellOfHealth(customerData(z.string(), 'Ort des Schadens', caseFile)),
    postalCode: customerData(z.string(), 'Postleitzahl des Schadensorts', caseFile).optional(),
    city: customerData(z.string(), 'Schadensort', caseFile).optional(),
    country: customerData(z.string(), 'Land des Schadensorts', caseFile).optional(),
  }),
  object: mayTellOfHealth(customerData(z.string(), 'Beschädigter Gegenstand', caseFile)),
  description: mayTellOfHealth(customerData(z.string(), 'Schadenshergang', caseFile)),
  // Somebody who was hurt is one of them: then the name says it as well as the role.
  thirdParties: z.array(
    z.strictObject({
      name: mayTellOfHealth(thirdPartyData(z.string(), 'Name der beteiligten Person', caseFile)),
      contact: mayTellOfHealth(thirdPartyData(z.string(), 'Erreichbarkeit der beteiligten Person', caseFile)).optional(),
      role: mayTellOfHealth(thirdPartyData(z.string(), 'Rolle der beteiligten Person', caseFile)),
    }),
  ),
});

/** That somebody has died, or has a carer, says something of their health, and whoever reports for them says so. */
const reportedBy = z.strictObject({
  name: mayTellOfHealth(thirdPartyData(z.string(), 'Meldende Person: Name', onBehalf)),
  relation: mayTellOfHealth(thirdPartyData(z.string(), 'Meldende Person: Verhältnis zur Kundin oder zum Kunden', onBehalf)),
  ground: mayTellOfHealth(customerData(z.string(), 'Grund, aus dem jemand anderes meldet', onBehalf)),
  contact: mayTellOfHealth(thirdPartyData(z.string(), 'Meldende Person: Erreichbarkeit', onBehalf)).optional(),
});

/** What came in or went out: report, messages, confirmations. Its period runs from the day it was sent or received. */
export const correspondenceKind = itemKind({
  kind: 'correspondence',
  table: 'tickets',
  title: 'Meldung, Nachrichten und Bestätigungen zum Vorgang',
  sk: 'int#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('correspondence'),
    ...stepAttributes,
    type: technical(z.enum(['report', 'message', 'document', 'notification', 'withdrawal', 'message-correction']), 'Art des Schritts'),
    subject: mayTellOfHealth(customerData(z.string(), 'Betreff', caseFile)).optional(),
    message: mayTellOfHealth(customerData(z.string(), 'Mitteilung', caseFile)).optional(),
    ...writtenAttributes,
    broughtTo: customerData(z.string(), 'Kennung des Vorgangs, zu dem sie gebracht wurde', caseFile).optional(),
    broughtFrom: technical(z.string(), 'Kennung des Schritts, von dem sie stammt').optional(),
    incident: incident.optional(),
    reportedBy: reportedBy.optional(),
    details: TicketDetails.optional(),
    confirmedProfileVersion: customerData(z.number(), 'Bestätigter Stand der Stammdaten', 'Richtigkeit der Daten', '6(1)(c)').optional(),
    noticeShown: z
      .strictObject({
        version: customerData(z.string(), 'Angezeigte Transparenzhinweise: Fassung', 'Nachweis der Information', '6(1)(c)'),
        sha256: technical(z.string(), 'Prüfsumme der Fassung'),
        channel: technical(z.enum(['portal', 'phone', 'branch']), 'Weg der Anzeige'),
        at: customerData(z.iso.datetime(), 'Angezeigt am', 'Nachweis der Information', '6(1)(c)'),
      })
      .optional(),
    textModule: z
      .strictObject({
        id: technical(z.string(), 'Kennung des Textbausteins, aus dem sie geschrieben wurde'),
        version: technical(z.number(), 'Fassung des Textbausteins'),
      })
      .optional(),
    channel: customerData(z.enum(['sms', 'email']), 'Benachrichtigt über', caseFile).optional(),
    template: technical(z.string(), 'Textbaustein').optional(),
    result: technical(z.enum(['sent', 'unknown', 'failed']), 'Ergebnis des Versands').optional(),
    documentId: customerData(z.string(), 'Kennung des Dokuments', caseFile).optional(),
    filedUnder: customerData(z.string(), 'Kennung des Vorgangs, zu dem das Dokument gehört', caseFile).optional(),
    misdirected: technical(z.literal(true), 'An eine andere Person gerichtet, deren Vorgang er zu sein schien').optional(),
    party: party('Absender und Empfänger der Korrespondenz').optional(),
    ...headAttributes,
  }),
  ending: {
    class: 'business-letter',
    recordedAt: (item) => item.at,
    starts: (item) => ({ sent: dayOf(new Date(item.at)) }),
    partOf: {
      ...onTicket,
      goesAlong: {
        to: ({ id, ticketId, filedUnder }, whole) => ({ ...filedOn(whole, id), ...(filedUnder === ticketId && { filedUnder: whole.id }) }),
        // What was written to the one, and that they were told of it, is nothing to the other.
        toPerson: { as: ({ type }) => (type === 'message' || type === 'notification' ? { misdirected: true as const } : {}) },
      },
    },
  },
  written: {
    parts: ['subject', 'message', 'text', 'correctionReason', 'incident', 'details', 'reportedBy'],
    alike: ({ broughtFrom, corrects }) => [broughtFrom, corrects],
  },
});

/** A payout, or that one was reversed: a voucher in the sense of commercial law. */
export const payoutKind = itemKind({
  kind: 'payout',
  table: 'tickets',
  title: 'Auszahlung',
  sk: 'int#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('payout'),
    ...stepAttributes,
    type: technical(z.enum(['payout', 'payout-reversal']), 'Art des Schritts'),
    amountCents: customerData(z.number(), 'Betrag', 'Buchführung', '6(1)(c)'),
    reference: customerData(z.string(), 'Verwendungszweck', 'Buchführung', '6(1)(c)'),
    paidOn: customerData(z.iso.date(), 'Gezahlt am', 'Buchführung', '6(1)(c)').optional(),
    reversedBy: technical(z.string(), 'Kennung der Rückbuchung').optional(),
    payoutId: technical(z.string(), 'Kennung der zurückgebuchten Auszahlung').optional(),
    reversedOn: customerData(z.iso.date(), 'Zurückgebucht am', 'Buchführung', '6(1)(c)').optional(),
    payee: z
      .strictObject({
        name: customerData(z.string(), 'Zahlungsempfänger: Name', 'Buchführung', '6(1)(c)'),
        iban: customerData(z.string(), 'Zahlungsempfänger: Bankverbindung (IBAN)', 'Buchführung', '6(1)(c)'),
      })
      .optional(),
    party: party('Zahlungsempfänger').optional(),
    ...headAttributes,
  }),
  ending: {
    class: 'voucher',
    recordedAt: (item) => item.at,
    partOf: {
      ...onTicket,
      goesAlong: {
        to: ({ id }, whole) => filedOn(whole, id),
        counts: ({ type, amountCents }) => ({ paidCents: type === 'payout' ? amountCents : -amountCents }),
      },
    },
  },
});

/** Internal steps: call notes, notes, assignment, closing, choice of a retention period. They go with the case frame. */
export const noteKind = itemKind({
  kind: 'note',
  table: 'tickets',
  title: 'Interne Vermerke und Anrufnotizen',
  sk: 'int#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('note'),
    ...stepAttributes,
    type: technical(
      z.enum([
        'device-report',
        'document-refused',
        'call-note',
        'internal-note',
        'assignment',
        'hand-over',
        'closing',
        'retention',
        'priority',
        'escalation',
        'tags',
        'subject',
        'waiting',
        'resumption',
        'reopening',
        'follow-up',
        'note-correction',
        'redaction',
        'document-redaction',
        'satisfaction',
        'merge',
        'separation',
        'move',
        'rule',
      ]),
      'Art des Schritts',
    ),
    ...writtenAttributes,
    deviceEvent: DeviceEvent.optional(),
    documentId: customerData(z.string(), 'Kennung des Dokuments', caseFile).optional(),
    refusedFor: technical(DocumentRefusal.clone(), 'Grund der Ablehnung einer Datei').optional(),
    direction: technical(z.enum(['inbound', 'outbound']), 'Richtung des Anrufs').optional(),
    assignee: staffData(z.string(), 'Zuständige Person (Kennung)', caseFile).optional(),
    team: staffData(z.string(), 'Zuständiges Team', caseFile).optional(),
    toOrganisation: mayTellOfHealth(thirdPartyData(z.string(), 'Beteiligte Stelle', caseFile)).optional(),
    outcome: customerData(Outcome.clone(), 'Ergebnis', caseFile).optional(),
    retention: technical(Retention.clone(), 'Gewählte Aufbewahrung').optional(),
    priority: technical(Priority.clone(), 'Gewählte Dringlichkeit').optional(),
    clock: technical(z.enum(clockNames), 'Frist, von der ein Teil verstrichen ist').optional(),
    atPercent: technical(z.number(), 'Wie viel von ihr verstrichen ist').optional(),
    told: technical(z.enum(['clerk', 'team', 'everybody']), 'Wem das vorgelegt wurde').optional(),
    tags: z.array(mayTellOfHealth(customerData(z.string(), 'Schlagwort', caseFile))).optional(),
    subject: mayTellOfHealth(customerData(z.string(), 'Betreff', caseFile)).optional(),
    waitingFor: customerData(WaitingFor.clone(), 'Wartet auf', caseFile).optional(),
    cause: technical(z.enum(['customer-message', 'customer', 'agent']), 'Anlass').optional(),
    followUpOf: customerData(z.string(), 'Kennung des vorangegangenen Vorgangs', caseFile).optional(),
    otherId: customerData(z.string(), 'Kennung des anderen Vorgangs', caseFile).optional(),
    moveReason: technical(MoveReason.clone(), 'Grund, aus dem er einer anderen Person zugeordnet wurde').optional(),
    score: customerData(Score.clone(), 'Zufriedenheit mit der Bearbeitung', satisfied, '6(1)(f)').optional(),
    comment: mayTellOfHealth(customerData(z.string(), 'Anmerkung zur Zufriedenheit', satisfied, '6(1)(f)')).optional(),
    redacts: customerData(z.string(), 'Kennung dessen, was geschwärzt wurde', caseFile).optional(),
    ground: technical(RedactionGround.clone(), 'Grund der Schwärzung').optional(),
    parts: technical(z.array(Written), 'Was geschwärzt wurde').optional(),
    ruleId: technical(z.string(), 'Kennung der Regel, die das getan hat').optional(),
    ruleVersion: technical(z.number(), 'Fassung der Regel').optional(),
    did: technical(z.array(RuleDeed), 'Was die Regel getan hat').optional(),
  }),
  ending: { withHead: ticketKind.kind, under: onItsSteps, goesAlong: { to: ({ id }, whole) => filedOn(whole, String(id)), toPerson: {} } },
  written: { parts: ['text', 'correctionReason', 'subject', 'comment', 'toOrganisation', 'tags'], alike: ({ corrects }) => [corrects] },
});

/** Time spent on a step, whatever the step's class: it goes with the case frame. */
export const timeEntryKind = itemKind({
  kind: 'time-entry',
  table: 'tickets',
  title: 'Zeiterfassung',
  sk: 'int#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('time-entry'),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', caseFile),
    interactionId: technical(z.string(), 'Kennung des Schritts'),
    minutes: measuresWork(staffData(z.number(), 'Aufgewendete Minuten', 'Controlling', '6(1)(f)')),
    byId: staffData(z.string(), 'Wer (Kennung)', 'Controlling', '6(1)(f)').optional(),
    ...alongAttributes,
  }),
  ending: {
    withHead: ticketKind.kind,
    under: onItsSteps,
    goesAlong: { to: ({ interactionId }, whole) => filedOn(whole, timeOf(String(interactionId))), toPerson: {} },
  },
});

/** Writes an interaction in the kind that its deletion class asks for, and the time that was spent on it. */
export function interactionWrites(customerId: string, interaction: Interaction, dating: Dating, options: WriteOptions): Write[] {
  const { id, ticketId, at, by, content, minutesSpent, payee, broughtFrom, cameWith } = interaction;
  const came = { ...(broughtFrom && { broughtFrom }), ...(cameWith && { cameWith: [...cameWith] }) };
  const attributes = { id, ticketId, at, byRole: by.role, byId: by.id, ...content, ...(payee && { payee }), ...came };
  const ticket = ticketKey(customerId, ticketId);
  const kind = kindOfClass[classOf[content.type]];
  const written =
    kind === noteKind
      ? putChild(kind as ItemKind, ticket, id, attributes, options)
      : putHead(kind as ItemKind, { ...interactionKey(customerId, ticketId, id), ...attributes }, dating, options);
  if (minutesSpent === undefined) return [written];
  const entry = { ticketId, interactionId: id, minutes: minutesSpent, byId: by.id, ...(cameWith && { cameWith: [...cameWith] }) };
  return [written, putChild(timeEntryKind, ticket, timeOf(id), entry)];
}

/** What the sort key of the time that was spent on a step ends with. */
const timeOf = (interactionId: string): string => `${interactionId}#time`;

/** The kind in which a step is stored that somebody wrote. @throws Error for a type that holds nothing written */
export function writtenKindOf(type: InteractionType): WrittenKind {
  const kind = kindOfClass[classOf[type]];
  if (kind === payoutKind) throw new Error('Nothing is written in a voucher');
  // Which of the attributes each of the two has is looked at again when it is written.
  return kind as unknown as WrittenKind;
}

/** With all attributes in which people write, and of what became of that. */
type WrittenKind = ItemKind<z.ZodObject<typeof correspondenceKind.schema.shape & typeof noteKind.schema.shape>>;

const kindOfClass = { 'business-letter': correspondenceKind, voucher: payoutKind, 'case-notes': noteKind } as const;

/** A step as it was written, and by which step it was corrected last. */
export interface StoredStep extends Interaction {
  readonly correctedBy?: string | undefined;
}

/** Interactions from the items of a ticket, in their order, each with the time that was spent on it. */
export function interactionsOf(items: readonly Item[]): StoredStep[] {
  const times = items.filter((item) => item.kind === timeEntryKind.kind).map((item) => parseItem(timeEntryKind, item));
  const minutes = new Map(times.map((entry) => [entry.interactionId, entry.minutes]));
  return items
    .filter((item) => item.kind !== timeEntryKind.kind)
    .map(stepOf)
    .map((step) => ({ ...step, minutesSpent: minutes.get(step.id) }));
}

const stepKinds = [correspondenceKind, payoutKind, noteKind] as const;

function stepOf(item: Item): StoredStep {
  const kind = stepKinds.find((candidate) => candidate.kind === item.kind);
  if (!kind) throw new Error(`Not an interaction: ${String(item.kind)}`);
  const { id, ticketId, at, byRole, byId, ...rest } = parseItem(kind as typeof correspondenceKind, item);
  const content = Object.fromEntries(Object.entries(rest).filter(([name]) => contentNames.has(name)));
  const { correctedBy, redactedBy, broughtFrom, cameWith, misdirected } = rest;
  const written = { id, ticketId, at, by: { role: byRole, id: byId }, content: InteractionContent.parse(content) };
  return {
    ...written,
    ...(broughtFrom && { broughtFrom }),
    ...(cameWith && { cameWith }),
    ...(misdirected && { misdirected }),
    ...(correctedBy && { correctedBy }),
    ...(redactedBy && { redacted: true as const }),
  };
}

/** What is stored of a step's content, whatever its type: names of no other attribute. */
const contentNames = new Set(InteractionContent.options.flatMap((option) => Object.keys(option.shape)));
