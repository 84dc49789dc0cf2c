import { parseItem } from '../storage/item-kind.ts';
import type { Database } from '../storage/database.ts';
import { childKey } from '../storage/item-writes.ts';
import type { NewAbsence } from './absence.ts';
import type { Agent, Skill } from './agent.ts';
import { agentKey, agentKind, agentOf, skillEntry, skillKey, skillKind, skillPlace, teamKey, teamMemberKind } from './agent-item.ts';
import { newId, type NewId } from '../id.ts';
import type { Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** A clerk as somebody sees them who has a ticket to give. Who is away is not seen. */
export interface SkilledClerk {
  readonly id: string;
  /** In the skill that was asked for. */
  readonly level: number;
  readonly busy?: true | undefined;
  /** The most open tickets that they are to have. */
  readonly capacity?: number | undefined;
  readonly absences: readonly NewAbsence[];
}

/** What other concepts may read of staff. */
export interface StaffReader {
  /** Strongly consistent. */
  agent(id: string): Promise<Agent | undefined>;
  /** The clerks with this skill, or those of a team, the best first; of more than 100 the best 100, of equal ones others each time. Lags a little behind changes. */
  clerksWith(skill: Skill, team?: string): Promise<SkilledClerk[]>;
  /** The ids of a team's clerks, also of those who are away or have no login yet; of more than 100 the 100 who came first. Lags a little behind changes. */
  clerksOf(team: string): Promise<string[]>;
  /** A clerk with this skill, and of this team if one is named, unless they are away. Strongly consistent. */
  clerkWith(skill: Skill, id: string, team?: string): Promise<SkilledClerk | undefined>;
}

/** What each of its methods asks of the tables. */
export const staffReaderNeeds: NeedsOf<StaffReader> = {
  agent: ['gets staff'],
  clerksWith: ['queries staff by-skill'],
  clerksOf: ['queries staff by-skill'],
  clerkWith: ['gets staff'],
};

const mostCandidates = 100;

export function staffReader(db: Database, makeId: NewId = newId): StaffReader {
  return {
    async agent(id) {
      const item = await db.get('staff', agentKey(id));
      return item && agentOf(parseItem(agentKind, item));
    },
    async clerksWith(skill, team) {
      const entries = { table: 'staff', index: 'by-skill', pk: skillKey(skill, team), newestFirst: true, limit: mostCandidates } as const;
      const { items: first, next } = await db.page(entries);
      const best = first.map(clerkOf);
      if (!next) return best;
      // Of the level at which the page ends there may be more. From where somebody new of it would stand: anywhere among them.
      const least = best.at(-1)!.level;
      const { items } = await db.page({ ...entries, below: skillPlace(least, makeId('agt')) });
      const byId = new Map([...best.filter(({ level }) => level > least), ...items.map(clerkOf), ...best].map((clerk) => [clerk.id, clerk]));
      return [...byId.values()].toSorted((one, other) => other.level - one.level).slice(0, mostCandidates);
    },
    async clerksOf(team) {
      const { items } = await db.page({ table: 'staff', index: 'by-skill', pk: teamKey(team), limit: mostCandidates });
      return items.map((item) => parseItem(teamMemberKind, item).pk);
    },
    async clerkWith(skill, id, team) {
      const item = await db.get('staff', childKey(skillKind, agentKey(id), skillEntry(skill, team)));
      return item && clerkOf(item);
    },
  };
}

function clerkOf(item: Item): SkilledClerk {
  const { pk, level, busy, capacity, absences } = parseItem(skillKind, item);
  return { id: pk, level, busy, capacity, absences };
}
