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

/** Among whom somebody is looked for. */
export interface Sought {
  readonly skill: Skill;
  /** Of this team only. */
  readonly team?: string | undefined;
  /** Not who gave it away. */
  readonly except?: string | undefined;
}

export interface ClerksAtWork {
  /** Who of those who are here gets a ticket; `undefined` where nobody can. */
  best(sought: Sought): Promise<Choice | undefined>;
  /** Whether this one gets it, whom the customer knows: they are here, and among those who are looked for. */
  known(sought: Sought, agentId: string): Promise<Choice | undefined>;
}

/** So long those who had a skill a moment ago will do: who has left since is found out by their load. */
const freshMs = 5_000;

/** Among so many a ticket's clerk is chosen: what it costs to look does not grow with the staff, but where all of them are full. */
export const lookedAt = 25;

/** The clerks as their skills were read a moment ago, and their loads as they are: what others give them meanwhile counts for more than what it costs. */
export function clerksAtWork({ workloads, staff, now, random }: ClerksDeps): ClerksAtWork {
  const known = new Map<string, { readonly until: number; readonly clerks: readonly SkilledClerk[] }>();
  const nameOf = ({ skill, team = '' }: Sought): string => `${skill}#${team}`;
  const fresh = (sought: Sought): readonly SkilledClerk[] | undefined => {
    const seen = known.get(nameOf(sought));
    return seen && seen.until > now().getTime() ? seen.clerks : undefined;
  };

  async function among(clerks: readonly SkilledClerk[], { except }: Sought): Promise<Choice | undefined> {
    const today = dayOf(now());
    const here = inOrder(
      clerks.filter((clerk) => clerk.id !== except && isHere(clerk, today)),
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
    async best(sought) {
      const seen = fresh(sought);
      const choice = seen && (await among(seen, sought));
      if (choice) return choice;
      // Where there was nobody, whoever comes shall be seen at once.
      const clerks = await staff.clerksWith(sought.skill, sought.team);
      known.set(nameOf(sought), { until: now().getTime() + freshMs, clerks });
      return among(clerks, sought);
    },
    async known(sought, agentId) {
      if (agentId === sought.except) return undefined;
      const clerk = fresh(sought)?.find(({ id }) => id === agentId) ?? (await staff.clerkWith(sought.skill, agentId, sought.team));
      return clerk && isHere(clerk, dayOf(now())) ? takenOnBy(clerk) : undefined;
    },
  };
}
