import { tryRule } from './try-rule.ts';

/** Trying rules on tickets, before they act. */
export const ruleTrialEndpoints = [tryRule];
