import * as z from 'zod';

/**
 * What becomes of the same letter on paper, as its sender says: `replaced` by this one, sent `also`, or sent since a law demands it, whatever the customer
 * wishes (`required-by-law`).
 */
export const Post = z.enum(['replaced', 'also', 'required-by-law']);
export type Post = z.infer<typeof Post>;
