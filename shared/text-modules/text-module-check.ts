import { check } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { textModuleKey, textModuleKind } from './text-module-item.ts';
import { noSuchTextModule, textModuleChanged, textModuleRetired, type UsedTextModule } from './text-module.ts';

/**
 * Part of a change that uses a text: it still says what was seen, and may be used.
 * @throws DomainError `not-found/no-such-text-module`, `conflict/text-module-retired`, `stale/text-module-changed`
 */
export const checkTextModuleUsable = ({ id, version }: UsedTextModule): Write =>
  check(textModuleKind, textModuleKey(id), {
    if: { equals: { version, status: 'active' } },
    refusal: (current) => {
      if (!current) return noSuchTextModule();
      return current.status === 'retired' ? textModuleRetired() : textModuleChanged();
    },
  });
