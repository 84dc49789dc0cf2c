import { parseItem } from '../personal-data/stored-item.ts';
import type { Database } from '../storage/database.ts';
import type { Agent, Skill } from './agent.ts';
import { agentKey, agentKind, agentOf, skillKey } from './agent-item.ts';

/** What other concepts may read of staff. */
export interface StaffReader {
  /** Strongly consistent. */
  agent(id: string): Promise<Agent | undefined>;
  /** Ids of the clerks with this skill, at most 100; lags a little behind changes. */
  agentsWith(skill: Skill): Promise<string[]>;
}

export function staffReader(db: Database): StaffReader {
  return {
    async agent(id) {
      const item = await db.get('staff', agentKey(id));
      return item && agentOf(parseItem(agentKind, item));
    },
    async agentsWith(skill) {
      const { items } = await db.page({ table: 'staff', index: 'by-skill', pk: skillKey(skill), limit: 100 });
      return items.map((item) => String(item.pk));
    },
  };
}
