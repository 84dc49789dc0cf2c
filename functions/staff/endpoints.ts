import { changeAgent } from './change-agent.ts';
import { getAgent } from './get-agent.ts';
import { inviteAgent } from './invite-agent.ts';
import { listStaff } from './list-staff.ts';
import { recordDeparture } from './record-departure.ts';
import { registerAgent } from './register-agent.ts';

/** Everything that can be asked of staff. */
export const staffEndpoints = [registerAgent, listStaff, getAgent, changeAgent, inviteAgent, recordDeparture];
