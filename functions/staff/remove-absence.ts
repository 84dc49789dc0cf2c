import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { AbsenceId, withoutAbsence } from '../../shared/staff/absence.ts';
import { absentOn, AgentId } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { asSeenNow } from './as-seen-now.ts';
import { requireSelf } from './require-self.ts';

const uses = { staff: only(staffNeeds, 'byId', 'change') };

interface RemoveAbsenceDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const removeAbsence = endpoint({
  method: 'DELETE',
  path: '/v1/staff/{agentId}/absences/{absenceId}',
  allow: ['admin', 'agent'],
  summary: 'Take an absence away: you are here, or will be',
  params: z.strictObject({ agentId: AgentId, absenceId: AbsenceId }),
  returns: 'nothing',
  status: 204,
  uses,
  async handle({ params: { agentId, absenceId }, caller }, { staff, now }: RemoveAbsenceDeps) {
    requireSelf(caller, agentId);
    await asSeenNow(staff, agentId, async (seen) => {
      const at = now();
      await staff.change(absentOn(seen, withoutAbsence(seen.absences, absenceId, at)), seen, at);
    });
  },
});
