import { customerKey, customerKind, type CustomerItem } from '../../customers/customer-item.ts';
import { alreadyDone, DomainError } from '../../domain-error.ts';
import { update } from '../../storage/item-writes.ts';
import type { Database } from '../../storage/database.ts';
import type { NeedsOf } from '../../storage/needs.ts';

/** Opens and closes the customer guard, on which every other writer's transaction depends. */
export interface GuardState {
  /** From here nobody else writes for the customer. Also when it is closed already, or the customer is gone. */
  close(customerId: string): Promise<void>;
  open(customerId: string): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const guardNeeds: NeedsOf<GuardState> = {
  close: ['updates customers'],
  open: ['updates customers'],
};

export function guardState(db: Database): GuardState {
  const set = async (customerId: string, from: CustomerItem['status'], to: CustomerItem['status']) => {
    try {
      await db.commit({
        writes: [update(customerKind, customerKey(customerId), { set: { status: to } }, { if: { equals: { status: from } }, refusal: alreadyDone })],
      });
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'already-done')) throw error;
    }
  };
  return { close: (customerId) => set(customerId, 'active', 'erasing'), open: (customerId) => set(customerId, 'erasing', 'active') };
}
