import { invalidField } from '../domain-error.ts';
import { both, notHidden } from '../storage/item-states.ts';
import { check } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { correspondenceKind, interactionKey } from './interaction-item.ts';
import type { TicketRef } from './ticket-check.ts';

/** Part of a change that names a step of a case: it is one of it, of whatever kind, for their keys are alike. @throws DomainError `invalid/invalid-body` */
export const checkStepThere = ({ customerId, id }: TicketRef, interactionId: string): Write =>
  check(correspondenceKind, interactionKey(customerId, id, interactionId), {
    if: both({ exists: true }, notHidden),
    refusal: () => invalidField('body.interactionId', 'is no interaction of this ticket'),
  });
