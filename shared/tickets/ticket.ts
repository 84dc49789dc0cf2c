import * as z from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { alreadyDone, DomainError } from '../domain-error.ts';
import { idOf } from '../id.ts';
import type { DeletionClass } from '../personal-data/deletion-rules.ts';
import { oneLine } from '../personal-data/one-line.ts';
import type { TicketClock } from './clock.ts';
import { firstPriority, isWithdrawable, kindOf, matters, reopensForDays, type Matter as MatterName } from './kinds/kinds.ts';
import { Priority } from './priority.ts';

/** What a ticket is about; `kind` in the API. Each is a file in `kinds/`. */
export const Matter = z.enum(matters);
export type Matter = MatterName;

/**
 * `open` → `assigned` ⇄ `waiting` → `closed`, and back to `open` when its clerk leaves. What is closed goes on within its kind's period (`reopened`);
 * after it another case follows it up.
 */
export const TicketStatus = z.enum(['open', 'assigned', 'waiting', 'closed']);
export type TicketStatus = z.infer<typeof TicketStatus>;

/** Work on a case goes on between its ends; being reopened is another matter, with conditions of its own. The allowed changes of status, as data. The write condition of every change is derived from it. */
export const transitions: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  open: ['assigned', 'closed'],
  assigned: ['assigned', 'waiting', 'open', 'closed'],
  waiting: ['assigned', 'waiting', 'open', 'closed'],
  closed: [],
};

/** The states from which `to` can be reached. */
export const statesBefore = (to: TicketStatus): TicketStatus[] => TicketStatus.options.filter((from) => transitions[from].includes(to));

/** On whom a clerk waits: then the next step is theirs, and the clocks of the case stand still. */
export const WaitingFor = z.enum(['customer', 'third-party', 'expert']);
export type WaitingFor = z.infer<typeof WaitingFor>;

/** Words by which staff find cases again; none of them speaks of a person. */
export const Tags = z
  .array(
    z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case letters and digits, with hyphens between words')
      .max(40),
  )
  .max(10)
  .refine((tags) => new Set(tags).size === tags.length, 'at most once each')
  .meta({ uniqueItems: true });

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

/** How content a customer is: 1, not at all, to 5, wholly [Zufriedenheit]. */
export const Score = z.int().min(1).max(5);

export const TicketId = idOf('tck');

/** Where a list by the customer's last message goes on: behind a moment and a ticket. No sign in it needs another spelling in a URL. */
export const MessagePosition = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z~tck_[0-9A-HJKMNP-TV-Z]{26}$/, 'is no position in this list');

/**
 * The frame of a case: codes and ids, and the words by which clerks find it again. What else people wrote is in its interactions, each with a deletion class of its own.
 */
export interface Ticket {
  readonly id: string;
  /** What people call it: `26-7K3M-9QXN`. */
  readonly number: string;
  readonly customerId: string;
  readonly matter: Matter;
  /** What staff call it, in words that its customer sees; absent where nobody has chosen any (`subjectOf`). */
  readonly subject?: string | undefined;
  readonly status: TicketStatus;
  /** Absent on what was opened before there were any: `normal`. */
  readonly priority?: Priority | undefined;
  /** While it waits, for whom. */
  readonly waitingFor?: WaitingFor | undefined;
  readonly waitingSince?: string | undefined;
  readonly tags?: string[] | undefined;
  /** The case that went on with it after its period, if one did. */
  readonly followedUpBy?: string | undefined;
  /** The case of which it has become part, and when; it only leads there then. */
  readonly mergedInto?: string | undefined;
  readonly mergedAt?: string | undefined;
  /** As it was before it became part of the other: when it had ended, if it had, and how the other was to be treated. */
  readonly beforeMerge?:
    { readonly closedAt?: string | undefined; readonly retention?: Retention | undefined; readonly priority?: Priority | undefined } | undefined;
  /** The case of which it was part for less than a day, by mistake. */
  readonly separatedFrom?: string | undefined;
  /** The clerk [Sachbearbeiter]. */
  readonly assignee?: string | undefined;
  /** The team to which it was handed over: its clerks are looked for there. */
  readonly team?: string | undefined;
  /** Since when it has been without a clerk, where that is not since it was opened. */
  readonly unassignedSince?: string | undefined;
  /** Who had it before it was handed over: it does not come back to them by itself. */
  readonly handedOverBy?: string | undefined;
  readonly openedAt: string;
  readonly closedAt?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** The regular period where nobody has chosen one. */
  readonly retention?: Retention | undefined;
  /** When the customer last wrote, after the report. */
  readonly lastCustomerMessageAt?: string | undefined;
  readonly lastCustomerMessageId?: string | undefined;
  /** So many messages of the customer no clerk has read; absent where there are none. */
  readonly unreadMessages?: number | undefined;
  /** So much has come from the house since the customer looked; absent where nothing has. */
  readonly news?: number | undefined;
  /** The last of it: a step, or a letter. */
  readonly newsUpTo?: string | undefined;
  /** So many tasks are still to be done; absent where there never was one. */
  readonly openTasks?: number | undefined;
  /** How content the customer said they are with how it ended: `Score`. */
  readonly satisfaction?: number | undefined;
  /** When the customer is told, or was, of everything that clerks wrote until then. */
  readonly messagesToldAt?: string | undefined;
  /** When a clerk first wrote to the customer, since it was opened or reopened. */
  readonly answeredAt?: string | undefined;
  /** By when it is to be answered and closed. Absent on what was opened before there were clocks, until something changes of it. */
  readonly clock?: TicketClock | undefined;
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
export const opened = ({ id, number, customerId }: Pick<Ticket, 'id' | 'number' | 'customerId'>, report: { readonly kind: Matter }, now: Date): Ticket => ({
  id,
  number,
  customerId,
  matter: report.kind,
  status: 'open',
  priority: firstPriority(report.kind),
  openedAt: now.toISOString(),
  version: 1,
});

/** @throws DomainError `conflict/ticket-closed` */
export function assigned(ticket: Ticket, assignee: string): Ticket {
  requireTransition(ticket, 'assigned');
  return { ...ticket, ...forNobody, status: 'assigned', assignee, handedOverBy: undefined, version: ticket.version + 1 };
}

/** Its clerk waits for somebody. Whether it was in a state for that, the write asks (`inState`). */
export const waits = (ticket: Ticket, waitingFor: WaitingFor, now: Date): Ticket => ({
  ...ticket,
  status: 'waiting',
  waitingFor,
  waitingSince: now.toISOString(),
  version: ticket.version + 1,
});

const forNobody = { waitingFor: undefined, waitingSince: undefined };

/** Its clerk goes on, who waited until now: the write asks that as well. */
export const resumed = (ticket: Ticket): Ticket => ({ ...ticket, ...forNobody, status: 'assigned', version: ticket.version + 1 });

/** Whether the customer wrote something since the case began to wait, or ended. What was in view then is no news, however late one hears of it. */
export function isNews({ status, waitingSince, closedAt, unreadMessages = 0, lastCustomerMessageAt = '' }: Ticket): boolean {
  const since = status === 'closed' ? closedAt : waitingSince;
  return unreadMessages > 0 || (since !== undefined && lastCustomerMessageAt > since);
}

/** From when on it waits for one. */
export const withoutClerk = ({ status, unassignedSince }: Ticket, now: Date) => ({
  status: 'open' as const,
  assignee: undefined,
  unassignedSince: status === 'open' ? unassignedSince : now.toISOString(),
});

/** Until which moment a closed ticket can go on as the same case. */
export const reopensUntil = ({ matter, closedAt }: Pick<Ticket, 'matter' | 'closedAt'>): Date =>
  new Date(Date.parse(closedAt!) + reopensForDays(matter) * 24 * 3_600_000);

/**
 * A closed case goes on, with this clerk, or where that is nobody, waits for one. What its end had begun is taken back.
 * @throws DomainError `conflict/reopening-period-over`, `conflict/ticket-merged`
 */
export function reopened(ticket: Ticket, assignee: string | undefined, now: Date): Ticket {
  if (ticket.mergedInto !== undefined) throw ticketMerged();
  if (ticket.closedAt !== undefined && now > reopensUntil(ticket)) throw reopeningPeriodOver();
  const clerk = assignee === undefined ? withoutClerk(ticket, now) : ({ status: 'assigned', assignee } as const);
  return { ...ticket, ...clerk, closedAt: undefined, outcome: undefined, version: ticket.version + 1 };
}

/** The same without its clerk, who is gone: one is looked for. @throws DomainError `conflict/already-done` for one that no clerk works on */
export function returned(ticket: Ticket, now: Date): Ticket {
  if (!statesBefore('open').includes(ticket.status)) throw alreadyDone();
  return { ...ticket, ...forNobody, ...withoutClerk(ticket, now), version: ticket.version + 1 };
}

/** Taken from whoever has it, for a team or for whoever is found. @throws DomainError `conflict/ticket-closed`, `conflict/ticket-merged` */
export function handedOver(ticket: Ticket, team: string | undefined, now: Date): Ticket {
  if (ticket.status === 'closed') throw ticket.mergedInto === undefined ? ticketClosed() : ticketMerged();
  return {
    ...ticket,
    ...forNobody,
    ...withoutClerk(ticket, now),
    team,
    handedOverBy: ticket.assignee ?? ticket.handedOverBy,
    version: ticket.version + 1,
  };
}

/** @throws DomainError `conflict/ticket-closed` */
export function closed(ticket: Ticket, outcome: Outcome, now: Date): Ticket {
  requireTransition(ticket, 'closed');
  return { ...ticket, ...forNobody, status: 'closed', outcome, closedAt: now.toISOString(), version: ticket.version + 1 };
}

/**
 * Its customer takes back what they reported: it ends, whatever state it is in. One that has ended stays as it is: the write refuses it, or knows it as a repeat.
 * @throws DomainError `conflict/not-withdrawable`
 */
export function withdrawn(ticket: Ticket, now: Date): Ticket {
  if (!isWithdrawable(ticket.matter)) throw notWithdrawable();
  return ticket.status === 'closed' ? ticket : closed(ticket, 'withdrawn', now);
}

/** What a clerk may choose of a case, also of one that is closed. */
export const TicketChange = z
  .strictObject({
    retention: Retention.optional(),
    priority: Priority.optional(),
    tags: Tags.optional(),
    subject: oneLine(120).optional().describe('What the ticket is called. Its customer sees it, and all agents do: not for tickets that tell of health'),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names at least one: retention, priority, tags, subject')
  .meta({ minProperties: 1 });
export type TicketChange = z.infer<typeof TicketChange>;

/** What a ticket is called: what its kind is, until a clerk says it better. What its customer wrote stays in the report, which not everybody may read. */
export const subjectOf = ({ subject, matter }: Pick<Ticket, 'subject' | 'matter'>): string => subject ?? kindOf(matter).title;

/** Those of a change that are not so already. Whoever asks again after a lost answer changes nothing, whatever version they saw. */
export function newOf(ticket: Ticket, change: TicketChange): TicketChange {
  const { retention = 'regular', priority = 'normal', tags = [] } = ticket;
  const chosen = { retention, priority, tags, subject: subjectOf(ticket) };
  const names = (Object.keys(chosen) as (keyof TicketChange)[]).filter((name) => change[name] !== undefined);
  return Object.fromEntries(names.filter((name) => canonicalJson(change[name]) !== canonicalJson(chosen[name])).map((name) => [name, change[name]]));
}

/** The same with what was chosen. */
export const chosen = (ticket: Ticket, change: TicketChange): Ticket => ({ ...ticket, ...change, version: ticket.version + 1 });

/** The shortest wait for a clerk, the longest, and after how long somebody should hear of it. */
const [shortestWaitMs, longestWaitMs, tooLongMs] = [5 * 60_000, 30 * 60_000, 3_600_000];

/**
 * When a clerk is looked for again for a ticket that nobody could be given: as much later as it has waited, within bounds; sooner where its time runs out
 * before that, and somebody is to hear of it.
 */
export function nextLookForClerk(ticket: WithoutClerk, now: Date): Date {
  const look = now.getTime() + Math.min(longestWaitMs, Math.max(shortestWaitMs, waitedMs(ticket, now)));
  const next = Date.parse(ticket.clock?.next ?? '');
  return new Date(next > now.getTime() && next < look ? next : look);
}

/** Whether a ticket has been without a clerk for so long that somebody should hear of it. */
export const waitsTooLong = (ticket: WithoutClerk, now: Date): boolean => waitedMs(ticket, now) >= tooLongMs;

type WithoutClerk = Pick<Ticket, 'openedAt' | 'unassignedSince' | 'clock'>;
const waitedMs = ({ openedAt, unassignedSince = openedAt }: WithoutClerk, now: Date): number => now.getTime() - Date.parse(unassignedSince);

function requireTransition(ticket: Ticket, to: TicketStatus): void {
  if (statesBefore(to).includes(ticket.status)) return;
  throw ticket.mergedInto === undefined ? wrongState(to, ticket.status) : ticketMerged();
}

/** Why a case that is in a state does not come into another. */
export function wrongState(to: TicketStatus, from: TicketStatus): DomainError {
  if (from === 'closed') return ticketClosed();
  return to === 'assigned' ? ticketNotWaiting() : ticketUnassigned();
}

/** The same for a ticket that is not there, somebody else's, or kept for the law only. */
export const noSuchTicket = (): DomainError => new DomainError('not-found', 'no-such-ticket');

/** Somebody else changed it since it was seen. */
export const ticketChanged = (): DomainError => new DomainError('stale', 'ticket-changed');

/** The number that was drawn for it is another's. */
export const numberTaken = (): DomainError => new DomainError('conflict', 'number-taken');

/** The customer wrote something that whoever ends or reads the case has not seen. */
export const newerCustomerMessage = (): DomainError => new DomainError('stale', 'newer-customer-message');

/** Whoever waits for the customer has read what they wrote. */
export const unreadMessages = (): DomainError =>
  new DomainError('conflict', 'unread-messages', [
    { field: 'path.ticketId', problem: 'has messages of the customer that nobody has read: read them first (PUT …/read), then wait for more' },
  ]);

/** What a closed case still takes: `docs/decisions/0037-what-customers-write-is-heard.md`. */
export const ticketClosed = (): DomainError =>
  new DomainError('conflict', 'ticket-closed', [
    {
      field: 'path.ticketId',
      problem: 'is closed: it takes messages, notes, tasks and letters; for anything else reopen it (POST …/reopening), or open a new ticket',
    },
  ]);

/** A clerk must look at it first. */
export const notWithdrawable = (): DomainError =>
  new DomainError('conflict', 'not-withdrawable', [
    {
      field: 'path.ticketId',
      problem: 'is of a kind in which somebody else may have a claim: a clerk must end it, so write that it is to end (POST …/interactions)',
    },
  ]);

/** Nothing is left that could be taken back. */
export const nothingToWithdraw = (outcome: Outcome | undefined): DomainError =>
  outcome === 'withdrawn'
    ? new DomainError('conflict', 'already-withdrawn', [
        { field: 'path.ticketId', problem: 'is withdrawn already; to go on with it all the same, reopen it (POST …/reopening)' },
      ])
    : new DomainError('conflict', 'ticket-closed', [
        { field: 'path.ticketId', problem: 'is closed: nothing is left to be withdrawn; what is to be said of it can be written on it (POST …/interactions)' },
      ]);

/** Money has gone out on it. */
export const paidAlready = (): DomainError =>
  new DomainError('conflict', 'paid-already', [
    { field: 'path.ticketId', problem: 'was paid on: write to the clerk instead (POST …/interactions), who ends it once that is settled' },
  ]);

/** It has become part of another case. */
export const ticketMerged = (): DomainError =>
  new DomainError('conflict', 'ticket-merged', [{ field: 'path.ticketId', problem: 'has become part of another ticket (mergedInto): go on there' }]);

export const ticketNotMerged = (): DomainError =>
  new DomainError('conflict', 'ticket-not-merged', [{ field: 'path.ticketId', problem: 'is part of no other ticket' }]);

/** What lies on it, or comes to it, is not where it belongs yet. */
export const beingFiled = (): DomainError =>
  new DomainError('conflict', 'being-filed', [
    { field: 'path.ticketId', problem: 'was merged, separated or moved a moment ago, and not everything is in its place yet: try again in some seconds' },
  ]);

export const ticketNotClosed = (): DomainError =>
  new DomainError('conflict', 'ticket-not-closed', [{ field: 'path.ticketId', problem: 'is not closed, so there is nothing to reopen: write on it' }]);

export const ticketNotWaiting = (): DomainError => new DomainError('conflict', 'ticket-not-waiting', [{ field: 'path.ticketId', problem: 'waits for nobody' }]);

export const ticketUnassigned = (): DomainError =>
  new DomainError('conflict', 'ticket-unassigned', [
    { field: 'path.ticketId', problem: 'has no clerk who could wait: take it first (PUT /v1/tickets/{ticketId}/assignment)' },
  ]);

export const reopeningPeriodOver = (): DomainError =>
  new DomainError('conflict', 'reopening-period-over', [
    {
      field: 'path.ticketId',
      problem: 'was closed too long ago: what the customer writes on it opens a ticket that follows it up, or open a new one (POST /v1/tickets)',
    },
  ]);
