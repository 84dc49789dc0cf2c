import * as z from 'zod';

/** Limit and cursor of a list. The cursor says only after which id the page starts; the partition comes from the caller. */
export const PageRequest = (id: z.ZodType<string, string>) =>
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(25),
    cursor: z
      .string()
      .max(100)
      .transform((text) => Buffer.from(text, 'base64url').toString('utf8'))
      .pipe(id)
      .optional(),
  });

/** The cursor of the page that begins after this id. */
export const cursorAfter = (id: string | undefined): string | undefined => id && Buffer.from(id).toString('base64url');

/** A page of a list. */
export const PageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional().describe('Cursor of the next page') });
