import type { ItemKind } from '../../storage/item-kind.ts';
import type { Item } from '../../storage/item.ts';

/** A stored item with its kind. */
export interface Found {
  readonly kind: ItemKind;
  readonly item: Item;
}
