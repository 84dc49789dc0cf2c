import { invalidField, processingRestricted } from '../domain-error.ts';
import type { Condition } from '../storage/expression.ts';
import { both, isHidden, isStopped, notHidden, notStopped } from '../storage/item-states.ts';
import { check, update } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { correspondenceKind, interactionKey } from './interaction-item.ts';
import type { TicketRef } from './ticket-check.ts';
import { ticketKey, ticketKind, unreadAttributes } from './ticket-item.ts';
import { newerNews } from './news.ts';
import { newerCustomerMessage, noSuchTicket } from './ticket.ts';

/** The customer wrote nothing after this step. Ids sort by the time they were made. */
export const noMessageSince = (lastInteractionId: string): Condition => ({ notAbove: { lastCustomerMessageId: lastInteractionId } });

/** Part of a change by somebody who says up to which step they have seen the case: it is one of this case. */
export const checkStepSeen = ({ customerId, id }: TicketRef, lastInteractionId: string): Write =>
  // Of whatever kind the step is: their keys are alike.
  check(correspondenceKind, interactionKey(customerId, id, lastInteractionId), {
    if: both({ exists: true }, notHidden),
    refusal: () => invalidField('body.lastInteractionId', 'is no interaction of this ticket'),
  });

/** What was unread on a case is unread on the one that follows it: nothing is here any more, also where nobody may work on it. */
export const movedOn = ({ customerId, id }: TicketRef, lastInteractionId: string): Write =>
  update(
    ticketKind,
    ticketKey(customerId, id),
    { remove: unreadAttributes },
    {
      if: both(both({ exists: true }, notHidden), noMessageSince(lastInteractionId)),
      refusal: (current) => (!current || isHidden(current) ? noSuchTicket() : newerCustomerMessage()),
    },
  );

/** A clerk has read the case up to this step: nothing is unread any more. */
export const read = ({ customerId, id }: TicketRef, lastInteractionId: string): Write =>
  update(
    ticketKind,
    ticketKey(customerId, id),
    { remove: unreadAttributes },
    {
      if: both(both({ exists: true }, notStopped), noMessageSince(lastInteractionId)),
      refusal: (current) => {
        if (!current || isHidden(current)) return noSuchTicket();
        return isStopped(current) ? processingRestricted() : newerCustomerMessage();
      },
    },
  );

/** The customer has looked at everything up to this: nothing is new any more, also where nobody may work on it. What is the last of it stays named, for repeats. */
export const newsSeen = ({ customerId, id }: TicketRef, upTo: string): Write =>
  update(
    ticketKind,
    ticketKey(customerId, id),
    { remove: ['news'] },
    {
      if: both({ equals: { newsUpTo: upTo } }, notHidden),
      refusal: (current) => (!current || isHidden(current) ? noSuchTicket() : newerNews()),
    },
  );
