import * as z from 'zod';

/** How soon somebody should work on a ticket, the most pressing first. */
export const Priority = z.enum(['urgent', 'high', 'normal', 'low']);
export type Priority = z.infer<typeof Priority>;
