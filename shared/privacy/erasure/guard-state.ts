import { alreadyDone, isRefusal } from '../../domain-error.ts';
import { guardStatus } from '../../storage/customer-guard.ts';
import type { Database } from '../../storage/database.ts';
import { update } from '../../storage/item-writes.ts';
import { toEach, type NeedsOf } from '../../storage/needs.ts';
import type { Registry } from '../registry/registry.ts';

/** Opens and closes the customer guard, on which every other writer's transaction depends. */
export interface GuardState {
  /** From here nobody else writes for the customer. Also when it is closed already, or the customer is gone. */
  close(customerId: string): Promise<void>;
  open(customerId: string): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const guardNeeds = ({ personKind }: Registry): NeedsOf<GuardState> => ({
  close: toEach('updates', [personKind.table]),
  open: toEach('updates', [personKind.table]),
});

export function guardState(db: Database, { personKind }: Registry): GuardState {
  const set = async (pk: string, from: string, to: string) => {
    const was = { if: { equals: { status: from } }, refusal: alreadyDone };
    try {
      await db.commit({ writes: [update(personKind, { pk, sk: personKind.sk }, { set: { status: to } }, was)] });
    } catch (error) {
      if (!isRefusal(error, alreadyDone())) throw error;
    }
  };
  const { open, closed } = guardStatus;
  return { close: (customerId) => set(customerId, open, closed), open: (customerId) => set(customerId, closed, open) };
}
