import { registerAgent } from './register-agent.ts';

/** Everything that can be asked of staff. */
export const staffEndpoints = [registerAgent];
