import { ticketMoved } from '../../events/ticket-moved.ts';
import { plausiblyInsured } from '../customers/relationship.ts';
import { changedMeanwhile } from '../domain-error.ts';
import type { NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import { parseItem } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import { movedAndMarked, putHead, update } from '../storage/item-writes.ts';
import { keyOf, type Item, type ItemKey } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed } from '../storage/transact.ts';
import { awake } from '../storage/wake-index.ts';
import { departureKey, departureKind } from './departure-item.ts';
import { isFiling } from './filing.ts';
import { correspondenceKind, interactionPrefix, payoutKind } from './interaction-item.ts';
import { stepWrites } from './interaction-table.ts';
import type { Interaction, InteractionContent } from './interaction.ts';
import { leftBehind, lockedTicket, type Standing } from './move.ts';
import type { TicketRef } from './ticket-check.ts';
import { queueAttributes, ticketKey, ticketKind, ticketPrefix, visibleTicket } from './ticket-item.ts';
import { ticketNumberKey, ticketNumberKind } from './ticket-number-item.ts';
import { noSuchTicket, type Ticket } from './ticket.ts';

/** A case as it stands in the wrong customer's file, but for letters and files, which others know of. */
export interface StandingCase extends Omit<Standing, 'letters' | 'openDocuments'> {
  /** As it was read: it goes so, or not at all. */
  readonly item: Item & ItemKey;
  /** When what was reported happened, where that was said. */
  readonly happenedAt?: string | undefined;
  /** So often the customer in whose file it is was written to about it. */
  readonly told: { readonly messages: number; readonly notifications: number };
}

/** The step that says so where it goes. */
export type MoveStep = Interaction & { readonly content: Extract<InteractionContent, { readonly type: 'move' }> };

/** A case that is on its way: from whose file, to whose, and what proves it. */
export interface UnderWay {
  readonly from: TicketRef;
  readonly to: TicketRef;
  readonly departureId: string;
}

/** What brings a case from the file of one customer to that of another. What lies on it follows (`CarryingTable`). */
export interface MoveTable {
  /** Strongly consistent; walks its steps, and the tickets of its customer. @throws DomainError `not-found/no-such-ticket` */
  standing(ref: TicketRef): Promise<StandingCase>;
  /**
   * From here on it is in the other's file (`movedTo`) under the same id, and its number leads there; the one before is seen by nobody, and goes when all that
   * lies on it has gone. One transaction, in which both customers are there.
   * @throws DomainError `conflict/changed-meanwhile`, `conflict/customer-erased`, `conflict/processing-restricted`, `conflict/ticket-locked`,
   *   `invalid/invalid-body` where the other was not insured by then
   */
  move(standing: StandingCase, after: Ticket, step: MoveStep, once: Once, now: Date): Promise<Committed>;
  /** The case that is on its way, by an index that lags; `undefined` where none is, or it is not seen yet. */
  underWay(ticketId: string): Promise<UnderWay | undefined>;
  /** Whether nothing is on its way to a case, or from it. Strongly consistent. */
  isThrough(ref: TicketRef): Promise<boolean>;
}

/** What each of its methods asks of the tables. */
export const moveNeeds: NeedsOf<MoveTable> = {
  standing: ['gets tickets', 'queries tickets'],
  move: ['puts tickets', 'updates tickets', 'puts idempotency', 'puts events', 'checks customers'],
  underWay: ['queries tickets by-id', 'gets tickets'],
  isThrough: ['gets tickets'],
};

export interface MoveTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

/** By what one is found that is on its way: nobody else finds it any more. */
const underWayOf = (ticketId: string): string => `moving#${ticketId}`;

/** So many items are read at once. */
const pageSize = 200;

export function moveTable({ db, rules, newId }: MoveTableParts): MoveTable {
  /** Whether other cases of the customer lead to it. */
  async function isJoined({ customerId, id }: TicketRef): Promise<boolean> {
    for await (const items of db.each({ table: 'tickets', pk: customerId, prefix: ticketPrefix, limit: pageSize })) {
      if (items.some(({ mergedInto }) => mergedInto === id)) return true;
    }
    return false;
  }

  return {
    async standing(ref) {
      const item = await db.get('tickets', ticketKey(ref.customerId, ref.id));
      const ticket = visibleTicket(item);
      if (!item || !ticket) throw noSuchTicket();
      const steps = await stepsOf(db, ref);
      const frame = { ticket, item: item as Item & ItemKey, held: item.heldSince !== undefined, filing: isFiling(item) };
      return { ...frame, ...steps, paid: steps.paid || item.paidCents !== undefined, joined: await isJoined(ref) };
    },

    move({ item, ticket: before, happenedAt, told }, after, step, once, now) {
      const dating = { rules, today: dayOf(now) };
      const { customerId, id, number, version, matter, openedAt } = after;
      const departureId = newId('dep');
      const at = now.toISOString();
      const marks = {
        set: { deletingSince: at, movingTo: customerId, departureId, gsi1pk: underWayOf(id), gsi2pk: underWayOf(id) },
        remove: [...awake, ...queueAttributes, 'gsi3sk', 'gsi4pk', 'gsi4sk'] as const,
      };
      const changed = { refusal: (current: Item | undefined) => (current && !isHidden(current) ? changedMeanwhile() : noSuchTicket()) };
      const departure = { id: departureId, matter, openedAt, at, byId: step.by.id, moveReason: step.content.moveReason, ...told, entries: 1, files: 0 };
      return db.commit({
        once: { ...once, now },
        customer: [
          { id: before.customerId, also: { if: { absent: ['heldSince'] }, refusal: lockedTicket } },
          {
            id: customerId,
            field: 'body.customerId',
            ...(happenedAt !== undefined && { also: plausiblyInsured(dayOf(new Date(happenedAt)), 'body.customerId') }),
          },
        ],
        writes: [
          ...movedAndMarked(ticketKind, item, { ...leftBehind, pk: customerId, version, filings: 1 }, marks, changed),
          update(ticketNumberKind, ticketNumberKey(number), { set: { customerId } }, { if: { equals: { ticketId: id } } }),
          putHead(departureKind, { ...departureKey(before.customerId, departureId), ...departure }, dating),
          ...stepWrites(customerId, step, dating),
        ],
        events: [ticketMoved.make({ id: newId('evt'), aggregateId: id, at: now, data: { kind: matter, reason: step.content.moveReason } })],
      });
    },

    async underWay(ticketId) {
      const { items } = await db.page({ table: 'tickets', index: 'by-id', pk: underWayOf(ticketId), limit: 1 });
      const item = items[0] && (await db.get('tickets', keyOf(items[0])));
      const { pk, movingTo, departureId } = item ? parseItem(ticketKind, item) : {};
      if (pk === undefined || movingTo === undefined || departureId === undefined) return undefined;
      return { from: { customerId: pk, id: ticketId }, to: { customerId: movingTo, id: ticketId }, departureId };
    },

    async isThrough({ customerId, id }) {
      const item = await db.get('tickets', ticketKey(customerId, id));
      return item !== undefined && !isFiling(item);
    },
  };
}

/** What the steps of a case say of who had a part in it, page by page. */
async function stepsOf(db: Database, { customerId, id }: TicketRef) {
  let [saidSomething, paid, wasJoined, messages, notifications] = [false, false, false, 0, 0];
  let happenedAt: string | undefined;
  for await (const items of db.each({ table: 'tickets', pk: customerId, prefix: interactionPrefix(id), limit: pageSize })) {
    for (const { kind, type, byRole, incident } of items) {
      saidSomething ||= byRole === 'customer';
      paid ||= kind === payoutKind.kind;
      wasJoined ||= type === 'merge' || type === 'separation';
      if (kind !== correspondenceKind.kind) continue;
      if (type === 'message') messages += 1;
      if (type === 'notification') notifications += 1;
      happenedAt ??= (incident as { at?: string } | undefined)?.at;
    }
  }
  return { saidSomething, paid, wasJoined, happenedAt, told: { messages, notifications } };
}
