import { feedbackNeeds } from '../../shared/feedback/feedback-table.ts';
import { correctedFeedback, feedbackChanged, FeedbackCorrection, saysAlready, sidesOf } from '../../shared/feedback/feedback.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { askerOf } from './asker.ts';
import { comesUpAs } from './comes-up.ts';
import { FeedbackPath, refOf } from './path.ts';
import { FeedbackView } from './views.ts';

const uses = { feedback: only(feedbackNeeds, 'one', 'change'), staff: only(staffReaderNeeds, 'agent') };

interface CorrectFeedbackDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const correctFeedback = endpoint({
  method: 'PATCH',
  path: '/v1/staff/{agentId}/feedback/{feedbackId}',
  allow: ['agent'],
  summary: 'Put right what you said, as long as it is open; the text before is gone. What it says already is answered with the version that it has',
  params: FeedbackPath,
  body: FeedbackCorrection,
  example: { text: 'Abschnitt 3 nennt noch die alte Frist von 14 Tagen. Seit Februar sind es 28.' },
  returns: FeedbackView,
  status: 200,
  version: (feedback) => feedback.version,
  uses,
  async handle({ params, body, caller, ifMatch }, { feedback: table, staff, newId, now }: CorrectFeedbackDeps) {
    const [before, asker] = await Promise.all([table.one(refOf(params)), askerOf(caller, staff)]);
    sidesOf(before, asker);
    if (before.openedBy === caller.id && saysAlready(before, body)) return before;
    const after = correctedFeedback(before, body, { id: caller.id, at: now() });
    if (before.version !== ifMatch) throw feedbackChanged();
    await table.change(after, await comesUpAs(after, caller.id, staff, newId));
    return after;
  },
});
