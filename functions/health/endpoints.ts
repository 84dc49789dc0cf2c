import { getHealth } from './get-health.ts';

/** Everything that can be asked without being anybody. */
export const healthEndpoints = [getHealth];
