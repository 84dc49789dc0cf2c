import { changedMeanwhile } from '../../domain-error.ts';
import { notKept } from '../../storage/item-states.ts';
import { check } from '../../storage/item-writes.ts';
import { keyOf } from '../../storage/item.ts';
import { toEach, type Needs } from '../../storage/needs.ts';
import type { Write } from '../../storage/transact.ts';
import type { Facts } from '../registry/facts.ts';
import type { Found } from '../registry/found.ts';
import { tablesOfKinds, type Registry } from '../registry/registry.ts';

/** What the check needs of the tables. */
export const stillFreeNeeds = ({ personKind, wholeKinds }: Registry): Needs => toEach('checks', tablesOfKinds([personKind, ...wholeKinds]));

/**
 * What these heads hang on, and their people, must not have been put under a hold or a restriction since they were read: checked in
 * the transaction that takes something away. Refused with `conflict/changed-meanwhile`.
 */
export function stillFree(heads: readonly (Found & { readonly facts: Facts })[]): Write[] {
  const placed = ({ kind, item }: Found) => JSON.stringify([kind.table, item.pk, item.sk]);
  const own = new Set(heads.map(placed));
  const others = new Map(heads.flatMap(({ facts: { whole, person } }) => [whole, person].flatMap((found) => (found ? [[placed(found), found] as const] : []))));
  return [...others].filter(([place]) => !own.has(place)).map(([, { kind, item }]) => check(kind, keyOf(item), { if: notKept, refusal: changedMeanwhile }));
}
