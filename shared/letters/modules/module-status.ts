import * as z from 'zod';

// In a file of their own: whoever walks all kinds of items needs these words, and not what letters can say.

/**
 * How far a version is. `draft`: it can be changed. `approved`: a second person said that it may go out, from a day on; it is never changed again.
 * `withdrawn`: no letter is written from it any more, whatever its days are.
 */
export const ModuleStatus = z.enum(['draft', 'approved', 'withdrawn']);
export type ModuleStatus = z.infer<typeof ModuleStatus>;

export type ModuleStep = 'change' | 'approve' | 'withdraw';

/** What may become of a version, as data. */
export const moduleTransitions: Readonly<Record<ModuleStatus, Partial<Readonly<Record<ModuleStep, ModuleStatus>>>>> = {
  draft: { change: 'draft', approve: 'approved', withdraw: 'withdrawn' },
  approved: { withdraw: 'withdrawn' },
  withdrawn: {},
};
