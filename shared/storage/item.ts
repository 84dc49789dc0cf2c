/** An item as DynamoDB holds it. */
export type Item = Record<string, unknown>;

export type ItemKey = { readonly pk: string; readonly sk: string };

/** The key of an item. */
export const keyOf = (item: Item): ItemKey => ({ pk: String(item.pk), sk: String(item.sk) });
