import * as z from 'zod';

/**
 * Why a case was in the wrong person's file. A closed list, and no words: what is written on it stays in the file of one person, and must not speak of the
 * other.
 */
export const MoveReason = z.enum(['similar-name', 'mistyped-number', 'same-household', 'taken-for-another', 'assigned-by-machine', 'other']);
export type MoveReason = z.infer<typeof MoveReason>;
