import { processingRestricted } from '../domain-error.ts';
import { both, isHidden, isStopped, notHidden, notSilenced, notStopped } from '../storage/item-states.ts';
import { check, update } from '../storage/item-writes.ts';
import type { Write, WriteOptions } from '../storage/transact.ts';
import { nothingFiled } from './filing.ts';
import { ticketKey, ticketKind } from './ticket-item.ts';
import { heldAsEvidence } from './redaction.ts';
import { isNew } from './news.ts';
import { beingFiled, noSuchTicket, statesBefore, ticketClosed, ticketMerged, type Ticket } from './ticket.ts';

/** Whose case it is, and which. */
export type TicketRef = Pick<Ticket, 'id' | 'customerId'>;

/**
 * On a case that is there and no part of another, whether it has ended or not; by staff only on one that may be worked on.
 * @throws DomainError `not-found/no-such-ticket`, `conflict/ticket-merged`, `conflict/processing-restricted` for staff
 */
export const whileThere = (by: 'staff' | 'customer') =>
  ({
    if: both({ exists: true, absent: ['mergedInto'] }, by === 'customer' ? notHidden : notStopped),
    refusal: (current) => {
      if (!current || isHidden(current)) return noSuchTicket();
      return current.mergedInto === undefined ? processingRestricted() : ticketMerged();
    },
  }) satisfies WriteOptions;

/**
 * By staff, and only on an open case that may be worked on: so a step is either there before the case ends, or refused.
 * @throws DomainError `not-found/no-such-ticket`, `conflict/ticket-closed`, `conflict/processing-restricted`
 */
export const whileOpen = {
  if: both({ oneOf: { status: statesBefore('closed') } }, notStopped),
  refusal: (current) => {
    if (!current || isHidden(current)) return noSuchTicket();
    return isStopped(current) ? processingRestricted() : ticketClosed();
  },
} satisfies WriteOptions;

/**
 * By an officer who takes something out of a case: it may be worked on, is no evidence, and nothing is on its way to it or from it, which would not be found.
 * @throws DomainError `not-found/no-such-ticket`, `conflict/processing-restricted`, `conflict/held-as-evidence`, `conflict/being-filed`
 */
export const whileNoEvidence = {
  if: both(both({ exists: true, absent: ['heldSince'] }, notStopped), nothingFiled),
  refusal: (current) => {
    if (!current || isHidden(current)) return noSuchTicket();
    if (isStopped(current)) return processingRestricted();
    return current.heldSince === undefined ? beingFiled() : heldAsEvidence();
  },
} satisfies WriteOptions;

/** Part of a change by staff that belongs to a case: it may be worked on then, whether it has ended or not. */
export const checkTicketThere = ({ customerId, id }: TicketRef): Write => check(ticketKind, ticketKey(customerId, id), whileThere('staff'));

/**
 * Part of a change by which a clerk writes to the customer: the same, and what they wrote, `id`, is new. If that is the first time since the case was opened,
 * it says when that was. Its version stays. `ticket` may be as it was a moment ago.
 */
export const customerAnswered = (
  { customerId, id, answeredAt }: TicketRef & Pick<Ticket, 'answeredAt'>,
  written: { readonly id: string; readonly at: string },
): Write =>
  update(
    ticketKind,
    ticketKey(customerId, id),
    { ...isNew(written.id), ...(answeredAt === undefined && { setOnce: { answeredAt: written.at } }) },
    whileThere('staff'),
  );

/** Part of a change by which something that the customer may have seen reads otherwise: that is new, too. Its version stays. */
export const customerToldAnew = ({ customerId, id }: TicketRef, newsId: string): Write =>
  update(ticketKind, ticketKey(customerId, id), isNew(newsId), whileThere('staff'));

/** Part of a change that leads to a message: the case is there, and nothing silences it. */
export const checkTicketNotSilenced = ({ customerId, id }: TicketRef, refusal: () => Error): Write =>
  check(ticketKind, ticketKey(customerId, id), { if: { exists: true, ...notSilenced }, refusal });
