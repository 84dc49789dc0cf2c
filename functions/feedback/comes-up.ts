import type { ComesUp } from '../../shared/feedback/feedback-table.ts';
import { comesUpBefore, type Feedback } from '../../shared/feedback/feedback.ts';
import type { NewId } from '../../shared/id.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { isAtWork } from '../../shared/tasks/inbox.ts';

/** Before whom one comes up that has become so by what somebody did. */
export async function comesUpAs(
  feedback: Feedback,
  byId: string,
  staff: Pick<StaffReader, 'agent'>,
  newId: NewId,
): Promise<ComesUp | 'nobody' | 'opener-left'> {
  if (!isAtWork(await staff.agent(feedback.openedBy))) return 'opener-left';
  const before = comesUpBefore(feedback, byId);
  return before ? { before, entryId: newId('inb') } : 'nobody';
}
