import * as z from 'zod';
import { CustomerId } from '../customers/customer-id.ts';
import { alreadyDone, DomainError, invalidField } from '../domain-error.ts';
import { idOf } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionClass } from '../personal-data/deletion-rules.ts';
import { Country } from '../personal-data/country.ts';
import { oneLine } from '../personal-data/one-line.ts';
import { PlausibleInstant, requireNear, requirePast } from '../personal-data/plausible-days.ts';
import { PostalCode, postalCodeProblem, withCanonicalCode } from '../personal-data/postal-code.ts';
import { severalLines } from '../personal-data/several-lines.ts';
import type { Skill } from '../staff/agent.ts';

/** What a ticket is about; `kind` in the API. The skill that a clerk needs for it is in `skillFor`. */
export const Matter = z.enum(['bicycle-accident', 'theft', 'liability', 'question', 'complaint']);
export type Matter = z.infer<typeof Matter>;

/** `open` → `assigned` → `closed`, and back to `open` when its clerk leaves; `closed` is final. */
export const TicketStatus = z.enum(['open', 'assigned', 'closed']);
export type TicketStatus = z.infer<typeof TicketStatus>;

/** The allowed changes of status, as data. The write condition of every change is derived from it. */
export const transitions: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  open: ['assigned', 'closed'],
  assigned: ['assigned', 'open', 'closed'],
  closed: [],
};

/** The states from which `to` can be reached. */
export const statesBefore = (to: TicketStatus): TicketStatus[] => TicketStatus.options.filter((from) => transitions[from].includes(to));

export const Outcome = z.enum(['settled', 'rejected', 'withdrawn', 'answered']);
export type Outcome = z.infer<typeof Outcome>;

/**
 * How long a case is kept after its end, as a clerk chooses it where the claims at stake ask for more than the regular period: what
 * each means is in `retentionClass` and in the deletion rules.
 */
export const Retention = z.enum(['regular', 'ten-years', 'thirty-years', 'money-laundering']);
export type Retention = z.infer<typeof Retention>;

export const retentionClass = {
  regular: 'case-notes',
  'ten-years': 'case-notes-ten-years',
  'thirty-years': 'case-notes-thirty-years',
  'money-laundering': 'case-notes-money-laundering',
} as const satisfies Record<Retention, DeletionClass>;

/** The skill that a clerk needs [skillorientiertes Routing]. */
export const skillFor: Readonly<Record<Matter, Skill>> = {
  'bicycle-accident': 'claims',
  theft: 'claims',
  liability: 'claims',
  question: 'service',
  complaint: 'service',
};

export const TicketId = idOf('tck');

/** Where a list by the customer's last message goes on: behind a moment and a ticket. No sign in it needs another spelling in a URL. */
export const MessagePosition = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z~tck_[0-9A-HJKMNP-TV-Z]{26}$/, 'is no position in this list');

/** Somebody else who was in the accident; told within a month that we hold their data (Art. 14 GDPR). */
export const ThirdParty = z.strictObject({
  name: oneLine(120),
  contact: oneLine(200).optional(),
  role: z.enum(['opponent', 'witness', 'injured-party', 'owner']),
});

/** What happened [Schadenshergang]. */
export const Incident = z.strictObject({
  /** When it happened; not in the future, nor so long ago that nothing can follow from it any more. */
  at: PlausibleInstant.describe('Not in the future, not more than 30 years ago, and not more than a year before the customer first became one'),
  /** Abroad as well, and where nobody has an address: a description is enough. */
  place: z.strictObject({
    description: oneLine(300).describe('As one would tell it: `Feldweg bei Kürten, hinter der Brücke`'),
    postalCode: PostalCode.optional(),
    city: oneLine(60).optional(),
    country: Country.optional(),
  }),
  /** What was damaged, e.g. make and model of the bicycle. */
  object: oneLine(200),
  description: severalLines(4000),
  thirdParties: z.array(ThirdParty).max(10).default([]),
});
export type Incident = z.infer<typeof Incident>;

/** The transparency notice as it was shown: evidence of information, not consent (Art. 13 GDPR). */
export const NoticeShown = z.strictObject({
  version: z.string().regex(/^[A-Za-z0-9.-]{1,40}$/),
  sha256: z.string().regex(/^[a-f0-9]{64}$/, 'must be a SHA-256 in lower-case hexadecimal'),
  channel: z.enum(['portal', 'phone', 'branch']),
});

/** Kinds of ticket that are claims, and so cannot do without an incident. */
const claims: readonly Matter[] = ['bicycle-accident', 'theft', 'liability'];

const reportFields = {
  kind: Matter,
  subject: oneLine(120),
  message: severalLines(4000).optional(),
  incident: Incident.optional(),
  /** The version of the profile (name, insurance number, address, phone, bank details) that the customer confirmed as correct. */
  confirmedProfileVersion: z.int().positive(),
  noticeShown: NoticeShown,
};

/** A report with these fields besides. A claim needs its incident, any other matter an incident or a message. */
const reportWith = <More extends z.ZodRawShape>(more: More) =>
  z
    .strictObject({ ...reportFields, ...more })
    .superRefine((value, context) => {
      const { kind, incident, message } = value as Pick<Report, 'kind' | 'incident' | 'message'>;
      if (incident) return;
      if (claims.includes(kind)) context.addIssue({ code: 'custom', path: ['incident'], message: 'is required for a claim' });
      else if (!message) context.addIssue({ code: 'custom', path: ['message'], message: 'is required without an incident' });
    })
    // The same for the reference, which knows a schema and no code.
    .meta({
      anyOf: [{ required: ['incident'] }, { required: ['message'], properties: { kind: { enum: Matter.options.filter((kind) => !claims.includes(kind)) } } }],
    });

/** A report, as a customer hands it in. */
export const Report = reportWith({});
export type Report = z.infer<z.ZodObject<typeof reportFields>>;

/** A report that an agent hands in for somebody. */
export const ReportFor = reportWith({ customerId: CustomerId });

/** After so long every claim is barred, counted from what happened (BGB § 199 (2), (3) no. 2). */
const longestClaimYears = 30;

/**
 * A report as it is kept: its postal code as the post of the country writes it. Refused is what a schema cannot see: the future, a past too far, and
 * a postal code of another country.
 * @throws DomainError `invalid/invalid-body` naming the field.
 */
export function checkedReport<Said extends Report>(report: Said, now: Date): Said {
  const { incident } = report;
  if (!incident) return report;
  requirePast('body.incident.at', incident.at, now);
  requireNear('body.incident.at', dayOf(new Date(incident.at)), now, { yearsBack: longestClaimYears, yearsAhead: 1 });
  requirePlace(incident.place);
  return { ...report, incident: { ...incident, place: withCanonicalCode(incident.place) } };
}

/** Not part of the schema, by which reports are read too: what was taken in stays readable when the table of postal codes has changed. */
function requirePlace({ country, postalCode }: Incident['place']): void {
  const problem = country && postalCode && postalCodeProblem(country, postalCode);
  if (problem) throw invalidField('body.incident.place.postalCode', problem);
}

/**
 * The frame of a case: codes and ids only. What people wrote is in its interactions, each with a deletion class of its own.
 */
export interface Ticket {
  readonly id: string;
  /** What people call it: `26-7K3M-9QXN`. */
  readonly number: string;
  readonly customerId: string;
  readonly matter: Matter;
  readonly status: TicketStatus;
  /** The clerk [Sachbearbeiter]. */
  readonly assignee?: string | undefined;
  readonly openedAt: string;
  readonly closedAt?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** The regular period where nobody has chosen one. */
  readonly retention?: Retention | undefined;
  /** When the customer last wrote, after the report. */
  readonly lastCustomerMessageAt?: string | undefined;
  /** So many messages of the customer no clerk has read; absent where there are none. */
  readonly unreadMessages?: number | undefined;
  /** When the customer is told, or was, of everything that clerks wrote until then. */
  readonly messagesToldAt?: string | undefined;
  /** Nobody works on it: its processing is restricted (Art. 18 GDPR). */
  readonly restricted?: true | undefined;
  readonly version: number;
}

export const AmountBand = z.enum(['none', 'up-to-500', 'up-to-2500', 'up-to-10000', 'over-10000']);
export type AmountBand = z.infer<typeof AmountBand>;

/** Steps wide enough that an amount names nobody. Cents. */
export function amountBand(cents: number): AmountBand {
  if (cents === 0) return 'none';
  if (cents <= 50_000) return 'up-to-500';
  if (cents <= 250_000) return 'up-to-2500';
  return cents <= 1_000_000 ? 'up-to-10000' : 'over-10000';
}

/** A new ticket from a report. */
export const opened = ({ id, number, customerId }: Pick<Ticket, 'id' | 'number' | 'customerId'>, report: Report, now: Date): Ticket => ({
  id,
  number,
  customerId,
  matter: report.kind,
  status: 'open',
  openedAt: now.toISOString(),
  version: 1,
});

/** @throws DomainError `conflict/ticket-closed` */
export function assigned(ticket: Ticket, assignee: string): Ticket {
  requireTransition(ticket, 'assigned');
  return { ...ticket, status: 'assigned', assignee, version: ticket.version + 1 };
}

/** The same without its clerk, who is gone: one is looked for. @throws DomainError `conflict/already-done` for one that no clerk works on */
export function returned(ticket: Ticket): Ticket {
  if (!statesBefore('open').includes(ticket.status)) throw alreadyDone();
  return { ...ticket, status: 'open', assignee: undefined, version: ticket.version + 1 };
}

/** @throws DomainError `conflict/ticket-closed` */
export function closed(ticket: Ticket, outcome: Outcome, now: Date): Ticket {
  requireTransition(ticket, 'closed');
  return { ...ticket, status: 'closed', outcome, closedAt: now.toISOString(), version: ticket.version + 1 };
}

/** Whether a ticket has this period. Whoever asks again after a lost answer is told so, whatever version they saw. */
export const keptAlready = (ticket: Ticket, retention: Retention): boolean => (ticket.retention ?? 'regular') === retention;

/** Another retention period, also of a case that is closed. */
export const keptFor = (ticket: Ticket, retention: Retention): Ticket => ({ ...ticket, retention, version: ticket.version + 1 });

/** The shortest wait for a clerk, the longest, and after how long somebody should hear of it. */
const [shortestWaitMs, longestWaitMs, tooLongMs] = [5 * 60_000, 30 * 60_000, 3_600_000];

/** When a clerk is looked for again for a ticket that nobody could be given: as much later as it is old, within bounds. */
export const nextLookForClerk = ({ openedAt }: Pick<Ticket, 'openedAt'>, now: Date): Date =>
  new Date(now.getTime() + Math.min(longestWaitMs, Math.max(shortestWaitMs, now.getTime() - Date.parse(openedAt))));

/** Whether a ticket has been without a clerk for so long that somebody should hear of it. */
export const waitsTooLong = ({ openedAt }: Pick<Ticket, 'openedAt'>, now: Date): boolean => now.getTime() - Date.parse(openedAt) >= tooLongMs;

function requireTransition(ticket: Ticket, to: TicketStatus): void {
  if (!statesBefore(to).includes(ticket.status)) throw ticketClosed();
}

/** The same for a ticket that is not there, somebody else's, or kept for the law only. */
export const noSuchTicket = (): DomainError => new DomainError('not-found', 'no-such-ticket');

/** Somebody else changed it since it was seen. */
export const ticketChanged = (): DomainError => new DomainError('stale', 'ticket-changed');

/** The number that was drawn for it is another's. */
export const numberTaken = (): DomainError => new DomainError('conflict', 'number-taken');

/** The clerk to whom it should go has it. */
export const alreadyAssigned = (): DomainError => new DomainError('conflict', 'already-assigned');

/** The customer wrote something that whoever ends or reads the case has not seen. */
export const newerCustomerMessage = (): DomainError => new DomainError('stale', 'newer-customer-message');

/** What a closed case still takes: `docs/decisions/0037-what-customers-write-is-heard.md`. */
export const ticketClosed = (): DomainError =>
  new DomainError('conflict', 'ticket-closed', [
    { field: 'path.ticketId', problem: 'is closed, and stays so: it takes messages, notes and letters; anything else is a new ticket (POST /v1/tickets)' },
  ]);
