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
  /** From here on nothing is given to this clerk, whoever has seen them a moment ago. */
  leave(agentId: string, now: Date): Promise<void>;
}

/** What each of its methods asks of the tables. */
export const workloadNeeds: NeedsOf<WorkloadTable> = {
  workloads: ['gets tickets'],
  leave: ['updates tickets'],
};

export function workloadTable(db: Database): WorkloadTable {
  return {
    async workloads(agentIds) {
      const loads = await db.getAll(workloadKind.table, agentIds.map(workloadKey));
      return new Map(loads.map((item) => [clerkOf(item), Number(item.assigned)]));
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

/** A clerk has one more ticket, if they have as many as was seen. */
export const busier = (agentId: string, loadSeen: number | undefined): Write =>
  update(
    workloadKind,
    workloadKey(agentId),
    { set: { kind: 'workload' }, add: { assigned: 1 } },
    {
      if: both(loadSeen === undefined ? { absent: ['assigned'] } : { equals: { assigned: loadSeen } }, stillHere),
      refusal: workloadChanged,
    },
  );

/** Somebody else gave them something, or took it from them, since their count was read; or they left. */
export const workloadChanged = (): DomainError => new DomainError('conflict', 'workload-changed');

/** A clerk has one more ticket, however many they have: somebody wanted it so. */
export const givenOneMore = (agentId: string): Write =>
  update(workloadKind, workloadKey(agentId), { set: { kind: 'workload' }, add: { assigned: 1 } }, { if: stillHere, refusal: assigneeLeft });

/** They left while they were being given something. */
const assigneeLeft = (): DomainError => new DomainError('conflict', 'assignee-left');

/** A clerk has one ticket less. Of a clerk who is gone so is the count, and nothing may bring it back: it would be nobody's to delete. */
export const freed = (agentId: string): Write =>
  update(workloadKind, workloadKey(agentId), { add: { assigned: -1 } }, { if: { exists: true }, refusal: noSuchWorkload });

/** Nobody counts for this clerk, who is gone. */
export const noSuchWorkload = (): DomainError => new DomainError('conflict', 'no-such-workload');
