import { interactionAdded } from '../../events/interaction-added.ts';
import { alreadyDone, changedMeanwhile, DomainError } from '../domain-error.ts';
import { derivedId, firstIdAt, type NewId } from '../id.ts';
import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { earlierEffect, earlierNeeds } from '../storage/earlier.ts';
import type { IdempotentRequest, Once, OnceNow } from '../storage/idempotency.ts';
import { both, isHidden, isStopped, notHidden } from '../storage/item-states.ts';
import { check, update } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import type { Committed, Write, WriteOptions } from '../storage/transact.ts';
import type { StepTime } from '../time/step-time.ts';
import { stepTimeNeeds, withStepTime } from '../time/with-step-time.ts';
import { customerSaid } from './customer-said.ts';
import { correctedNeeds, withCorrections } from './corrected-steps.ts';
import { noSuchInteraction } from './correction.ts';
import {
  correspondenceKind,
  interactionKey,
  interactionPrefix,
  interactionsOf,
  interactionWrites,
  payoutKind,
  timeEntryKind,
  type StoredStep,
} from './interaction-item.ts';
import type { Interaction, InteractionContent, InteractionType, Showable } from './interaction.ts';
import type { Paged } from './paged.ts';
import { isFiling, nothingFiled } from './filing.ts';
import { checkTicketThere, customerAnswered, whileOpen, whileThere, type TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';
import { movedOn } from './ticket-reading.ts';
import { beingFiled, ticketMerged, type Ticket } from './ticket.ts';

export interface InteractionTable {
  /**
   * Leaves the ticket's version alone: two people may write at once.
   * Also on closed tickets, but for payouts. A clerk's message is the first answer where there was none, and new for the customer. A customer's message is unread until a clerk says otherwise. A payout with `paidSoFar` is
   * refused where more was paid meanwhile; a reversal names its payout as reversed. Time that was given with it (`time`) counts with it.
   * @throws DomainError `conflict/day-full`, `conflict/ticket-closed`, `conflict/changed-meanwhile`, `conflict/payout-reversed-already`, `not-found/no-such-ticket`, `conflict/processing-restricted` for staff, `conflict/customer-erased`
   */
  append(ticket: AnsweredTicketRef, interaction: Interaction, once: Once | undefined, now: Date, further?: WithStep): Promise<Committed>;
  /**
   * What the customer wrote on a case, brought to the one that follows it up, once. It has the time at which it was written, and an id by which it comes
   * after everything that is there: nobody has seen it who has seen that.
   * With the last of what is unread where it was written nothing is unread there any more.
   * @throws DomainError `conflict/already-done` also of what was taken out meanwhile, `stale/newer-customer-message` of the last, if it is not,
   *   `not-found/no-such-ticket`, `conflict/customer-erased`
   */
  bring(ticket: TicketRef, message: Interaction, now: Date, isLast: boolean): Promise<void>;
  /** What a worker adds: written with an id derived from its cause, so a repeat changes nothing. Also on closed tickets. @throws DomainError `conflict/ticket-merged` */
  note(ticket: TicketRef, interaction: Interaction, now: Date): Promise<void>;
  /**
   * In the order in which they happened, those that are to be shown. A page is full unless it is the last, and its cursor
   * is of a step that it shows: neither tells of others in between. Only behind thousands of those it ends before it is full.
   * Each step has the text of its last correction, wherever that lies.
   */
  interactions(ticket: TicketRef, limit: number, after?: string, isShown?: (interaction: Showable) => boolean): Promise<Paged<Interaction>>;
  /** What an earlier request with the same key made: whoever looks before they write must know. @throws DomainError `unprocessable/idempotency-key-reused` */
  earlier(request: IdempotentRequest, now: Date): Promise<Committed['earlier']>;
  /** What was paid on a ticket, in its order, with what was reversed of it. */
  payouts(ticket: TicketRef): Promise<Payout[]>;
  /** What the customer wrote since a moment, in its order, and was not brought anywhere. */
  unbrought(ticket: TicketRef, since: Date): Promise<Interaction[]>;
  /** @throws DomainError `not-found/no-such-interaction` */
  interaction(ticket: TicketRef, interactionId: string): Promise<Interaction>;
}

/** Whose case it is, which, and whether it is known that it was answered. */
type AnsweredTicketRef = TicketRef & Pick<Ticket, 'answeredAt'>;

export type Payout = Extract<InteractionContent, { readonly type: 'payout' }>;

/** What whoever pays has looked at before. */
export interface SeenPayouts {
  /** Cents, without what was reversed. */
  readonly paidSoFar: number;
}

/** What goes with a step. */
export interface WithStep {
  readonly seen?: SeenPayouts | undefined;
  readonly time?: StepTime | undefined;
}

/** What each of its methods asks of the tables. */
export const interactionNeeds: NeedsOf<InteractionTable> = {
  append: ['puts tickets', 'puts idempotency', 'puts events', 'updates tickets', 'checks tickets', 'checks customers', ...stepTimeNeeds, ...earlierNeeds],
  bring: ['puts tickets', 'puts events', 'updates tickets', 'checks customers'],
  note: ['puts tickets', 'checks tickets', 'checks customers'],
  interactions: ['queries tickets', ...correctedNeeds],
  earlier: earlierNeeds,
  payouts: ['queries tickets'],
  unbrought: ['queries tickets'],
  interaction: ['queries tickets', ...correctedNeeds],
};

export interface InteractionTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
  readonly newId: NewId;
}

/** What else is written, or looked at, with a step. */
interface Besides {
  readonly once?: OnceNow | undefined;
  readonly seen?: SeenPayouts | undefined;
  readonly further?: readonly Write[];
}

export function interactionTable({ db, rules, newId }: InteractionTableParts): InteractionTable {
  const add = (ticket: AnsweredTicketRef, interaction: Interaction, now: Date, { once, seen, further: more = [] }: Besides) => {
    const { content, by } = interaction;
    return db.commit({
      once,
      customer: { id: ticket.customerId, ...(by.role === 'customer' && { onlyStores: true }) },
      writes: [...onCase(ticket, interaction, seen), ...stepWrites(ticket.customerId, interaction, { rules, today: dayOf(now) }), ...more],
      events: [interactionAdded.make({ id: newId('evt'), aggregateId: ticket.id, at: now, data: { type: content.type, by: by.role } })],
    });
  };

  return {
    append: (ticket, interaction, once, now, { seen, time } = {}) =>
      withStepTime({ db, dating: { rules, today: dayOf(now) }, earlier: once && (() => earlierEffect(db, once.request, now)) }, time, (further) =>
        add(ticket, interaction, now, { once: once && { ...once, now }, seen, further }),
      ),

    async bring(ticket, message, now, isLast) {
      const copy = { ...message, id: newId('int'), ticketId: ticket.id, broughtFrom: message.broughtFrom ?? message.id };
      const from = { customerId: ticket.customerId, id: message.ticketId };
      await add(ticket, copy, now, { further: [broughtTo(ticket, message), ...(isLast ? [movedOn(from, message.id)] : [])] });
    },

    async note({ customerId, id }, interaction, now) {
      await db.commit({
        customer: { id: customerId, onlyStores: true },
        writes: [
          check(ticketKind, ticketKey(customerId, id), { if: { exists: true, absent: ['mergedInto', 'deletingSince'] }, refusal: whyNotNoted }),
          ...stepWrites(customerId, interaction, { rules, today: dayOf(now) }),
        ],
      });
    },

    async interactions({ customerId, id }, limit, after, isShown = () => true) {
      const prefix = interactionPrefix(id);
      const behind = (step: string) => ({ pk: customerId, sk: `${prefix}${step}#~` });
      const found: StoredStep[] = [];
      const shown = (steps: readonly StoredStep[]) => withCorrections(db, { customerId, id }, steps);
      let last = after;
      for (let queries = 0; queries < mostQueries; queries++) {
        // Each has at most one time entry, so twice as many items hold a full page, and one more says whether another follows.
        const size = queries === 0 ? 2 * (limit + 1) : further;
        const { items, next } = await db.page({ table: 'tickets', pk: customerId, prefix, limit: size, after: last ? behind(last) : undefined });
        // The last one may be cut off from its time entry: it is asked for again.
        const whole = next && items.length > 1 && items.at(-1)?.kind !== timeEntryKind.kind ? items.slice(0, -1) : items;
        found.push(...interactionsOf(whole.filter((item) => !isHidden(item))).filter(isShown));
        if (found.length > limit) return { items: await shown(found.slice(0, limit)), next: found[limit - 1]!.id };
        if (!next) return { items: await shown(found) };
        last = String(whole.at(-1)?.sk).slice(prefix.length).split('#')[0]!;
      }
      return { items: await shown(found), next: last };
    },

    earlier: (request, now) => earlierEffect(db, request, now),

    async payouts({ customerId, id }) {
      const found: Payout[] = [];
      for await (const items of db.each({ table: 'tickets', pk: customerId, prefix: interactionPrefix(id), limit: further })) {
        const contents = interactionsOf(items.filter((item) => item.kind === payoutKind.kind && !isHidden(item))).map(({ content }) => content);
        found.push(...contents.filter((content) => content.type === 'payout'));
      }
      return found;
    },

    async unbrought({ customerId, id }, since) {
      const found: Interaction[] = [];
      const start = interactionKey(customerId, id, firstIdAt('int', since));
      for await (const items of db.each({ table: 'tickets', pk: customerId, prefix: interactionPrefix(id), after: start, limit: further })) {
        const steps = interactionsOf(items.filter((item) => item.kind === correspondenceKind.kind && item.broughtTo === undefined && !isHidden(item)));
        found.push(...steps.filter(({ at, by, content }) => by.role === 'customer' && isSaid(content.type) && at >= since.toISOString()));
      }
      return found;
    },

    async interaction({ customerId, id }, interactionId) {
      const key = interactionKey(customerId, id, interactionId);
      const { items } = await db.page({ table: 'tickets', pk: key.pk, prefix: key.sk, limit: 2 });
      const [interaction] = await withCorrections(db, { customerId, id }, interactionsOf(items.filter((item) => !isHidden(item))));
      if (!interaction) throw noSuchInteraction();
      return interaction;
    },
  };
}

/** Why nothing is noted on a case: it goes on elsewhere, or is gone from this file, in which nobody is to read of it any more. */
const whyNotNoted = (current: Item | undefined): DomainError => (current?.mergedInto === undefined ? alreadyDone() : ticketMerged());

/** What a customer brings to a case by themselves: text, or a file. */
const isSaid = (type: InteractionType): boolean => type === 'message' || type === 'document';

/** So many items are read at once where a page is not full yet, and so often: a request does no more than that. */
const [further, mostQueries] = [200, 20];

/** A step as it is written by whoever changes the ticket with it. */
export const stepWrites = (customerId: string, interaction: Interaction, dating: Parameters<typeof interactionWrites>[2]): Write[] =>
  interactionWrites(customerId, interaction, dating, { refusal: alreadyDone });

/** What a step changes of its case and of other steps, and in which state they must be for it. */
function onCase(ticket: AnsweredTicketRef, interaction: Interaction, seen?: SeenPayouts): Write[] {
  const { id, content } = interaction;
  const change = onTicket(ticket, interaction, seen);
  return content.type === 'payout-reversal' ? [change, reversed(interactionKey(ticket.customerId, ticket.id, content.payoutId), id)] : [change];
}

/** A message says where it was brought: who takes out what stands in it must see that. What was taken out is brought nowhere. */
const broughtTo = ({ customerId, id }: TicketRef, message: Interaction): Write =>
  update(
    correspondenceKind,
    interactionKey(customerId, message.ticketId, message.id),
    { set: { broughtTo: id } },
    { if: both({ exists: true, absent: ['broughtTo', 'redactedBy'] }, notHidden), refusal: alreadyDone },
  );

/** A payout is reversed once. */
const reversed = (payout: ItemKey, reversedBy: string): Write =>
  update(
    payoutKind,
    payout,
    { set: { reversedBy } },
    {
      if: both({ equals: { type: 'payout' }, absent: ['reversedBy'] }, notHidden),
      refusal: (current) => (current && !isHidden(current) ? new DomainError('conflict', 'payout-reversed-already') : noSuchInteraction()),
    },
  );

function onTicket(ticket: AnsweredTicketRef, { id, at, content, by }: Interaction, seen?: SeenPayouts): Write {
  const key = ticketKey(ticket.customerId, ticket.id);
  if (by.role === 'customer') return customerSaid(ticket, { id, at });
  // A payout is added to the sum of its case, so that one is either counted before the case ends or refused.
  if (content.type === 'payout') return update(ticketKind, key, { add: { paidCents: content.amountCents } }, whileNoMoreIsPaid(seen));
  // Money comes back when it does, also after the case has ended.
  if (content.type === 'payout-reversal') return update(ticketKind, key, { add: { paidCents: -content.amountCents } }, whileThere('staff'));
  return content.type === 'message' ? customerAnswered(ticket, { id, at }) : checkTicketThere(ticket);
}

const whileNoMoreIsPaid = (seen: SeenPayouts | undefined): WriteOptions => ({
  if: both(both(whileOpen.if, nothingFiled), seen ? { notAbove: { paidCents: seen.paidSoFar } } : {}),
  refusal: (current) => {
    if (!current || !isOpenCase(current)) return whileOpen.refusal(current);
    return isFiling(current) ? beingFiled() : changedMeanwhile();
  },
});

const isOpenCase = (item: Item): boolean => !isStopped(item) && item.status !== 'closed';

/** The interaction that a worker derives from an event: the same event makes the same one. */
export const interactionIdFor = (eventId: string): string => derivedId('int', eventId);
