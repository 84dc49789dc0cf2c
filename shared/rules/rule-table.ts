import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import { earlierEffect, earlierNeeds } from '../storage/earlier.ts';
import type { IdempotentRequest, Once } from '../storage/idempotency.ts';
import { childKey, dueOf, putChild, putHead, update } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { ruleAttributes, ruleKey, ruleKind, ruleList, ruleVersionKind, versionOf, versionSuffix } from './rule-item.ts';
import { noSuchRule, ruleChanged, type Rule } from './rule.ts';
import { ruleOf } from './stored-rule.ts';

export interface RuleTable {
  /** The first version of a new one. */
  add(rule: Rule, once: Once, now: Date): Promise<Committed>;
  /** What an earlier request with the same key made. @throws DomainError `unprocessable/idempotency-key-reused` */
  earlier(request: IdempotentRequest, now: Date): Promise<Committed['earlier']>;
  /**
   * A further version (`changedRule`), under the one before: of two at once one is stale. Those before stay as they are.
   * @throws DomainError `stale/rule-changed`, `not-found/no-such-rule`
   */
  change(rule: Rule, now: Date): Promise<void>;
  /** As it is now. Strongly consistent. @throws DomainError `not-found/no-such-rule` */
  byId(id: string): Promise<Rule>;
  /** As it was in a version. @throws DomainError `not-found/no-such-rule` */
  inVersion(id: string, version: number): Promise<Rule>;
  /** Those that act, or those that do not, newest first; lags a little behind changes. */
  list(active: boolean, limit: number, after?: string): Promise<{ readonly items: Rule[]; readonly next: string | undefined }>;
}

/** What each of its methods asks of the tables. */
export const ruleNeeds: NeedsOf<RuleTable> = {
  add: ['puts staff', 'puts idempotency'],
  earlier: earlierNeeds,
  change: ['updates staff', 'puts staff'],
  byId: ['gets staff'],
  inVersion: ['gets staff'],
  list: ['queries staff by-skill'],
};

export function ruleTable({ db, rules }: { readonly db: Database; readonly rules: DeletionRules }): RuleTable {
  const stored = async (key: ReturnType<typeof ruleKey>): Promise<Rule> => {
    const item = await db.get('staff', key);
    if (!item) throw noSuchRule();
    return ruleOf(item);
  };
  const list: RuleTable['list'] = async (active, limit, after) => {
    const page = { table: 'staff', index: 'by-skill', pk: ruleList(active), newestFirst: true, limit } as const;
    const { items, next } = await db.page({ ...page, ...(after && { below: after }) });
    return { items: items.map(ruleOf), next: next && String(next.gsi1sk) };
  };

  return {
    add: (rule, once, now) =>
      db.commit({ once: { ...once, now }, writes: [putHead(ruleKind, ruleAttributes(rule), { rules, today: dayOf(now) }), asWritten(rule)] }),

    earlier: (request, now) => earlierEffect(db, request, now),

    async change(rule, now) {
      const { title, trigger, conditions, actions, order, active, inactiveSince, version, changedAt, changedBy } = versionOf(rule);
      const due = dueOf(ruleKind, { ...ruleAttributes(rule), kind: 'rule', dueOn: '' }, { rules, today: dayOf(now) });
      const set = { title, trigger, conditions, actions, order, active, inactiveSince, version, changedAt, changedBy, gsi1pk: ruleList(active), ...due };
      await db.commit({
        writes: [
          update(
            ruleKind,
            ruleKey(rule.id),
            { set, remove: active ? ['inactiveSince'] : [] },
            { if: { equals: { version: version - 1 } }, refusal: (current) => (current ? ruleChanged() : noSuchRule()) },
          ),
          asWritten(rule),
        ],
      });
    },

    byId: (id) => stored(ruleKey(id)),
    inVersion: (id, version) => stored(childKey(ruleVersionKind, ruleKey(id), versionSuffix(version))),
    list,
  };
}

/** What it says in this version, from here on. */
const asWritten = (rule: Rule): Write => putChild(ruleVersionKind, ruleKey(rule.id), versionSuffix(rule.version), versionOf(rule), { refusal: ruleChanged });
