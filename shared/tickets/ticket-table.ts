import { interactionAdded } from '../../events/interaction-added.ts';
import { ticketAssigned } from '../../events/ticket-assigned.ts';
import { ticketClosed as ticketClosedEvent } from '../../events/ticket-closed.ts';
import { ticketOpened } from '../../events/ticket-opened.ts';
import { DomainError } from '../domain-error.ts';
import { derivedId, type NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { endOf, type DeletionClass, type StartPoints, type DeletionRules } from '../personal-data/deletion-rules.ts';
import { headEnding } from '../storage/item-kind.ts';
import type { Database } from '../storage/database.ts';
import { dueKeys } from '../storage/due-index.ts';
import type { Once } from '../storage/idempotency.ts';
import type { Item } from '../storage/item.ts';
import type { Committed, Write } from '../storage/transact.ts';
import type { Interaction } from './interaction.ts';
import { interactionItem, interactionsOf } from './interaction-items.ts';
import {
  interactionKey,
  interactionPrefix,
  loginIpKind,
  loginTimeKind,
  ticketKey,
  ticketKind,
  visibleTicket,
  timeEntryKey,
  timeEntryKind,
  worklist,
  workloadKey,
  type TicketItem,
} from './ticket-item.ts';
import { statesBefore, ticketClosed, type Ticket, type TicketStatus } from './ticket.ts';

export interface Paged<T> {
  readonly items: T[];
  /** Id after which the next page begins. */
  readonly next?: string | undefined;
}

/** How the person who reports was logged in. */
export interface LoginTrace {
  readonly sourceIp?: string | undefined;
  readonly loggedInAt?: Date | undefined;
}

export interface TicketTable {
  /** Ticket, first interaction, login trace and event, once. @throws DomainError `stale/profile-changed`, `conflict/customer-erased` */
  open(ticket: Ticket, report: Interaction, trace: LoginTrace, once: Omit<Once, 'now'>, now: Date): Promise<Committed>;
  /** Leaves the ticket's version alone: two people may write at once. @throws DomainError `conflict/ticket-closed` */
  append(ticket: Pick<Ticket, 'id' | 'customerId'>, interaction: Interaction, once: Omit<Once, 'now'> | undefined, now: Date): Promise<Committed>;
  /** What a worker adds: written with an id derived from its cause, so a repeat changes nothing. Also on closed tickets. */
  note(ticket: Pick<Ticket, 'id' | 'customerId'>, interaction: Interaction, now: Date): Promise<void>;
  /** @throws DomainError `already-done` when somebody was assigned meanwhile, `workload-changed` when the load was */
  assign(ticket: Ticket, interaction: Interaction, loadSeen: number | undefined, now: Date): Promise<void>;
  /** @throws DomainError `stale/ticket-changed`, `conflict/ticket-closed` */
  close(ticket: Ticket, interaction: Interaction, versionSeen: number, once: Omit<Once, 'now'>, now: Date): Promise<Committed>;
  /** Strongly consistent. `undefined` for a ticket that is not there, not theirs, or kept for the law only. */
  ofCustomer(customerId: string, ticketId: string): Promise<Ticket | undefined>;
  /** By the index, which lags a little: enough to find the customer; changes are conditional anyway. */
  byId(ticketId: string): Promise<Ticket | undefined>;
  listOfCustomer(customerId: string, limit: number, after?: string): Promise<Paged<Ticket>>;
  /** Lags a little. */
  listOfAssignee(assignee: string | undefined, status: TicketStatus, limit: number, after?: string): Promise<Paged<Ticket>>;
  /** In the order in which they happened. */
  interactions(ticket: Pick<Ticket, 'id' | 'customerId'>, limit: number, after?: string): Promise<Paged<Interaction>>;
  /** @throws DomainError `not-found/no-such-interaction` */
  interaction(ticket: Pick<Ticket, 'id' | 'customerId'>, interactionId: string): Promise<Interaction>;
  /** Open tickets by clerk; no entry for a clerk who never had one. */
  workloads(agentIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export interface TicketTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

/** States in which nobody works on a ticket, or sees it. */
const hidden = ['retainedSince', 'deletingSince'] as const;
const isHidden = (current: Item | undefined): boolean => !current || hidden.some((state) => current[state] !== undefined);

/** A ticket was put under a legal hold, or the hold lifted, since somebody looked. */
class HoldChanged extends DomainError {
  readonly heldSince: string | undefined;

  constructor(heldSince: string | undefined) {
    super('conflict', 'ticket-locked');
    this.heldSince = heldSince;
  }
}

export function ticketTable({ db, rules, newId }: TicketTableParts): TicketTable {
  const dueOf = (cls: DeletionClass, points: StartPoints, now: Date) => endOf(rules[cls], points, dayOf(now)).on;

  const ticketItem = (ticket: Ticket, now: Date): TicketItem => {
    const { customerId, kind, ...rest } = ticket;
    const item = {
      ...ticketKey(customerId, ticket.id),
      kind: 'ticket' as const,
      ...rest,
      matter: kind,
      gsi1pk: ticket.id,
      gsi1sk: 'ticket',
      gsi2pk: worklist(ticket.status, ticket.assignee),
      gsi2sk: ticket.id,
    };
    const starts = headEnding(ticketKind)!.starts({ ...item, dueOn: '' });
    return { ...item, ...dueKeys(ticket.id, dueOf('case-notes', starts, now)) };
  };

  const written = (customerId: string, interaction: Interaction, now: Date): Write[] => {
    const item = interactionItem(customerId, interaction, (cls, points) => dueKeys(interaction.id, dueOf(cls, points, now)));
    const writes: Write[] = [{ table: 'tickets', put: item, refusal: () => new DomainError('conflict', 'already-done') }];
    if (interaction.minutesSpent !== undefined) {
      const { ticketId, id: interactionId } = interaction;
      const entry = {
        ...timeEntryKey(customerId, ticketId, interactionId),
        kind: 'time-entry' as const,
        ticketId,
        interactionId,
        minutes: interaction.minutesSpent,
        byId: interaction.by.id,
      };
      writes.push({ table: 'tickets', put: timeEntryKind.schema.parse(entry) });
    }
    return writes;
  };

  /** Only on an open ticket; a payout is added to its sum, so that one is either counted before the case ends or refused. */
  const stillOpen = ({ customerId, id }: Pick<Ticket, 'id' | 'customerId'>, { content }: Interaction): Write => {
    const key = ticketKey(customerId, id);
    return {
      table: 'tickets',
      ...(content.type === 'payout' ? { update: key, changes: { add: { paidCents: content.amountCents } } } : { check: key }),
      if: { oneOf: { status: statesBefore('closed') }, absent: hidden },
      refusal: (current) => (isHidden(current) ? new DomainError('not-found', 'no-such-ticket') : ticketClosed()),
    };
  };

  /** What changes of a ticket, under the version that was seen before. The rest stays: payouts and a legal hold may come meanwhile. */
  const changed = (ticket: Ticket, versionSeen: number, set: Partial<TicketItem>) => ({
    table: 'tickets' as const,
    update: ticketKey(ticket.customerId, ticket.id),
    changes: { set },
    if: {
      equals: { version: versionSeen },
      oneOf: { status: statesBefore(ticket.status) },
      absent: [...hidden, 'restrictedSince'],
    },
    refusal: (current: Item | undefined): DomainError => {
      if (!current || isHidden(current)) return new DomainError('not-found', 'no-such-ticket');
      if (current.version !== versionSeen) return new DomainError('stale', 'ticket-changed');
      return current.status === 'closed' ? ticketClosed() : new DomainError('conflict', 'ticket-locked');
    },
  });

  /** The end of a case. Under a legal hold its day is known all the same, but it stays out of the due index until the hold is lifted. */
  const ended = (ticket: Ticket, versionSeen: number, heldSince: string | undefined, now: Date): Write => {
    const { status, closedAt, outcome, version, gsi2pk, dueOn, duePk, dueSk } = ticketItem(ticket, now);
    const change = changed(ticket, versionSeen, { status, closedAt, outcome, version, gsi2pk, dueOn, ...(!heldSince && { duePk, dueSk }) });
    return {
      ...change,
      if: heldSince ? { ...change.if, equals: { ...change.if.equals, heldSince } } : { ...change.if, absent: [...change.if.absent, 'heldSince'] },
      refusal: (current) => {
        const refused = change.refusal(current);
        return refused.code === 'ticket-locked' && !current?.restrictedSince ? new HoldChanged(current?.heldSince as string | undefined) : refused;
      },
    };
  };

  const trace = (ticket: Ticket, { sourceIp, loggedInAt }: LoginTrace, now: Date): Write[] => {
    const common = { pk: ticket.customerId, ticketId: ticket.id, at: now.toISOString() };
    const id = newId('acc');
    const recorded = { recorded: dayOf(now) };
    const writes: Write[] = [];
    if (sourceIp) {
      const due = dueKeys(id, dueOf('login-ip', recorded, now));
      writes.push({ table: 'tickets', put: loginIpKind.schema.parse({ ...common, sk: `lip#${id}`, kind: 'login-ip', sourceIp, ...due }) });
    }
    if (loggedInAt) {
      const due = dueKeys(id, dueOf('login-time', recorded, now));
      writes.push({
        table: 'tickets',
        put: loginTimeKind.schema.parse({ ...common, sk: `lgn#${id}`, kind: 'login-time', loggedInAt: loggedInAt.toISOString(), ...due }),
      });
    }
    return writes;
  };

  /** Of a clerk who is gone so is the count, and nothing may bring it back: it would be nobody's to delete. */
  const freed = (agentId: string): Write => ({
    table: 'tickets',
    update: workloadKey(agentId),
    changes: { add: { assigned: -1 } },
    if: { exists: true },
    refusal: () => new DomainError('conflict', 'no-such-workload'),
  });

  return {
    open: (ticket, report, login, once, now) =>
      db.commit({
        once: { ...once, now },
        customer: { id: ticket.customerId, ...(report.content.type === 'report' && { profileVersion: report.content.confirmedProfileVersion }) },
        writes: [{ table: 'tickets', put: ticketItem(ticket, now) }, ...written(ticket.customerId, report, now), ...trace(ticket, login, now)],
        events: [ticketOpened.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.kind } })],
      }),

    append: (ticket, interaction, once, now) =>
      db.commit({
        once: once && { ...once, now },
        customer: { id: ticket.customerId },
        writes: [stillOpen(ticket, interaction), ...written(ticket.customerId, interaction, now)],
        events: [
          interactionAdded.make({
            id: newId('evt'),
            aggregateId: ticket.id,
            at: now,
            data: { type: interaction.content.type, by: interaction.by.role },
          }),
        ],
      }),

    async note(ticket, interaction, now) {
      await db.commit({ customer: { id: ticket.customerId }, writes: written(ticket.customerId, interaction, now) });
    },

    async assign(ticket, interaction, loadSeen, now) {
      const agent = ticket.assignee!;
      const { status, assignee, version, gsi2pk } = ticketItem(ticket, now);
      await db.commit({
        customer: { id: ticket.customerId },
        writes: [
          {
            ...changed(ticket, ticket.version - 1, { status, assignee, version, gsi2pk }),
            refusal: (current) => new DomainError('conflict', current?.status === 'open' ? 'ticket-locked' : 'already-done'),
          },
          {
            table: 'tickets',
            update: workloadKey(agent),
            changes: { set: { kind: 'workload' }, add: { assigned: 1 } },
            if: loadSeen === undefined ? { absent: ['assigned'] } : { equals: { assigned: loadSeen } },
            refusal: () => new DomainError('conflict', 'workload-changed'),
          },
          ...written(ticket.customerId, interaction, now),
        ],
        events: [ticketAssigned.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.kind } })],
      });
    },

    async close(ticket, interaction, versionSeen, once, now) {
      let heldSince: string | undefined;
      let busy = ticket.assignee;
      const closing = () =>
        db.commit({
          once: { ...once, now },
          customer: { id: ticket.customerId },
          writes: [ended(ticket, versionSeen, heldSince, now), ...written(ticket.customerId, interaction, now), ...(busy ? [freed(busy)] : [])],
          events: [ticketClosedEvent.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.kind, outcome: ticket.outcome! } })],
        });
      for (let attempt = 1; ; attempt++) {
        try {
          return await closing();
        } catch (error) {
          if (error instanceof HoldChanged && attempt < 4) heldSince = error.heldSince;
          else if (error instanceof DomainError && error.code === 'no-such-workload') busy = undefined;
          else throw error;
        }
      }
    },

    async ofCustomer(customerId, ticketId) {
      return visibleTicket(await db.get('tickets', ticketKey(customerId, ticketId)));
    },

    async byId(ticketId) {
      const { items } = await db.page({ table: 'tickets', index: 'by-id', pk: ticketId, limit: 1 });
      return visibleTicket(items[0]);
    },

    async listOfCustomer(customerId, limit, after) {
      const { items, next } = await db.page({
        table: 'tickets',
        pk: customerId,
        prefix: 'tck#',
        newestFirst: true,
        limit,
        after: after ? ticketKey(customerId, after) : undefined,
      });
      return { items: items.map(visibleTicket).filter((ticket) => ticket !== undefined), next: next && String(next.sk).slice('tck#'.length) };
    },

    async listOfAssignee(assignee, status, limit, after) {
      const { items, next } = await db.page({
        table: 'tickets',
        index: 'worklist',
        pk: worklist(status, assignee),
        newestFirst: true,
        limit,
        ...(after && { below: after }),
      });
      return { items: items.map(visibleTicket).filter((ticket) => ticket !== undefined), next: next && String(next.gsi2sk) };
    },

    async interactions({ customerId, id }, limit, after) {
      const prefix = interactionPrefix(id);
      // Each has at most one time entry, so twice as many items hold a full page.
      const { items, next } = await db.page({
        table: 'tickets',
        pk: customerId,
        prefix,
        limit: 2 * limit,
        after: after ? { pk: customerId, sk: `${prefix}${after}#~` } : undefined,
      });
      // The last one may be cut off from its time entry: it begins the next page.
      const whole = next && items.length > 1 && items.at(-1)?.kind !== 'time-entry' ? items.slice(0, -1) : items;
      const all = interactionsOf(whole.filter((item) => !isHidden(item)));
      const shown = all.slice(0, limit);
      if (shown.length < all.length) return { items: shown, next: shown.at(-1)?.id };
      return { items: shown, next: next && String(whole.at(-1)?.sk).slice(prefix.length).split('#')[0] };
    },

    async interaction({ customerId, id }, interactionId) {
      const key = interactionKey(customerId, id, interactionId);
      const { items } = await db.page({ table: 'tickets', pk: key.pk, prefix: key.sk, limit: 2 });
      const [interaction] = interactionsOf(items.filter((item) => !isHidden(item)));
      if (!interaction) throw new DomainError('not-found', 'no-such-interaction');
      return interaction;
    },

    async workloads(agentIds) {
      const loads = await Promise.all(agentIds.map((id) => db.get('tickets', workloadKey(id))));
      return new Map(agentIds.flatMap((id, index) => (loads[index] ? [[id, Number(loads[index].assigned)]] : [])));
    },
  };
}

/** The interaction that a worker derives from an event: the same event makes the same one. */
export const interactionIdFor = (eventId: string): string => derivedId('int', eventId);
