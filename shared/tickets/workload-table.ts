import { DomainError } from '../domain-error.ts';
import type { Database } from '../storage/database.ts';
import { both } from '../storage/item-states.ts';
import { update } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Write } from '../storage/transact.ts';
import { clerkOf, workloadKey, workloadKind } from './workload-item.ts';

export interface WorkloadTable {
  /** Open tickets by clerk; no entry for a clerk who never had one. */
  workloads(agentIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Open tickets of those of them who have not left; 0 of one who never had one. Strongly consistent. */
  here(agentIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** From here on nothing is given to this clerk, whoever has seen them a moment ago. */
  leave(agentId: string, now: Date): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const workloadNeeds: NeedsOf<WorkloadTable> = {
  workloads: ['gets tickets'],
  here: ['gets tickets'],
  leave: ['updates tickets'],
};

export function workloadTable(db: Database): WorkloadTable {
  const stored = (agentIds: readonly string[]) => db.getAll(workloadKind.table, agentIds.map(workloadKey));
  return {
    async workloads(agentIds) {
      return new Map((await stored(agentIds)).map((item) => [clerkOf(item), Number(item.assigned)]));
    },
    async here(agentIds) {
      const loads = new Map(agentIds.map((id) => [id, 0]));
      for (const item of await stored(agentIds)) {
        if (item.leftAt === undefined) loads.set(clerkOf(item), Number(item.assigned));
        else loads.delete(clerkOf(item));
      }
      return loads;
    },
    async leave(agentId, now) {
      await db.commit({
        writes: [update(workloadKind, workloadKey(agentId), { set: { kind: 'workload' }, setOnce: { leftAt: now.toISOString() }, add: { assigned: 0 } })],
      });
    },
  };
}

/** Somebody who is gone gets nothing. */
const stillHere = { absent: ['leftAt'] };

/** A clerk has one more ticket, unless they have more than `atMost` by now; without it however many they have. */
export const givenOneMore = (agentId: string, atMost?: number): Write =>
  update(
    workloadKind,
    workloadKey(agentId),
    { set: { kind: 'workload' }, add: { assigned: 1 } },
    {
      if: atMost === undefined ? stillHere : both({ notAbove: { assigned: atMost } }, stillHere),
      refusal: (current) => (current?.leftAt === undefined ? workloadChanged() : assigneeLeft()),
    },
  );

/** A clerk has a ticket again that was theirs before. Who counts no more has left, however long ago. */
export const givenAgain = (agentId: string): Write =>
  update(workloadKind, workloadKey(agentId), { add: { assigned: 1 } }, { if: both({ exists: true }, stillHere), refusal: assigneeLeft });

/** Others gave them more than was to be expected since their count was read. */
export const workloadChanged = (): DomainError => new DomainError('conflict', 'workload-changed');

/** They left while they were being given something. */
export const assigneeLeft = (): DomainError => new DomainError('conflict', 'assignee-left');

/** A clerk has one ticket less. Of a clerk who is gone so is the count, and nothing may bring it back: it would be nobody's to delete. */
export const freed = (agentId: string): Write =>
  update(workloadKind, workloadKey(agentId), { add: { assigned: -1 } }, { if: { exists: true }, refusal: noSuchWorkload });

/** Nobody counts for this clerk, who is gone. */
export const noSuchWorkload = (): DomainError => new DomainError('conflict', 'no-such-workload');
