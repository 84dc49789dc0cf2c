import { ticketAssigned } from '../../events/ticket-assigned.ts';
import { ticketClosed as ticketClosedEvent } from '../../events/ticket-closed.ts';
import { ticketOpened } from '../../events/ticket-opened.ts';
import { alreadyDone, DomainError, isRefusal, processingRestricted } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Condition } from '../storage/expression.ts';
import type { Once } from '../storage/idempotency.ts';
import { both, isHidden, isStopped, notHidden, notStopped } from '../storage/item-states.ts';
import { dueOf, putHead, update, type Dating } from '../storage/item-writes.ts';
import type { Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { asleep, awake } from '../storage/wake-index.ts';
import type { Interaction } from './interaction.ts';
import { stepWrites } from './interaction-table.ts';
import { loginTraceWrites, type LoginTrace } from './login-trace-item.ts';
import type { Paged } from './paged.ts';
import { ticketAttributes, ticketKey, ticketKind, ticketPrefix, visibleTicket, worklist, type TicketItem } from './ticket-item.ts';
import { noSuchTicket, statesBefore, ticketClosed, type Ticket, type TicketStatus } from './ticket.ts';
import { busier, freed } from './workload-table.ts';

export interface TicketTable {
  /** Ticket, first interaction, login trace and event, once. @throws DomainError `stale/profile-changed`, `conflict/customer-erased` */
  open(ticket: Ticket, report: Interaction, trace: LoginTrace, once: Once, now: Date): Promise<Committed>;
  /** @throws DomainError `already-done` when somebody was assigned meanwhile, `workload-changed` when the load was, `processing-restricted` */
  assign(ticket: Ticket, interaction: Interaction, loadSeen: number | undefined, now: Date): Promise<void>;
  /**
   * Lets a ticket that nobody has sleep until then, whatever state it is in but hidden. Its version stays: nobody sees a change.
   * @throws DomainError `already-done` when somebody has it meanwhile, or it is gone
   */
  wait(ticket: Ticket, until: Date): Promise<void>;
  /** @throws DomainError `stale/ticket-changed`, `conflict/ticket-closed`, `conflict/processing-restricted` */
  close(ticket: Ticket, interaction: Interaction, versionSeen: number, once: Once, now: Date): Promise<Committed>;
  /** Strongly consistent. `undefined` for a ticket that is not there, not theirs, or kept for the law only. */
  ofCustomer(customerId: string, ticketId: string): Promise<Ticket | undefined>;
  /** By the index, which lags a little: enough to find the customer; changes are conditional anyway. */
  byId(ticketId: string): Promise<Ticket | undefined>;
  listOfCustomer(customerId: string, limit: number, after?: string): Promise<Paged<Ticket>>;
  /** Lags a little. */
  listOfAssignee(assignee: string | undefined, status: TicketStatus, limit: number, after?: string): Promise<Paged<Ticket>>;
}

/** What each of its methods asks of the tables. */
export const ticketNeeds: NeedsOf<TicketTable> = {
  open: ['puts tickets', 'puts idempotency', 'puts events', 'checks customers'],
  assign: ['updates tickets', 'puts tickets', 'puts events', 'checks customers'],
  wait: ['updates tickets'],
  close: ['updates tickets', 'puts tickets', 'puts idempotency', 'puts events', 'checks customers'],
  ofCustomer: ['gets tickets'],
  byId: ['queries tickets by-id'],
  listOfCustomer: ['queries tickets'],
  listOfAssignee: ['queries tickets worklist'],
};

export interface TicketTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

/** A ticket was put under a legal hold, or the hold lifted, since somebody looked. */
class HoldChanged extends DomainError {
  readonly heldSince: string | undefined;

  constructor(heldSince: string | undefined) {
    super('conflict', 'ticket-locked');
    this.heldSince = heldSince;
  }
}

export function ticketTable({ db, rules, newId }: TicketTableParts): TicketTable {
  const datingAt = (now: Date): Dating => ({ rules, today: dayOf(now) });

  return {
    open(ticket, report, login, once, now) {
      const dating = datingAt(now);
      const own = report.by.role === 'customer';
      return db.commit({
        once: { ...once, now },
        customer: {
          id: ticket.customerId,
          ...(report.content.type === 'report' && { profileVersion: report.content.confirmedProfileVersion }),
          ...(own && { onlyStores: true }),
        },
        writes: [
          putHead(ticketKind, ticketAttributes(ticket), dating),
          ...stepWrites(ticket.customerId, report, dating),
          ...loginTraceWrites(ticket, login, now, dating),
        ],
        events: [ticketOpened.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter } })],
      });
    },

    async assign(ticket, interaction, loadSeen, now) {
      const { status, assignee, version, gsi2pk } = ticketAttributes(ticket);
      await db.commit({
        customer: { id: ticket.customerId },
        writes: [
          changed(ticket, ticket.version - 1, { status, assignee, version, gsi2pk }, {}, (current) =>
            current?.status === 'open' && !isHidden(current) ? processingRestricted() : alreadyDone(),
          ),
          busier(ticket.assignee!, loadSeen),
          ...stepWrites(ticket.customerId, interaction, datingAt(now)),
        ],
        events: [ticketAssigned.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter } })],
      });
    },

    // No customer guard: it leaves an entry in an index on what is there, for somebody who is restricted too.
    async wait({ customerId, id }, until) {
      const waiting = { if: both({ equals: { status: 'open' } }, notHidden), refusal: alreadyDone };
      await db.commit({ writes: [update(ticketKind, ticketKey(customerId, id), { set: asleep(id, until) }, waiting)] });
    },

    async close(ticket, interaction, versionSeen, once, now) {
      let heldSince: string | undefined;
      let busy = ticket.assignee;
      const closing = () =>
        db.commit({
          once: { ...once, now },
          customer: { id: ticket.customerId },
          writes: [
            ended(ticket, versionSeen, heldSince, datingAt(now)),
            ...stepWrites(ticket.customerId, interaction, datingAt(now)),
            ...(busy ? [freed(busy)] : []),
          ],
          events: [ticketClosedEvent.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter, outcome: ticket.outcome! } })],
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
        prefix: ticketPrefix,
        newestFirst: true,
        limit,
        after: after ? { ...ticketKey(customerId, after) } : undefined,
      });
      return { items: visibleOf(items), next: next && String(next.sk).slice(ticketPrefix.length) };
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
      return { items: visibleOf(items), next: next && String(next.gsi2sk) };
    },
  };
}

const visibleOf = (items: readonly Item[]): Ticket[] => items.map(visibleTicket).filter((ticket) => ticket !== undefined);

/**
 * What changes of a ticket, under the version that was seen before. The rest stays: payouts and a legal hold may come meanwhile.
 * Whatever becomes of it, it waits for no clerk any more.
 */
const changed = (ticket: Ticket, versionSeen: number, set: Partial<TicketItem>, more: Condition, refusal: (current: Item | undefined) => Error): Write =>
  update(
    ticketKind,
    ticketKey(ticket.customerId, ticket.id),
    { set, remove: awake },
    { if: both(both({ equals: { version: versionSeen }, oneOf: { status: statesBefore(ticket.status) } }, notStopped), more), refusal },
  );

/** The end of a case. Under a legal hold its day is known all the same, but it stays out of the due index until the hold is lifted. */
function ended(ticket: Ticket, versionSeen: number, heldSince: string | undefined, dating: Dating): Write {
  const attributes = ticketAttributes(ticket);
  const { status, closedAt, outcome, version, gsi2pk } = attributes;
  const due = dueOf(ticketKind, { ...attributes, kind: 'ticket', dueOn: '', heldSince }, dating);
  const asSeen: Condition = heldSince ? { equals: { heldSince } } : { absent: ['heldSince'] };
  return changed(ticket, versionSeen, { status, closedAt, outcome, version, gsi2pk, ...due }, asSeen, (current) => {
    if (!current || isHidden(current)) return noSuchTicket();
    if (current.version !== versionSeen) return new DomainError('stale', 'ticket-changed');
    if (current.status === 'closed') return ticketClosed();
    return isStopped(current) ? processingRestricted() : new HoldChanged(current.heldSince as string | undefined);
  });
}
