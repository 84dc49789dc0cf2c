import type { ComesUp } from '../../shared/feedback/feedback-table.ts';
import { comesUpBefore, type Feedback } from '../../shared/feedback/feedback.ts';
import type { NewId } from '../../shared/id.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { isAtWork } from '../../shared/tasks/inbox.ts';

/** Before whom one comes up that has become so by what somebody did: of who has left, before nobody, as nothing new may come to lie with them. */
export async function comesUpAs(feedback: Feedback, byId: string, staff: Pick<StaffReader, 'agent'>, newId: NewId): Promise<ComesUp | 'nobody'> {
  const before = comesUpBefore(feedback, byId);
  if (!before || !isAtWork(await staff.agent(feedback.openedBy))) return 'nobody';
  return { before, entryId: newId('inb') };
}
