import { staffReaderNeeds } from '../staff/staff-reader.ts';
import type { Skill } from '../staff/agent.ts';
import { only, type Used } from '../storage/uses.ts';
import { sample } from './assignment.ts';
import { workloadNeeds } from './workload-table.ts';

/** What it works with on the tables. */
export const clerksAtWorkUses = {
  workloads: only(workloadNeeds, 'here'),
  staff: only(staffReaderNeeds, 'agentsWith'),
};

export interface ClerksDeps extends Used<typeof clerksAtWorkUses> {
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
}

export interface ClerksAtWork {
  /** Some of the clerks who have a skill and are here, all of them where they are few, and how many open tickets each of them has now. */
  with(skill: Skill): Promise<ReadonlyMap<string, number>>;
}

/** So long those who had a skill a moment ago will do: who has left since is found out by their load. */
const freshMs = 5_000;

/** Among so many a ticket's clerk is chosen: what it costs to look does not grow with the staff. */
export const lookedAt = 25;

/** The clerks as their skills were read a moment ago, and their loads as they are: what others give them meanwhile counts for more than what it costs. */
export function clerksAtWork({ workloads, staff, now, random }: ClerksDeps): ClerksAtWork {
  const known = new Map<Skill, { readonly until: number; readonly ids: readonly string[] }>();
  const some = (ids: readonly string[]) => workloads.here(sample(ids, lookedAt, random));
  return {
    async with(skill) {
      const fresh = known.get(skill);
      if (fresh && fresh.until > now().getTime()) {
        const loads = await some(fresh.ids);
        // Where there is nobody, whoever comes shall be seen at once.
        if (loads.size > 0) return loads;
      }
      const ids = await staff.agentsWith(skill);
      known.set(skill, { until: now().getTime() + freshMs, ids });
      return some(ids);
    },
  };
}
