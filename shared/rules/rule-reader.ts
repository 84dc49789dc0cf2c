import type { Database } from '../storage/database.ts';
import type { NeedsOf } from '../storage/needs.ts';
import { ruleKey, ruleList } from './rule-item.ts';
import { mostActive, type Rule } from './rule.ts';
import { ruleOf, usableRule } from './stored-rule.ts';

/** Rules that are to act. */
export interface Acting {
  readonly rules: readonly Rule[];
  readonly unusable: readonly string[];
}

/** What other concepts may read of rules. */
export interface RuleReader {
  /**
   * All that act: one query. Lags a little; whoever acts by one asks whether it still does (`checkRuleActs`). `unusable`: the ids of those that say what this
   * code does not take any more.
   */
  acting(): Promise<Acting>;
  /** As it is now, acting or not. Strongly consistent. */
  rule(id: string): Promise<Rule | undefined>;
}

/** What each of its methods asks of the tables. */
export const ruleReaderNeeds: NeedsOf<RuleReader> = { acting: ['queries staff by-skill'], rule: ['gets staff'] };

export function ruleReader(db: Database): RuleReader {
  return {
    async acting() {
      const { items } = await db.page({ table: 'staff', index: 'by-skill', pk: ruleList(true), newestFirst: true, limit: mostActive });
      const read = items.map((item) => usableRule(item) ?? ruleOf(item).id);
      return {
        rules: read.filter((rule) => typeof rule !== 'string'),
        unusable: read.filter((rule) => typeof rule === 'string'),
      };
    },
    async rule(id) {
      const item = await db.get('staff', ruleKey(id));
      return item && ruleOf(item);
    },
  };
}
