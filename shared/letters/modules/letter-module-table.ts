import { dayOf } from '../../personal-data/calendar.ts';
import type { DeletionRules } from '../../personal-data/deletion-rules.ts';
import type { Database } from '../../storage/database.ts';
import { earlierEffect, earlierNeeds } from '../../storage/earlier.ts';
import type { IdempotentRequest, Once } from '../../storage/idempotency.ts';
import { childKey, dueOf, putChild, putHead, update } from '../../storage/item-writes.ts';
import type { NeedsOf } from '../../storage/needs.ts';
import type { Committed, Write } from '../../storage/transact.ts';
import {
  headAttributesOf,
  letterModuleKey,
  letterModuleKind,
  letterModuleList,
  letterModuleVersionKind,
  versionAttributesOf,
  versionSuffix,
  type ModuleHead,
} from './letter-module-item.ts';
import { type LetterModule } from './letter-module.ts';
import { codeTaken, moduleChanged, noSuchModule } from './module-refusals.ts';
import { headFor } from './module-head.ts';
import { headOf, moduleOf } from './stored-module.ts';

export interface LetterModuleTable {
  /** The first draft of a new one. @throws DomainError `conflict/letter-module-code-taken` */
  add(module: LetterModule, once: Once, now: Date): Promise<Committed>;
  /** What an earlier request with the same key made. @throws DomainError `unprocessable/idempotency-key-reused` */
  earlier(request: IdempotentRequest, now: Date): Promise<Committed['earlier']>;
  /**
   * What was done to a version, and what the module is after that (`headAfter`): of two at once one is stale. What a version that is no draft says stays.
   * @throws DomainError `stale/letter-module-changed`, `not-found/no-such-letter-module`
   */
  change(head: ModuleHead, step: VersionStep, now: Date, once?: Once): Promise<Committed>;
  /** As it is now. Strongly consistent. @throws DomainError `not-found/no-such-letter-module` */
  head(code: string): Promise<ModuleHead>;
  /** What a version says. @throws DomainError `not-found/no-such-letter-module` */
  version(code: string, version: number): Promise<LetterModule>;
  /** By code; lags a little behind changes. */
  list(limit: number, after?: string): Promise<{ readonly items: ModuleHead[]; readonly next: string | undefined }>;
}

/** A version before and after: without one before it is new. */
export interface VersionStep {
  readonly before?: LetterModule | undefined;
  readonly after: LetterModule;
}

/** What each of its methods asks of the tables. */
export const letterModuleNeeds: NeedsOf<LetterModuleTable> = {
  add: ['puts staff', 'puts idempotency'],
  earlier: earlierNeeds,
  change: ['updates staff', 'puts staff', 'puts idempotency'],
  head: ['gets staff'],
  version: ['gets staff'],
  list: ['queries staff by-skill'],
};

export function letterModuleTable({ db, rules }: { readonly db: Database; readonly rules: DeletionRules }): LetterModuleTable {
  const stored = async (key: ReturnType<typeof letterModuleKey>) => {
    const item = await db.get('staff', key);
    if (!item) throw noSuchModule();
    return item;
  };

  return {
    add: (module, once, now) =>
      db.commit({
        once: { ...once, now },
        writes: [putHead(letterModuleKind, headAttributesOf(headFor(module)), { rules, today: dayOf(now) }, { refusal: codeTaken }), newVersion(module)],
      }),

    earlier: (request, now) => earlierEffect(db, request, now),

    change(head, { before, after }, now, once) {
      const { title, importance, category, version, status, periods, revision, changedAt, changedBy, endsOn } = headAttributesOf(head);
      const set = { title, importance, category, version, status, periods, revision, changedAt, changedBy, endsOn };
      const due = dueOf(letterModuleKind, { ...headAttributesOf(head), kind: 'letter-module', dueOn: '' }, { rules, today: dayOf(now) });
      return db.commit({
        ...(once && { once: { ...once, now } }),
        writes: [
          update(
            letterModuleKind,
            letterModuleKey(head.code),
            { set: { ...set, ...due }, remove: endsOn === undefined ? ['endsOn'] : [] },
            { if: { equals: { revision: head.revision - 1 } }, refusal: (current) => (current ? moduleChanged() : noSuchModule()) },
          ),
          before ? changedVersion(before, after) : newVersion(after),
        ],
      });
    },

    head: async (code) => headOf(await stored(letterModuleKey(code))),
    version: async (code, version) => moduleOf(await stored(childKey(letterModuleVersionKind, letterModuleKey(code), versionSuffix(version)))),

    async list(limit, after) {
      const page = { table: 'staff', index: 'by-skill', pk: letterModuleList, limit } as const;
      const { items, next } = await db.page({ ...page, ...(after && { above: after }) });
      return { items: items.map(headOf), next: next && String(next.gsi1sk) };
    },
  };
}

const newVersion = (module: LetterModule): Write =>
  putChild(letterModuleVersionKind, letterModuleKey(module.code), versionSuffix(module.version), versionAttributesOf(module), { refusal: moduleChanged });

/** What became of a version; its content only while it was a draft. */
function changedVersion(before: LetterModule, after: LetterModule): Write {
  const { content, writers, changedAt, changedBy, status, from, to, approvedAt, approvedBy, withdrawnAt, withdrawnBy } = versionAttributesOf(after);
  const steps = { status, from, to, approvedAt, approvedBy, withdrawnAt, withdrawnBy };
  const written = before.status === 'draft' ? { content, writers, changedAt, changedBy } : {};
  return update(
    letterModuleVersionKind,
    childKey(letterModuleVersionKind, letterModuleKey(after.code), versionSuffix(after.version)),
    { set: { ...steps, ...written } },
    { if: { equals: { status: before.status } }, refusal: moduleChanged },
  );
}
