import { staffReaderNeeds } from '../staff/staff-reader.ts';
import type { Skill } from '../staff/agent.ts';
import { only, type Used } from '../storage/uses.ts';
import { workloadNeeds } from './workload-table.ts';

/** What it works with on the tables. */
export const clerksAtWorkUses = {
  workloads: only(workloadNeeds, 'workloads'),
  staff: only(staffReaderNeeds, 'agentsWith'),
};

export interface ClerksDeps extends Used<typeof clerksAtWorkUses> {
  readonly now: () => Date;
}

/** Who has a skill, and how many open tickets each of them; no entry for one who never had any. */
export interface Clerks {
  readonly candidates: readonly string[];
  readonly loads: ReadonlyMap<string, number>;
}

export interface ClerksAtWork {
  with(skill: Skill): Promise<Clerks>;
  /** One more was given to this clerk. */
  given(clerk: string): void;
  /** What is known proved wrong. */
  forget(): void;
}

/** So long the clerks of a moment ago will do: whoever is given a ticket is so under the load that was seen, or not at all. */
const freshMs = 5_000;

/** The clerks as they were read a moment ago, with what was given to them since: a batch of tickets, and the next one, read them once. */
export function clerksAtWork({ workloads, staff, now }: ClerksDeps): ClerksAtWork {
  const known = new Map<Skill, { readonly until: number; readonly candidates: readonly string[]; readonly loads: Map<string, number> }>();
  return {
    async with(skill) {
      const fresh = known.get(skill);
      if (fresh && fresh.until > now().getTime()) return fresh;
      const candidates = await staff.agentsWith(skill);
      const read = { until: now().getTime() + freshMs, candidates, loads: new Map(await workloads.workloads(candidates)) };
      // Where there is nobody, whoever comes shall be seen at once.
      if (candidates.length > 0) known.set(skill, read);
      return read;
    },
    given(clerk) {
      for (const { loads } of known.values()) loads.set(clerk, (loads.get(clerk) ?? 0) + 1);
    },
    forget: () => known.clear(),
  };
}
