import { check, childKey } from '../../storage/item-writes.ts';
import type { Write } from '../../storage/transact.ts';
import { letterModuleKey, letterModuleVersionKind, versionSuffix } from './letter-module-item.ts';
import { moduleNotInForce } from './module-refusals.ts';

/**
 * Part of a change by which a letter becomes visible: nobody has withdrawn meanwhile what it was written from.
 * @throws DomainError `conflict/letter-module-not-in-force`
 */
export const checkModuleApproved = ({ code, version }: { readonly code: string; readonly version: number }): Write =>
  check(letterModuleVersionKind, childKey(letterModuleVersionKind, letterModuleKey(code), versionSuffix(version)), {
    if: { equals: { status: 'approved' } },
    refusal: moduleNotInForce,
  });
