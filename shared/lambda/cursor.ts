import * as z from 'zod';

/**
 * Limit and cursor of a list. The cursor says only after which entry the page starts; the partition comes from the caller. It is the
 * entry's own id or position, so that the schema tells one that leads nowhere.
 */
export const PageRequest = <Position extends z.ZodType<string, string>>(position: Position) =>
  z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(25), cursor: position.optional() });

/** A page of a list. */
export const PageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional().describe('Cursor of the next page') });
