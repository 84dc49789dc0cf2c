import { parseItem } from '../../storage/item-kind.ts';
import type { Item } from '../../storage/item.ts';
import { letterModuleKind, letterModuleVersionKind, type ModuleHead } from './letter-module-item.ts';
import type { LetterModule, LetterModuleContent } from './letter-module.ts';

// Apart from the kinds: whoever walks all kinds of items needs nothing of what letters can say.

/** The module in a stored item. */
export function headOf(item: Item): ModuleHead {
  const { code, title, importance, category, version, status, periods, revision, changedAt, changedBy } = parseItem(letterModuleKind, item);
  return { code, title, importance, category, version, status, periods, revision, changedAt, changedBy };
}

/** A version in a stored item, as it was written: a later release may not know any more all that it says. */
export function moduleOf(item: Item): LetterModule {
  const stored = parseItem(letterModuleVersionKind, item);
  const { code, version, status, content, from, to, writers, changedAt, changedBy, approvedAt, approvedBy, withdrawnAt, withdrawnBy } = stored;
  return {
    code,
    version,
    status,
    content: JSON.parse(content) as LetterModuleContent,
    writers,
    changedAt,
    changedBy,
    ...(from !== undefined && { inForce: { from, ...(to !== undefined && { to }) } }),
    approvedAt,
    approvedBy,
    withdrawnAt,
    withdrawnBy,
  };
}
