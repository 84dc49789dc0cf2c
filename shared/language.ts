import * as z from 'zod';

/** The languages in which texts can be kept. What there is in German only is said in German. */
export const Language = z.enum(['de', 'en']);
export type Language = z.infer<typeof Language>;
