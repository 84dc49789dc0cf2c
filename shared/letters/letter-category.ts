import * as z from 'zod';

// In a file of their own: whoever reads letters needs these words, and not what sets letters, whose start takes long.

/** How much a letter matters, in words customers understand; the letter centre shows and sorts by it. */
export const LetterImportance = z.enum(['action-needed', 'important', 'for-your-information']);
export type LetterImportance = z.infer<typeof LetterImportance>;

/** Where in the customer's journey a letter belongs. */
export const LetterCategory = z.enum(['claim', 'contract', 'payment', 'service']);
export type LetterCategory = z.infer<typeof LetterCategory>;
