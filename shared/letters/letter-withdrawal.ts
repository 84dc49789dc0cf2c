import * as z from 'zod';

/** Why a letter is hidden from its customer again. */
export const WithdrawalReason = z.enum(['wrong-recipient', 'wrong-content', 'sent-twice']);
export type WithdrawalReason = z.infer<typeof WithdrawalReason>;
