import { childKey } from '../../shared/storage/item-writes.ts';
import type { ItemKind } from '../../shared/storage/item-kind.ts';
import { keyOf } from '../../shared/storage/item.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { isWhole, sampleItem } from '../unit/storage/sample-item.ts';
import type { Placed } from './dumps.ts';

/** A child as it is written: under the key that its kind says children of that head have. */
export function sampleChild(kind: ItemKind, { item: head }: Placed, suffix: string): Placed {
  const parent = { ...head, ...keyOf(head) };
  const { prefix } = storedItems.childrenOf({ kind: storedItems.headOf(kind)!, item: parent }).find((place) => place.kind === kind)!;
  const further = kind.sk.startsWith(prefix) ? kind.sk.slice(prefix.length) : '';
  const key = childKey(kind, parent, isWhole(kind.sk) ? further : `${further}${suffix}#${kind.kind}`);
  return { table: kind.table, item: { ...sampleItem(kind, { pk: key.pk, id: suffix }), ...key } };
}
