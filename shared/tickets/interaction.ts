import * as z from 'zod';
import { idOf } from '../id.ts';
import type { Day } from '../personal-data/calendar.ts';
import type { DeletionClass } from '../personal-data/deletion-rules.ts';
import { oneLine } from '../personal-data/one-line.ts';
import { PlausibleDay, requireNear, requireWithin } from '../personal-data/plausible-days.ts';
import { severalLines } from '../personal-data/several-lines.ts';
import { RuleId } from '../rules/rule-id.ts';
import { TextModuleId } from '../text-modules/text-module-id.ts';
import { DeviceEvent } from './device-event.ts';
import { DocumentRefusal } from './document-refusal.ts';
import { TicketDetails } from './kinds/kinds.ts';
import { MoveReason } from './move-reason.ts';
import { Priority } from './priority.ts';
import { concernsCustomer, RuleDeed } from './rule-deeds.ts';
import { clockNames } from './service-levels.ts';
import { Incident, NoticeShown, ReportedBy, type Report } from './report.ts';
import { Outcome, Retention, Score, Tags, TicketId, WaitingFor } from './ticket.ts';

export const InteractionId = idOf('int');

/** Minutes of work, for controlling [Zeiterfassung]. */
export const MinutesSpent = z
  .int()
  .min(0)
  .max(24 * 60)
  .describe('What it took: entered as time on the ticket, of this step. Where that would make more than 24 hours of your day, 409 `day-full`');

/** A payout is noted when it is made, or so long before. */
const daysAhead = 60;

/** So many UTF-16 units a message has at most. */
export const longestMessage = 4000;

/** What somebody wrote in words of their own, by the names under which it is stored: what a redaction can take out of a step, a task (its title is its `subject`) or a reminder. */
export const Written = z.enum([
  'subject',
  'message',
  'text',
  'correctionReason',
  'comment',
  'toOrganisation',
  'tags',
  'incident',
  'details',
  'reportedBy',
  'checklist',
  'note',
]);
export type Written = z.infer<typeof Written>;

/** Why something was taken out of a step. */
export const RedactionGround = z.enum(['wrongly-sent-health-data', 'card-number', 'third-party', 'other']);
export type RedactionGround = z.infer<typeof RedactionGround>;

const correctionFields = {
  corrects: InteractionId,
  /** The correction of the same step that this one takes the place of. */
  supersedes: InteractionId.optional(),
  text: severalLines(4000),
  correctionReason: severalLines(500),
};

/**
 * What can be written on a ticket. The class of each decides how long it stays: what is internal goes with the case, what went
 * out or came in is a business letter, a payout is a voucher.
 */
const contents = {
  report: z.strictObject({
    type: z.literal('report'),
    subject: oneLine(120),
    message: severalLines(4000).optional(),
    incident: Incident.optional(),
    /** What its kind asks for. */
    details: TicketDetails.optional(),
    reportedBy: ReportedBy.optional(),
    confirmedProfileVersion: z.int(),
    noticeShown: NoticeShown.extend({ at: z.iso.datetime() }),
  }),
  /** A device of the customer's said that something happened. No letter: it goes with the case. */
  deviceReport: z.strictObject({ type: z.literal('device-report'), deviceEvent: DeviceEvent }),
  message: z.strictObject({ type: z.literal('message'), text: severalLines(longestMessage) }),
  /** A file has become part of the case. `filedUnder`: where it is, also once the step was brought to a case that follows. */
  document: z.strictObject({ type: z.literal('document'), documentId: idOf('doc'), filedUnder: TicketId }),
  /** A file was not taken, and is gone. */
  documentRefused: z.strictObject({ type: z.literal('document-refused'), documentId: idOf('doc'), refusedFor: DocumentRefusal }),
  callNote: z.strictObject({ type: z.literal('call-note'), text: severalLines(4000), direction: z.enum(['inbound', 'outbound']) }),
  internalNote: z.strictObject({ type: z.literal('internal-note'), text: severalLines(4000) }),
  payout: z.strictObject({
    type: z.literal('payout'),
    amountCents: z.int().positive().max(100_000_000),
    reference: z.string().regex(/^[A-Z0-9-]{3,35}$/, 'must be 3 to 35 upper-case letters, digits or hyphens'),
    paidOn: PlausibleDay.describe(`When it is or was paid: up to ${daysAhead} days ahead, and up to 10 years back`),
  }),
  /** A payout came back or was a slip: all of it, as a step of its own. Amounts are never negative. */
  payoutReversal: z.strictObject({
    type: z.literal('payout-reversal'),
    payoutId: InteractionId,
    reversedOn: PlausibleDay.describe('Not before the day of the payout'),
  }),
  assignment: z.strictObject({ type: z.literal('assignment'), assignee: z.string() }),
  /** Somebody gave it to a clerk, a team, or whoever is found; or asked an organisation for something, and waits for that. */
  handOver: z.strictObject({
    type: z.literal('hand-over'),
    assignee: z.string().optional(),
    team: z.string().optional(),
    toOrganisation: oneLine(120).optional(),
    text: severalLines(1000).optional(),
  }),
  notification: z.strictObject({
    type: z.literal('notification'),
    channel: z.enum(['sms', 'email']),
    template: z.string(),
    result: z.enum(['sent', 'unknown', 'failed']),
  }),
  closing: z.strictObject({ type: z.literal('closing'), outcome: Outcome }),
  /** The customer took back what they had reported. */
  withdrawal: z.strictObject({ type: z.literal('withdrawal'), text: severalLines(1000).optional() }),
  retention: z.strictObject({ type: z.literal('retention'), retention: Retention }),
  priority: z.strictObject({ type: z.literal('priority'), priority: Priority }),
  /** So much of its time has run that somebody was told, and perhaps its priority raised. */
  escalation: z.strictObject({
    type: z.literal('escalation'),
    clock: z.enum(clockNames),
    atPercent: z.int(),
    told: z.enum(['clerk', 'team', 'everybody']),
    priority: Priority.optional(),
  }),
  tags: z.strictObject({ type: z.literal('tags'), tags: Tags }),
  /** What the case is called from now on. */
  subject: z.strictObject({ type: z.literal('subject'), subject: oneLine(120) }),
  /** The clerk waits for somebody, and then goes on. */
  waiting: z.strictObject({ type: z.literal('waiting'), waitingFor: WaitingFor }),
  resumption: z.strictObject({ type: z.literal('resumption'), cause: z.enum(['customer-message', 'agent']) }),
  /** A closed case goes on. */
  reopening: z.strictObject({ type: z.literal('reopening'), cause: z.enum(['customer-message', 'customer', 'agent']) }),
  /** Another case of the customer became part of this one; or this one, or the other, is a case of its own again. */
  merge: z.strictObject({ type: z.literal('merge'), otherId: TicketId }),
  separation: z.strictObject({ type: z.literal('separation'), otherId: TicketId }),
  /** It was in the file of another person, by mistake, and came from there. */
  move: z.strictObject({ type: z.literal('move'), moveReason: MoveReason }),
  /** The first step of a case that follows up one whose period for going on was over. */
  followUp: z.strictObject({ type: z.literal('follow-up'), followUpOf: TicketId }),
  /** What staff wrote is put right by a step of its own; the step stays as it was written. */
  messageCorrection: z.strictObject({ type: z.literal('message-correction'), ...correctionFields }),
  noteCorrection: z.strictObject({ type: z.literal('note-correction'), ...correctionFields }),
  /** How content the customer is with how the case ended; the last one counts. */
  satisfaction: z.strictObject({ type: z.literal('satisfaction'), score: Score, comment: severalLines(2000).optional() }),
  /** A document was taken out of the case, with its name. Says by which step it had come, and why it went. */
  documentRedaction: z.strictObject({
    type: z.literal('document-redaction'),
    documentId: idOf('doc'),
    redacts: InteractionId.optional(),
    ground: RedactionGround,
  }),
  /** A rule did this by itself, all at once [Dunkelverarbeitung]. */
  rule: z.strictObject({ type: z.literal('rule'), ruleId: RuleId, ruleVersion: z.int().min(1), did: z.array(RuleDeed).min(1) }),
  /** What must not stand in a step, a task or a reminder was taken out of it. Says which and why, and nothing of what stood there. */
  redaction: z.strictObject({
    type: z.literal('redaction'),
    redacts: z.union([InteractionId, idOf('tsk'), idOf('rem')]),
    ground: RedactionGround,
    parts: z.array(Written).min(1),
  }),
};

/** Which text a message was written from, whatever was changed of it then. */
export const UsedTextModule = z.strictObject({ id: TextModuleId, version: z.int().min(1) });

/** What stands in an interaction, whoever wrote it. What people wrote may have been taken out since (`redaction`). */
export const InteractionContent = z.discriminatedUnion('type', [
  contents.report.partial({ subject: true }),
  contents.message.partial({ text: true }).extend({ textModule: UsedTextModule.optional().describe('From which text it was written; shown to staff only') }),
  contents.deviceReport,
  contents.document,
  contents.documentRefused.extend({ problem: z.string().optional().describe('What that means, and what to do') }),
  contents.callNote.partial({ text: true }),
  contents.internalNote.partial({ text: true }),
  contents.payout.extend({ reversedBy: InteractionId.optional() }),
  contents.payoutReversal.extend({ amountCents: z.int().positive(), reference: z.string() }),
  contents.assignment,
  contents.handOver,
  contents.notification,
  contents.closing,
  contents.withdrawal,
  contents.retention,
  contents.priority,
  contents.escalation,
  contents.tags.partial({ tags: true }),
  contents.subject.partial({ subject: true }),
  contents.waiting,
  contents.resumption,
  contents.reopening,
  contents.followUp,
  contents.merge,
  contents.separation,
  contents.move,
  contents.messageCorrection.partial({ text: true, correctionReason: true }),
  contents.noteCorrection.partial({ text: true, correctionReason: true }),
  contents.redaction,
  contents.documentRedaction,
  contents.satisfaction,
  contents.rule.partial({ ruleId: true, ruleVersion: true, did: true }).extend({
    note: z
      .string()
      .optional()
      .describe('What customers read: that nobody did it, and how a person looks at it. What did it, and what it did, is shown to staff only'),
  }),
]);
export type InteractionContent = z.infer<typeof InteractionContent>;
export type InteractionType = InteractionContent['type'];

/** What a customer may add. */
export const CustomerContent = contents.message;

/** What staff may add, with the time it took. */
export const AgentContent = z.discriminatedUnion('type', [
  contents.message.extend({ minutesSpent: MinutesSpent.optional() }),
  contents.callNote.extend({ minutesSpent: MinutesSpent.optional() }),
  contents.internalNote.extend({ minutesSpent: MinutesSpent.optional() }),
  contents.payout.extend({
    minutesSpent: MinutesSpent.optional(),
    sameReferenceMeant: z.literal(true).optional().describe('Pay although a payout of the ticket that was not reversed has this reference'),
  }),
  contents.payoutReversal.extend({ minutesSpent: MinutesSpent.optional() }),
]);
export type AgentContent = z.infer<typeof AgentContent>;

/**
 * What a schema cannot see: a payout is noted when it is made, or soon; a year that was mistyped is neither.
 * @throws DomainError `invalid/invalid-body` naming the field
 */
export function checkContent(content: InteractionContent, now: Date): void {
  if (content.type === 'payout') checkPaid('body.paidOn', content.paidOn, now);
  if (content.type === 'payout-reversal') checkPaid('body.reversedOn', content.reversedOn, now);
}

function checkPaid(field: `body.${string}`, day: Day, now: Date): void {
  requireNear(field, day, now, { yearsBack: 10, yearsAhead: 1 });
  requireWithin(field, day, now, daysAhead);
}

/** How content a customer is, as they say it. */
export const Satisfaction = contents.satisfaction.omit({ type: true });

/** What an agent says of a step of staff's that was wrong. */
export const Correction = z.strictObject({
  text: correctionFields.text,
  reason: correctionFields.correctionReason.describe('Why; shown to staff only'),
  supersedes: InteractionId.optional().describe('The correction that the caller saw on the step (`corrected.by`); absent where it had none'),
});

/** One step of a case, with date and time [Interaktion]. */
export interface Interaction {
  readonly id: string;
  readonly ticketId: string;
  readonly at: string;
  readonly by: { readonly role: 'customer' | 'agent' | 'officer' | 'system'; readonly id?: string | undefined };
  readonly content: InteractionContent;
  readonly minutesSpent?: number | undefined;
  /** Of a payout: whom it went to and where, as the master data said it then. A voucher names its payee. */
  readonly payee?: { readonly name: string; readonly iban: string } | undefined;
  /** The step on the case before of which it is a copy. */
  readonly broughtFrom?: string | undefined;
  /** The cases on which it was before they became part of this one, each of the next. */
  readonly cameWith?: string[] | undefined;
  /** It was written to another person, in whose file the case was by mistake: the customer does not see it. */
  readonly misdirected?: true | undefined;
  /** Its text is that of a correction. */
  readonly corrected?: Corrected | undefined;
  /** Something of what was written in it has been taken out, and is kept nowhere. */
  readonly redacted?: true | undefined;
}

/** How a step came to its text of now. */
export interface Corrected {
  /** The step that says so: the last one that corrected it. */
  readonly by: string;
  readonly at: string;
  readonly reason?: string | undefined;
  /** As it was written first. */
  readonly formerText?: string | undefined;
}

/** The deletion class of each type of interaction. */
export const classOf: Readonly<Record<InteractionType, Extract<DeletionClass, 'case-notes' | 'business-letter' | 'voucher'>>> = {
  report: 'business-letter',
  message: 'business-letter',
  document: 'business-letter',
  notification: 'business-letter',
  withdrawal: 'business-letter',
  payout: 'voucher',
  'payout-reversal': 'voucher',
  'device-report': 'case-notes',
  'document-refused': 'case-notes',
  'call-note': 'case-notes',
  'internal-note': 'case-notes',
  assignment: 'case-notes',
  'hand-over': 'case-notes',
  closing: 'case-notes',
  retention: 'case-notes',
  priority: 'case-notes',
  escalation: 'case-notes',
  tags: 'case-notes',
  subject: 'case-notes',
  waiting: 'case-notes',
  resumption: 'case-notes',
  reopening: 'case-notes',
  'follow-up': 'case-notes',
  merge: 'case-notes',
  separation: 'case-notes',
  move: 'case-notes',
  // Like what they correct: they hold the text that counts.
  'message-correction': 'business-letter',
  'note-correction': 'case-notes',
  redaction: 'case-notes',
  'document-redaction': 'case-notes',
  satisfaction: 'case-notes',
  rule: 'case-notes',
};

/** What staff alone may see. */
export const isInternal = (type: InteractionType): boolean => internal.has(type);
const internal = new Set<InteractionType>([
  'call-note',
  'internal-note',
  'assignment',
  'hand-over',
  'retention',
  'priority',
  'escalation',
  'tags',
  // Customers see the step with the text of now, and that it was corrected or redacted.
  'message-correction',
  'note-correction',
  'redaction',
  'document-redaction',
  // Whom it is about is told by people, if at all.
  'move',
]);

/** What tells whether a step is shown to the customer. */
export type Showable = Pick<Interaction, 'content' | 'by' | 'misdirected'>;

/**
 * Whether staff alone may see a step: by its type; where a clerk's own file was not taken, and where a rule did what goes on in the house, neither of which is
 * anything to the customer; and what was written to somebody else.
 */
export const isInternalStep = ({ content, by, misdirected }: Showable): boolean =>
  isInternal(content.type) ||
  misdirected === true ||
  (content.type === 'document-refused' && by.role === 'agent') ||
  (content.type === 'rule' && !concernsCustomer(content.did ?? []));

/** The report as the first interaction of its ticket. */
export const reportContent = (
  { subject, message, incident, details, reportedBy, confirmedProfileVersion, noticeShown }: Report,
  now: Date,
): InteractionContent => ({
  type: 'report',
  subject,
  message,
  incident,
  details,
  reportedBy,
  confirmedProfileVersion,
  noticeShown: { ...noticeShown, at: now.toISOString() },
});
