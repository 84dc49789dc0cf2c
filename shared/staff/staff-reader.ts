import { parseItem } from '../storage/item-kind.ts';
import type { Database } from '../storage/database.ts';
import type { Agent, Skill } from './agent.ts';
import { agentKey, agentKind, agentOf, skillKey, skillPlace } from './agent-item.ts';
import { newId, type NewId } from '../id.ts';
import type { Item } from '../storage/item.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** What other concepts may read of staff. */
export interface StaffReader {
  /** Strongly consistent. */
  agent(id: string): Promise<Agent | undefined>;
  /** Ids of the clerks with this skill, of 100 or more some 100, others each time; lags a little behind changes. */
  agentsWith(skill: Skill): Promise<string[]>;
}

/** What each of its methods asks of the tables. */
export const staffReaderNeeds: NeedsOf<StaffReader> = {
  agent: ['gets staff'],
  agentsWith: ['queries staff by-skill'],
};

const mostCandidates = 100;

export function staffReader(db: Database, makeId: NewId = newId): StaffReader {
  return {
    async agent(id) {
      const item = await db.get('staff', agentKey(id));
      return item && agentOf(parseItem(agentKind, item));
    },
    async agentsWith(skill) {
      const entries = { table: 'staff', index: 'by-skill', pk: skillKey(skill), newestFirst: true, limit: mostCandidates } as const;
      const { items: first, next } = await db.page(entries);
      if (!next) return first.map(idOf);
      // From where somebody new would stand: anywhere. Behind the end it goes on with the beginning, which is known.
      const { items } = await db.page({ ...entries, below: skillPlace(makeId('agt')) });
      return [...new Set([...items, ...first].map(idOf))].slice(0, mostCandidates);
    },
  };
}

const idOf = ({ pk }: Item): string => String(pk);
