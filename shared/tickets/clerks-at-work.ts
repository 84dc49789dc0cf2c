import { dayOf } from '../personal-data/calendar.ts';
import type { Skill } from '../staff/agent.ts';
import { staffReaderNeeds, type SkilledClerk } from '../staff/staff-reader.ts';
import { only, type Used } from '../storage/uses.ts';
import { chosen, inOrder, isHere, takenOnBy, type Choice } from './assignment.ts';
import { workloadNeeds } from './workload-table.ts';

/** What it works with on the tables. */
export const clerksAtWorkUses = {
  workloads: only(workloadNeeds, 'here'),
  staff: only(staffReaderNeeds, 'clerksWith', 'clerkWith'),
};

export interface ClerksDeps extends Used<typeof clerksAtWorkUses> {
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
}

export interface ClerksAtWork {
  /** Who of those who have a skill and are here gets a ticket; `undefined` where nobody can. */
  best(skill: Skill): Promise<Choice | undefined>;
  /** Whether this one gets it, whom the customer knows: they have the skill and are here. */
  known(skill: Skill, agentId: string): Promise<Choice | undefined>;
}

/** So long those who had a skill a moment ago will do: who has left since is found out by their load. */
const freshMs = 5_000;

/** Among so many a ticket's clerk is chosen: what it costs to look does not grow with the staff, but where all of them are full. */
export const lookedAt = 25;

/** The clerks as their skills were read a moment ago, and their loads as they are: what others give them meanwhile counts for more than what it costs. */
export function clerksAtWork({ workloads, staff, now, random }: ClerksDeps): ClerksAtWork {
  const known = new Map<Skill, { readonly until: number; readonly clerks: readonly SkilledClerk[] }>();
  const fresh = (skill: Skill): readonly SkilledClerk[] | undefined => {
    const seen = known.get(skill);
    return seen && seen.until > now().getTime() ? seen.clerks : undefined;
  };

  async function among(clerks: readonly SkilledClerk[]): Promise<Choice | undefined> {
    const today = dayOf(now());
    const here = inOrder(
      clerks.filter((clerk) => isHere(clerk, today)),
      random,
    );
    for (let start = 0; start < here.length; start += lookedAt) {
      const some = here.slice(start, start + lookedAt);
      const loads = await workloads.here(some.map(({ id }) => id));
      const choice = chosen(
        some.flatMap((clerk) => (loads.has(clerk.id) ? [{ ...clerk, load: loads.get(clerk.id)! }] : [])),
        random,
      );
      if (choice) return choice;
    }
    return undefined;
  }

  return {
    async best(skill) {
      const seen = fresh(skill);
      const choice = seen && (await among(seen));
      if (choice) return choice;
      // Where there was nobody, whoever comes shall be seen at once.
      const clerks = await staff.clerksWith(skill);
      known.set(skill, { until: now().getTime() + freshMs, clerks });
      return among(clerks);
    },
    async known(skill, agentId) {
      const clerk = fresh(skill)?.find(({ id }) => id === agentId) ?? (await staff.clerkWith(skill, agentId));
      return clerk && isHere(clerk, dayOf(now())) ? takenOnBy(clerk) : undefined;
    },
  };
}
