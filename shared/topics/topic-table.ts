import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import { childKey, dueOf, putChild, putHead, update } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import { topicAttributes, topicKey, topicKind, topicList, topicOf, topicVersionKind, versionSuffix } from './topic-item.ts';
import { noSuchTopic, topicChanged, topicExists, type Topic, type TopicStatus } from './topic.ts';

export interface TopicTable {
  /** The first version of a new one. @throws DomainError `conflict/topic-exists`, retired ones too */
  add(topic: Topic, once: Once, now: Date): Promise<Committed>;
  /**
   * A further version (`changedTopic`), under the one before: of two at once one is stale. Those before stay as they are.
   * @throws DomainError `stale/topic-changed`, `not-found/no-such-topic`
   */
  change(topic: Topic, now: Date): Promise<void>;
  /** As it is now. Strongly consistent. @throws DomainError `not-found/no-such-topic` */
  byName(name: string): Promise<Topic>;
  /** As it was in a version. @throws DomainError `not-found/no-such-topic` */
  inVersion(name: string, version: number): Promise<Topic>;
  /** Several as they are now, in use or not, by their names; those that are not there are left out. One read, of a hundred at most. Strongly consistent. */
  named(names: readonly string[]): Promise<Topic[]>;
  /** Those in use, or those that are not, by their names; lags a little behind changes. */
  list(status: TopicStatus, limit: number, after?: string): Promise<{ readonly items: Topic[]; readonly next: string | undefined }>;
}

/** What each of its methods asks of the tables. */
export const topicNeeds: NeedsOf<TopicTable> = {
  add: ['puts staff', 'puts idempotency'],
  change: ['updates staff', 'puts staff'],
  byName: ['gets staff'],
  inVersion: ['gets staff'],
  named: ['gets staff'],
  list: ['queries staff by-skill'],
};

export interface TopicTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
}

export function topicTable({ db, rules }: TopicTableParts): TopicTable {
  const stored = async (key: ReturnType<typeof topicKey>): Promise<Topic> => {
    const item = await db.get('staff', key);
    if (!item) throw noSuchTopic();
    return topicOf(item);
  };

  return {
    add: (topic, once, now) =>
      db.commit({
        once: { ...once, now },
        writes: [putHead(topicKind, topicAttributes(topic), { rules, today: dayOf(now) }, { refusal: topicExists }), asWritten(topic)],
      }),

    async change(topic, now) {
      const { name, texts, status, retiredAt, version, changedAt, changedBy } = topic;
      const due = dueOf(topicKind, { ...topicAttributes(topic), kind: 'topic', dueOn: '' }, { rules, today: dayOf(now) });
      const set = { texts, status, retiredAt, version, changedAt, changedBy, gsi1pk: topicList(status), ...due };
      await db.commit({
        writes: [
          update(
            topicKind,
            topicKey(name),
            { set, remove: retiredAt === undefined ? ['retiredAt'] : [] },
            { if: { equals: { version: version - 1 } }, refusal: (current) => (current ? topicChanged() : noSuchTopic()) },
          ),
          asWritten(topic),
        ],
      });
    },

    byName: (name) => stored(topicKey(name)),
    inVersion: (name, version) => stored(childKey(topicVersionKind, topicKey(name), versionSuffix(version))),

    async named(names) {
      const items = await db.getAll('staff', names.map(topicKey));
      return items.map(topicOf).sort((one, other) => (one.name < other.name ? -1 : 1));
    },

    async list(status, limit, after) {
      const page = { table: 'staff', index: 'by-skill', pk: topicList(status), limit } as const;
      const { items, next } = await db.page({ ...page, ...(after !== undefined && { above: after }) });
      return { items: items.map(topicOf), next: next && String(next.gsi1sk) };
    },
  };
}

/** What it says in this version, from here on. */
const asWritten = (topic: Topic): Write => putChild(topicVersionKind, topicKey(topic.name), versionSuffix(topic.version), topic, { refusal: topicChanged });
