import * as z from 'zod';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { NewAbsence, withAbsence } from '../../shared/staff/absence.ts';
import { absentOn, AgentId } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { asSeenNow } from './as-seen-now.ts';
import { requireSelf } from './require-self.ts';
import { AbsenceView } from './views.ts';

const uses = { staff: only(staffNeeds, 'byId', 'changeOnce') };

interface AddAbsenceDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const addAbsence = endpoint({
  method: 'POST',
  path: '/v1/staff/{agentId}/absences',
  allow: ['admin', 'agent'],
  summary:
    'Days on which you are absent, or for administrators somebody: no tickets are assigned then, and of a longer absence open ones go to others as it begins',
  params: z.strictObject({ agentId: AgentId }),
  body: NewAbsence,
  example: { from: '2026-08-03', to: '2026-08-14' },
  returns: AbsenceView,
  status: 201,
  uses,
  async handle({ params: { agentId }, body, caller, once }, { staff, newId, now }: AddAbsenceDeps) {
    requireSelf(caller, agentId);
    return asSeenNow(staff, agentId, async (seen) => {
      // Asked again, since the answer was lost, or said twice: it is there.
      const there = seen.absences.find(({ from, to }) => from === body.from && to === body.to);
      if (there) return there;
      const at = now();
      const absence = { id: newId('abs'), ...body };
      const made = { request: once, status: 201, madeId: absence.id };
      const { earlier } = await staff.changeOnce(absentOn(seen, withAbsence(seen.absences, absence, at)), seen, made, at);
      return { ...body, id: earlier?.id ?? absence.id };
    });
  },
});
