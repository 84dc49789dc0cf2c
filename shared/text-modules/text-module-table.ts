import { dayOf } from '../personal-data/calendar.ts';
import type { DeletionRules } from '../personal-data/deletion-rules.ts';
import type { Database } from '../storage/database.ts';
import type { Once } from '../storage/idempotency.ts';
import { childKey, dueOf, putChild, putHead, update } from '../storage/item-writes.ts';
import type { NeedsOf } from '../storage/needs.ts';
import type { Committed, Write } from '../storage/transact.ts';
import {
  textModuleAttributes,
  textModuleKey,
  textModuleKind,
  textModuleList,
  textModuleOf,
  textModuleVersionKind,
  versionOf,
  versionSuffix,
} from './text-module-item.ts';
import { noSuchTextModule, textModuleChanged, type TextModule, type TextModuleStatus } from './text-module.ts';

export interface TextModuleTable {
  /** The first version of a new one. */
  add(module: TextModule, once: Once, now: Date): Promise<Committed>;
  /**
   * A further version (`changedTextModule`), under the one before: of two at once one is stale. Those before stay as they are.
   * @throws DomainError `stale/text-module-changed`, `not-found/no-such-text-module`
   */
  change(module: TextModule, now: Date): Promise<void>;
  /** As it is now. Strongly consistent. @throws DomainError `not-found/no-such-text-module` */
  byId(id: string): Promise<TextModule>;
  /** As it was in a version. @throws DomainError `not-found/no-such-text-module` */
  inVersion(id: string, version: number): Promise<TextModule>;
  /** Those in use, or those that are not, newest first; lags a little behind changes. */
  list(status: TextModuleStatus, limit: number, after?: string): Promise<{ readonly items: TextModule[]; readonly next: string | undefined }>;
}

/** What each of its methods asks of the tables. */
export const textModuleNeeds: NeedsOf<TextModuleTable> = {
  add: ['puts staff', 'puts idempotency'],
  change: ['updates staff', 'puts staff'],
  byId: ['gets staff'],
  inVersion: ['gets staff'],
  list: ['queries staff by-skill'],
};

export interface TextModuleTableParts {
  readonly db: Database;
  readonly rules: DeletionRules;
}

export function textModuleTable({ db, rules }: TextModuleTableParts): TextModuleTable {
  const stored = async (key: ReturnType<typeof textModuleKey>): Promise<TextModule> => {
    const item = await db.get('staff', key);
    if (!item) throw noSuchTextModule();
    return textModuleOf(item);
  };

  return {
    add: (module, once, now) =>
      db.commit({ once: { ...once, now }, writes: [putHead(textModuleKind, textModuleAttributes(module), { rules, today: dayOf(now) }), asWritten(module)] }),

    async change(module, now) {
      const { title, kinds, texts, sets, addsTask, status, retiredAt, version, changedAt, changedBy } = module;
      const optional = { kinds, sets, addsTask, retiredAt };
      const absent = (Object.keys(optional) as (keyof typeof optional)[]).filter((name) => optional[name] === undefined);
      const due = dueOf(textModuleKind, { ...textModuleAttributes(module), kind: 'text-module', dueOn: '' }, { rules, today: dayOf(now) });
      const set = { title, texts, ...optional, status, version, changedAt, changedBy, gsi1pk: textModuleList(status), ...due };
      await db.commit({
        writes: [
          update(
            textModuleKind,
            textModuleKey(module.id),
            { set, remove: absent },
            { if: { equals: { version: version - 1 } }, refusal: (current) => (current ? textModuleChanged() : noSuchTextModule()) },
          ),
          asWritten(module),
        ],
      });
    },

    byId: (id) => stored(textModuleKey(id)),
    inVersion: (id, version) => stored(childKey(textModuleVersionKind, textModuleKey(id), versionSuffix(version))),

    async list(status, limit, after) {
      const page = { table: 'staff', index: 'by-skill', pk: textModuleList(status), newestFirst: true, limit } as const;
      const { items, next } = await db.page({ ...page, ...(after && { below: after }) });
      return { items: items.map(textModuleOf), next: next && String(next.gsi1sk) };
    },
  };
}

/** What it says in this version, from here on. */
const asWritten = (module: TextModule): Write =>
  putChild(textModuleVersionKind, textModuleKey(module.id), versionSuffix(module.version), versionOf(module), { refusal: textModuleChanged });
