import { interactionAdded } from '../../events/interaction-added.ts';
import { ticketAssigned } from '../../events/ticket-assigned.ts';
import { ticketClosed as ticketClosedEvent } from '../../events/ticket-closed.ts';
import { ticketOpened } from '../../events/ticket-opened.ts';
import { ticketReopened } from '../../events/ticket-reopened.ts';
import { plausiblyInsured } from '../customers/relationship.ts';
import { alreadyDone, changedMeanwhile, isRefusal, processingRestricted } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Condition } from '../storage/expression.ts';
import { earlierEffect, earlierNeeds } from '../storage/earlier.ts';
import type { Once } from '../storage/idempotency.ts';
import { both, isHidden, isStopped, notHidden, notStopped } from '../storage/item-states.ts';
import { putHead, update, type Dating } from '../storage/item-writes.ts';
import { keyOf, type Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import { indexKeys } from '../storage/tables.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { asleep } from '../storage/wake-index.ts';
import type { StepTime } from '../time/step-time.ts';
import { stepTimeNeeds, withStepTime } from '../time/with-step-time.ts';
import type { Interaction } from './interaction.ts';
import { stepWrites } from './interaction-table.ts';
import { linkWrites } from './link-item.ts';
import { clockOf } from './ticket-clock.ts';
import { ended, goesOn, knowingHold, redated, type TicketSeen } from './ticket-dating.ts';
import { loginTraceWrites, type LoginTrace } from './login-trace-item.ts';
import type { Paged } from './paged.ts';
import type { TicketRef } from './ticket-check.ts';
import {
  queueAttributes,
  ticketAttributes,
  ticketKey,
  ticketKind,
  ticketPrefix,
  unreadList,
  visibleTicket,
  waitingAttributes,
  worklist,
} from './ticket-item.ts';
import { claimNumber } from './ticket-number-item.ts';
import { inState } from './state-change.ts';
import { ticketReader } from './ticket-reader.ts';
import { checkStepSeen, newsSeen, read } from './ticket-reading.ts';
import { noSuchTicket, statesBefore, ticketChanged, ticketClosed, type Ticket, type TicketChange, type TicketStatus } from './ticket.ts';
import { freed, givenAgain, givenOneMore, noSuchWorkload } from './workload-table.ts';

export interface TicketTable {
  /**
   * Ticket, its number, first interaction, login trace and event, once.
   * @throws DomainError `stale/profile-changed`, `conflict/customer-erased`; `conflict/number-taken`: nothing is written, not the marker either;
   *   `conflict/already-done` where the ticket is there
   */
  open(ticket: Ticket, report: Interaction, trace: LoginTrace, once: Once, now: Date): Promise<Committed>;
  /**
   * Gives it to a clerk who has at most so many tickets by now, or however many where that is `undefined`.
   * @throws DomainError `already-done` when somebody was assigned meanwhile, `workload-changed` when they have more, `assignee-left`, `changed-meanwhile`,
   *   `processing-restricted`, `storage-busy`
   */
  assign(ticket: Ticket, interaction: Interaction, atMost: number | undefined, now: Date): Promise<void>;
  /**
   * The same for a clerk who asks for the next one, once for each request.
   * @throws DomainError as `assign`
   */
  pull(ticket: Ticket, interaction: Interaction, atMost: number | undefined, once: Once, now: Date): Promise<Committed>;
  /**
   * Somebody takes it, or gives it to somebody, whoever had it when they saw it: of two at once one is stale.
   * @throws DomainError `stale/ticket-changed`, `conflict/assignee-left`, `conflict/ticket-closed`, `conflict/processing-restricted`
   */
  reassign(ticket: Ticket, interaction: Interaction, seen: Pick<Ticket, 'version' | 'assignee'>, once: Once | undefined, now: Date): Promise<Committed>;
  /**
   * Somebody gives it away (`handedOver`), whoever has it: another clerk is looked for at once.
   * @throws DomainError `stale/ticket-changed`, `conflict/ticket-closed`, `conflict/processing-restricted`
   */
  release(ticket: Ticket, interaction: Interaction, seen: Pick<Ticket, 'version' | 'assignee'>, once: Once | undefined, now: Date): Promise<Committed>;
  /**
   * Lets a ticket that nobody has sleep until then, whatever state it is in but hidden. Its version stays: nobody sees a change.
   * @throws DomainError `already-done` when somebody has it meanwhile, or it is gone
   */
  wait(ticket: Ticket, until: Date): Promise<void>;
  /**
   * Takes an open ticket (`returned`) from a clerk who is gone, whatever state it is in but hidden: it waits for another one, who is looked for at once.
   * @throws DomainError `already-done` when it is not theirs any more
   */
  giveBack(ticket: Ticket, from: string, now: Date): Promise<void>;
  /**
   * A closed ticket whose clerk is gone stands in the lists of nobody's, and what the customer writes of it is for all clerks to see. Who closed it, it
   * still says. @throws DomainError `already-done` when it stands there already, or is not closed
   */
  leaveToAll(ticket: Ticket): Promise<void>;
  /**
   * @throws DomainError `stale/ticket-changed`, `stale/newer-customer-message`, `conflict/ticket-closed`, `conflict/open-tasks`,
   *   `conflict/processing-restricted`, `invalid/invalid-body` where the step seen is none of this ticket
   */
  close(ticket: Ticket, interaction: Interaction, seen: TicketSeen, once: Once, now: Date, time?: StepTime): Promise<Committed>;
  /**
   * A clerk has read it up to this step. Its version stays.
   * @throws DomainError `stale/newer-customer-message`, `not-found/no-such-ticket`, `conflict/processing-restricted`, `invalid/invalid-body`
   */
  markRead(ticket: TicketRef, lastInteractionId: string): Promise<void>;
  /**
   * Its customer has looked at what is new on it, up to the last that they were told of (`newsUpTo`). Its version stays, and a repeat changes nothing.
   * @throws DomainError `stale/newer-news`, `not-found/no-such-ticket`, `conflict/customer-erased`
   */
  lookedAt(ticket: TicketRef, upTo: string): Promise<void>;
  /**
   * What a clerk chose of it, and due by the period that it has then; also of a closed one. Each choice is a step.
   * @throws DomainError `stale/ticket-changed`, `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/customer-erased`
   */
  change(ticket: Ticket, change: TicketChange, steps: readonly Interaction[], versionSeen: number, now: Date): Promise<void>;
  /**
   * Its clerk waits for somebody, or goes on, under the version before.
   * @throws DomainError `stale/ticket-changed`, `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/…` of a state that does not lead there
   */
  setState(ticket: Ticket, interaction: Interaction, once: Once, now: Date): Promise<Committed>;
  /** The same, because of what the customer wrote. */
  setStateHeard(ticket: Ticket, interaction: Interaction, now: Date): Promise<Committed>;
  /**
   * A closed case goes on (`reopened`), under the version before: with its clerk, who has one ticket more, or a clerk is looked for.
   * @throws DomainError `stale/ticket-changed`, `conflict/assignee-left`, `conflict/ticket-not-closed`, `conflict/processing-restricted`
   */
  reopen(ticket: Ticket, interaction: Interaction, once: Once, now: Date): Promise<Committed>;
  /** The same, because of what the customer wrote. */
  reopenHeard(ticket: Ticket, interaction: Interaction, now: Date): Promise<Committed>;
  /**
   * A new case that goes on with one whose period is over; that says so from then on, in place of one that it named before and that is gone.
   * @throws DomainError `conflict/already-done` when another does, `conflict/number-taken`, `conflict/customer-erased`
   */
  followUp(ticket: Ticket, first: Interaction, before: TicketRef & Pick<Ticket, 'followedUpBy'>, now: Date): Promise<void>;
  /** Strongly consistent. `undefined` for a ticket that is not there, not theirs, or kept for the law only. */
  ofCustomer(customerId: string, ticketId: string): Promise<Ticket | undefined>;
  /** By the index, which lags a little: enough to find the customer; changes are conditional anyway. */
  byId(ticketId: string): Promise<Ticket | undefined>;
  /** Strongly consistent; of a merged one the one that goes on. `undefined` for a number that no ticket has, or one that is kept for the law only. */
  byNumber(number: string): Promise<Ticket | undefined>;
  listOfCustomer(customerId: string, limit: number, after?: string): Promise<Paged<Ticket>>;
  /** Lags a little. */
  listOfAssignee(assignee: string | undefined, status: TicketStatus, limit: number, after?: string): Promise<Paged<Ticket>>;
  /** The same, by when the customer last wrote, newest first. Which are listed lags a little, not what is shown of them. */
  listByMessage(assignee: string | undefined, status: TicketStatus, limit: number, after?: string): Promise<Paged<Ticket>>;
  /** Where the customer wrote what nobody has read, newest first, closed ones too. Lags likewise. */
  listUnread(assignee: string | undefined, limit: number, after?: string): Promise<Paged<Ticket>>;
}

/** What each of its methods asks of the tables. */
export const ticketNeeds: NeedsOf<TicketTable> = {
  open: ['puts tickets', 'puts idempotency', 'puts events', 'checks customers'],
  assign: ['updates tickets', 'puts tickets', 'puts events', 'checks customers'],
  pull: ['updates tickets', 'puts tickets', 'puts idempotency', 'puts events', 'checks customers'],
  reassign: ['updates tickets', 'puts tickets', 'puts idempotency', 'puts events', 'checks customers'],
  release: ['updates tickets', 'puts tickets', 'puts idempotency', 'puts events', 'checks customers'],
  wait: ['updates tickets'],
  giveBack: ['updates tickets'],
  leaveToAll: ['updates tickets'],
  close: ['updates tickets', 'checks tickets', 'puts tickets', 'puts idempotency', 'puts events', 'checks customers', ...stepTimeNeeds, ...earlierNeeds],
  markRead: ['updates tickets', 'checks tickets', 'checks customers'],
  lookedAt: ['updates tickets', 'checks customers'],
  change: ['updates tickets', 'puts tickets', 'puts events', 'checks customers'],
  setState: ['updates tickets', 'puts tickets', 'puts idempotency', 'puts events', 'checks customers'],
  setStateHeard: ['updates tickets', 'puts tickets', 'puts events', 'checks customers'],
  reopen: ['updates tickets', 'puts tickets', 'puts idempotency', 'puts events', 'checks customers'],
  reopenHeard: ['updates tickets', 'puts tickets', 'puts events', 'checks customers'],
  followUp: ['puts tickets', 'updates tickets', 'puts events', 'checks customers'],
  ofCustomer: ['gets tickets'],
  byId: ['queries tickets by-id'],
  byNumber: ['gets tickets'],
  listOfCustomer: ['queries tickets'],
  listOfAssignee: ['queries tickets worklist'],
  listByMessage: ['queries tickets worklist-by-message', 'gets tickets'],
  listUnread: ['queries tickets unread', 'gets tickets'],
};

export interface TicketTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

export function ticketTable({ db, rules, newId }: TicketTableParts): TicketTable {
  const datingAt = (now: Date): Dating => ({ rules, today: dayOf(now) });
  const told = ({ id }: Ticket, { content: { type }, by }: Interaction, at: Date) =>
    interactionAdded.make({ id: newId('evt'), aggregateId: id, at, data: { type, by: by.role } });
  const assign = (ticket: Ticket, interaction: Interaction, atMost: number | undefined, once: Once | undefined, now: Date): Promise<Committed> =>
    db.commit({
      once: once && { ...once, now },
      customer: { id: ticket.customerId },
      writes: [
        given(ticket, assignmentRefused(ticket.version - 1)),
        givenOneMore(ticket.assignee!, atMost),
        ...stepWrites(ticket.customerId, interaction, datingAt(now)),
      ],
      events: [ticketAssigned.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter } })],
    });
  const setState = (ticket: Ticket, interaction: Interaction, once: Once | undefined, now: Date): Promise<Committed> =>
    db.commit({
      once: once && { ...once, now },
      customer: { id: ticket.customerId },
      writes: [inState(ticket), ...stepWrites(ticket.customerId, interaction, datingAt(now))],
      events: [told(ticket, interaction, now)],
    });
  const reopen = (ticket: Ticket, interaction: Interaction, once: Once | undefined, now: Date): Promise<Committed> =>
    knowingHold((heldSince) =>
      db.commit({
        once: once && { ...once, now },
        customer: { id: ticket.customerId },
        writes: [
          goesOn(ticket, { versionSeen: ticket.version - 1, heldSince }, now, datingAt(now)),
          ...(ticket.assignee === undefined ? [] : [givenAgain(ticket.assignee)]),
          ...stepWrites(ticket.customerId, interaction, datingAt(now)),
        ],
        events: [ticketReopened.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter } })],
      }),
    );

  return {
    open(ticket, report, login, once, now) {
      const dating = datingAt(now);
      // Of a device of theirs as well: what happened must not be lost, whatever is restricted.
      const own = report.by.role === 'customer' || report.content.type === 'device-report';
      return db.commit({
        once: { ...once, now },
        customer: {
          id: ticket.customerId,
          ...(report.content.type === 'report' && { profileVersion: report.content.confirmedProfileVersion }),
          ...(report.content.type === 'report' &&
            report.content.incident && { also: plausiblyInsured(dayOf(new Date(report.content.incident.at)), 'body.incident.at') }),
          ...(own && { onlyStores: true }),
        },
        writes: [
          putHead(ticketKind, ticketAttributes(ticket), dating, { refusal: alreadyDone }),
          claimNumber(ticket),
          ...stepWrites(ticket.customerId, report, dating),
          ...loginTraceWrites(ticket, login, now, dating),
        ],
        events: [ticketOpened.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter } })],
      });
    },

    async assign(ticket, interaction, atMost, now) {
      await assign(ticket, interaction, atMost, undefined, now);
    },
    pull: assign,

    async reassign(ticket, interaction, seen, once, now) {
      const same = ticket.assignee === seen.assignee;
      return leaving(same ? undefined : seen.assignee, (before) =>
        db.commit({
          once: once && { ...once, now },
          customer: { id: ticket.customerId },
          writes: [
            given(ticket, takingRefused(seen.version)),
            ...(same ? [] : [givenOneMore(ticket.assignee!)]),
            ...(before ? [freed(before)] : []),
            ...stepWrites(ticket.customerId, interaction, datingAt(now)),
          ],
          events: [ticketAssigned.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter } })],
        }),
      );
    },

    async release(ticket, interaction, seen, once, now) {
      return leaving(seen.assignee, (before) =>
        db.commit({
          once: once && { ...once, now },
          customer: { id: ticket.customerId },
          writes: [
            givenAway(ticket, takingRefused(seen.version), now),
            ...(before ? [freed(before)] : []),
            ...stepWrites(ticket.customerId, interaction, datingAt(now)),
          ],
          events: [told(ticket, interaction, now)],
        }),
      );
    },

    // No customer guard: it leaves an entry in an index on what is there, for somebody who is restricted too.
    async wait(ticket, until) {
      const { customerId, id } = ticket;
      const { queuePk, queueSk } = ticketAttributes(ticket);
      const waiting = { if: both({ equals: { status: 'open' } }, notHidden), refusal: alreadyDone };
      // In its queue it stands already, but for one that is older than queues. Where it stands, somebody may have changed meanwhile.
      const changes = { set: asleep(id, until), setOnce: { queuePk, queueSk } };
      await db.commit({ writes: [update(ticketKind, ticketKey(customerId, id), changes, waiting)] });
    },

    // No customer guard, as above: it is nobody's work that goes on, only whose.
    async giveBack(ticket, from, now) {
      const { customerId, id } = ticket;
      const { status, unassignedSince, version, gsi2pk, gsi4pk, queuePk, queueSk } = ticketAttributes(ticket);
      const theirs = { equals: { assignee: from, version: version - 1 }, oneOf: { status: statesBefore('open') } };
      const set = { status, unassignedSince, version, gsi2pk, gsi4pk, queuePk, queueSk, clock: ticket.clock, ...asleep(id, now) };
      const changes = { set, remove: ['assignee' as const, ...waitingAttributes] };
      await leaving(from, (counted) =>
        db.commit({
          writes: [
            update(ticketKind, ticketKey(customerId, id), changes, { if: both(theirs, notHidden), refusal: alreadyDone }),
            ...(counted ? [freed(counted)] : []),
          ],
        }),
      );
    },

    async leaveToAll({ customerId, id, assignee }) {
      const toAll = { set: { gsi2pk: worklist('closed', undefined), gsi4pk: unreadList(undefined) } };
      const theirs = { equals: { gsi2pk: worklist('closed', assignee) } };
      await db.commit({ writes: [update(ticketKind, ticketKey(customerId, id), toAll, { if: both(theirs, notHidden), refusal: alreadyDone })] });
    },

    close(ticket, interaction, { version: versionSeen, ...seen }, once, now, time) {
      return withStepTime({ db, dating: datingAt(now), earlier: () => earlierEffect(db, once.request, now) }, time, (counted) =>
        leaving(ticket.assignee, (busy) =>
          knowingHold((heldSince) =>
            db.commit({
              once: { ...once, now },
              customer: { id: ticket.customerId },
              writes: [
                ended(ticket, { versionSeen, heldSince, ...seen }, interaction.id, datingAt(now)),
                checkStepSeen(ticket, seen.lastInteractionId),
                ...stepWrites(ticket.customerId, interaction, datingAt(now)),
                ...(busy ? [freed(busy)] : []),
                ...counted,
              ],
              events: [ticketClosedEvent.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter, outcome: ticket.outcome! } })],
            }),
          ),
        ),
      );
    },

    async markRead(ticket, lastInteractionId) {
      await db.commit({ customer: { id: ticket.customerId }, writes: [read(ticket, lastInteractionId), checkStepSeen(ticket, lastInteractionId)] });
    },

    async lookedAt(ticket, upTo) {
      await db.commit({ customer: { id: ticket.customerId, onlyStores: true }, writes: [newsSeen(ticket, upTo)] });
    },

    async change(ticket, change, steps, versionSeen, now) {
      await knowingHold((heldSince) =>
        db.commit({
          customer: { id: ticket.customerId },
          writes: [
            redated(ticket, change, { versionSeen, heldSince }, datingAt(now)),
            ...steps.flatMap((step) => stepWrites(ticket.customerId, step, datingAt(now))),
          ],
          events: steps.map((step) => told(ticket, step, now)),
        }),
      );
    },

    setState,
    setStateHeard: (ticket, interaction, now) => setState(ticket, interaction, undefined, now),
    reopen,
    reopenHeard: (ticket, interaction, now) => reopen(ticket, interaction, undefined, now),

    async followUp(ticket, first, before, now) {
      const dating = datingAt(now);
      const { followedUpBy } = before;
      const asSeen: Condition = followedUpBy === undefined ? { exists: true, absent: ['followedUpBy'] } : { equals: { followedUpBy } };
      await db.commit({
        // The customer goes on, who is heard whatever is restricted.
        customer: { id: ticket.customerId, onlyStores: true },
        writes: [
          update(
            ticketKind,
            ticketKey(before.customerId, before.id),
            { set: { followedUpBy: ticket.id } },
            { if: both(asSeen, notHidden), refusal: alreadyDone },
          ),
          putHead(ticketKind, ticketAttributes(ticket), dating),
          claimNumber(ticket),
          ...linkWrites(ticket.customerId, { ticketId: ticket.id, otherId: before.id, relation: 'follow-up-of', at: now.toISOString() }),
          ...stepWrites(ticket.customerId, first, dating),
        ],
        events: [ticketOpened.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { kind: ticket.matter } })],
      });
    },

    async ofCustomer(customerId, ticketId) {
      return visibleTicket(await db.get('tickets', ticketKey(customerId, ticketId)));
    },

    async byId(ticketId) {
      const { items } = await db.page({ table: 'tickets', index: 'by-id', pk: ticketId, limit: 1 });
      return visibleTicket(items[0]);
    },

    byNumber: ticketReader(db).byNumber,

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

    listByMessage: (assignee, status, limit, after) => listed(db, 'worklist-by-message', worklist(status, assignee), limit, after),
    listUnread: (assignee, limit, after) => listed(db, 'unread', unreadList(assignee), limit, after),
  };
}

/** A page of an index of keys alone, newest first, each ticket as it is now. Positions in it are written as `MessagePosition` says. */
async function listed(db: Database, index: 'worklist-by-message' | 'unread', pk: string, limit: number, after: string | undefined): Promise<Paged<Ticket>> {
  const { items: entries, next } = await db.page({ table: 'tickets', index, pk, newestFirst: true, limit, ...(after && { below: after.replace('~', '#') }) });
  const items = await db.getAll('tickets', entries.map(keyOf));
  const at = (item: Item) => JSON.stringify(keyOf(item));
  const byKey = new Map(items.map((item) => [at(item), item]));
  const inOrder = entries.map((entry) => byKey.get(at(entry))).filter((item) => item !== undefined);
  return { items: visibleOf(inOrder), next: next && String(next[indexKeys[index].sk]).replace('#', '~') };
}

const visibleOf = (items: readonly Item[]): Ticket[] => items.map(visibleTicket).filter((ticket) => ticket !== undefined);

/** Makes a change by which a clerk has one ticket less, or without that where nobody counts for them any more. */
export async function leaving<T>(clerk: string | undefined, change: (counted: string | undefined) => Promise<T>): Promise<T> {
  try {
    return await change(clerk);
  } catch (error) {
    if (!isRefusal(error, noSuchWorkload())) throw error;
    return change(undefined);
  }
}

/** It has a clerk, under the version that was seen, and sleeps until one of its clocks has run far enough. The rest stays: payouts and a legal hold may come meanwhile. */
function given(ticket: Ticket, refusal: (current: Item | undefined) => Error): Write {
  const { customerId, id } = ticket;
  const { status, assignee, team, version, gsi2pk, gsi3sk, gsi4pk } = ticketAttributes(ticket);
  const seen: Condition = { equals: { version: version - 1 }, oneOf: { status: statesBefore('assigned') } };
  const clock = clockOf(ticket);
  const remove = [...clock.remove, ...waitingAttributes, ...queueAttributes, 'handedOverBy' as const, ...withoutTeam(team)];
  // By the customer's last message it is listed from now on; one that came meanwhile says so itself.
  const changes = { set: { status, assignee, team, version, gsi2pk, gsi4pk, ...clock.set }, setOnce: { gsi3sk }, remove };
  return update(ticketKind, ticketKey(customerId, id), changes, { if: both(seen, notStopped), refusal });
}

/** It has no clerk any more, whoever had it, and one is looked for at once. */
function givenAway(ticket: Ticket, refusal: (current: Item | undefined) => Error, now: Date): Write {
  const { customerId, id } = ticket;
  const { status, team, unassignedSince, handedOverBy, version, gsi2pk, gsi4pk, queuePk, queueSk } = ticketAttributes(ticket);
  const seen: Condition = { equals: { version: version - 1 }, oneOf: { status: statesBefore('closed') } };
  const remove = ['assignee' as const, ...waitingAttributes, ...withoutTeam(team)];
  const changes = {
    set: { status, team, unassignedSince, handedOverBy, version, gsi2pk, gsi4pk, queuePk, queueSk, clock: ticket.clock, ...asleep(id, now) },
    remove,
  };
  return update(ticketKind, ticketKey(customerId, id), changes, { if: both(seen, notStopped), refusal });
}

const withoutTeam = (team: string | undefined) => (team === undefined ? (['team'] as const) : []);

const assignmentRefused =
  (versionSeen: number) =>
  (current: Item | undefined): Error => {
    if (current?.status !== 'open' || isHidden(current)) return alreadyDone();
    return current.version === versionSeen ? processingRestricted() : changedMeanwhile();
  };

const takingRefused =
  (versionSeen: number) =>
  (current: Item | undefined): Error => {
    if (!current || isHidden(current)) return noSuchTicket();
    if (current.version !== versionSeen) return ticketChanged();
    if (isStopped(current)) return processingRestricted();
    return ticketClosed();
  };
