import { addAbsence } from './add-absence.ts';
import { changeAgent } from './change-agent.ts';
import { getAgent } from './get-agent.ts';
import { inviteAgent } from './invite-agent.ts';
import { listAbsences } from './list-absences.ts';
import { listColleagues } from './list-colleagues.ts';
import { listStaff } from './list-staff.ts';
import { recordDeparture } from './record-departure.ts';
import { registerAgent } from './register-agent.ts';
import { removeAbsence } from './remove-absence.ts';
import { setStatus } from './set-status.ts';

/** Everything that can be asked of staff. */
export const staffEndpoints = [
  registerAgent,
  listStaff,
  listColleagues,
  getAgent,
  changeAgent,
  inviteAgent,
  recordDeparture,
  setStatus,
  addAbsence,
  listAbsences,
  removeAbsence,
];
