import { parseItem } from '../storage/item-kind.ts';
import type { Database } from '../storage/database.ts';
import type { Agent, Skill } from './agent.ts';
import { agentKey, agentKind, agentOf, skillKey } from './agent-item.ts';
import type { NeedsOf } from '../storage/needs.ts';

/** What other concepts may read of staff. */
export interface StaffReader {
  /** Strongly consistent. */
  agent(id: string): Promise<Agent | undefined>;
  /** Ids of the clerks with this skill, of more than 100 a random 100; lags a little behind changes. */
  agentsWith(skill: Skill): Promise<string[]>;
}

/** What each of its methods asks of the tables. */
export const staffReaderNeeds: NeedsOf<StaffReader> = {
  agent: ['gets staff'],
  agentsWith: ['queries staff by-skill'],
};

const mostCandidates = 100;

export function staffReader(db: Database, random: () => number = Math.random): StaffReader {
  return {
    async agent(id) {
      const item = await db.get('staff', agentKey(id));
      return item && agentOf(parseItem(agentKind, item));
    },
    async agentsWith(skill) {
      const ids: string[] = [];
      // A thousand entries are some 140 KB: far less than reading what each candidate has to do.
      for await (const items of db.each({ table: 'staff', index: 'by-skill', pk: skillKey(skill), limit: 1000 })) {
        for (const item of items) ids.push(String(item.pk));
      }
      return sample(ids, mostCandidates, random);
    },
  };
}

/** As many of them, each as likely as any other; all of them where there are no more. */
function sample(all: readonly string[], count: number, random: () => number): string[] {
  const left = [...all];
  const drawn: string[] = [];
  while (drawn.length < count && left.length > 0) {
    const index = Math.floor(random() * left.length);
    drawn.push(left[index]!);
    left[index] = left.at(-1)!;
    left.pop();
  }
  return drawn;
}
