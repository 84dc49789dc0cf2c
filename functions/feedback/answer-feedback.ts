import { feedbackNeeds } from '../../shared/feedback/feedback-table.ts';
import { answeredFeedback, FeedbackAnswer, feedbackChanged, sidesOf } from '../../shared/feedback/feedback.ts';
import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { askerOf } from './asker.ts';
import { comesUpAs } from './comes-up.ts';
import { FeedbackPath, refOf } from './path.ts';
import { FeedbackView } from './views.ts';

const uses = { feedback: only(feedbackNeeds, 'one', 'changeOnce', 'earlier'), staff: only(staffReaderNeeds, 'agent') };

interface AnswerFeedbackDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const answerFeedback = endpoint({
  method: 'POST',
  path: '/v1/staff/{agentId}/feedback/{feedbackId}/answers',
  allow: ['agent', 'admin'],
  summary:
    'Write on feedback, and say what becomes of it: the team that looks after it plans, does or declines it, whoever opened it may open it again. The other side finds it in the inbox',
  params: FeedbackPath,
  body: FeedbackAnswer,
  example: { text: 'Stimmt, danke. Der Leitfaden wird am Montag berichtigt.', status: 'planned' },
  returns: FeedbackView,
  status: 201,
  ifMatch: true,
  version: (feedback) => feedback.version,
  uses,
  async handle({ params, body, caller, once, ifMatch }, { feedback: table, staff, newId, now }: AnswerFeedbackDeps) {
    const at = now();
    const ref = refOf(params);
    const [before, asker, again] = await Promise.all([table.one(ref), askerOf(caller, staff), table.earlier(once, at)]);
    // A repeat must not be judged by what has become of it since: neither by its state nor by whose business it is, as it may have been handed on.
    if (again) return before;
    const sides = sidesOf(before, asker);
    if (before.version !== ifMatch) throw feedbackChanged();
    const after = answeredFeedback(before, body, sides, { id: caller.id, at });
    const comesUp = await comesUpAs(after, caller.id, staff, newId);
    const { earlier } = await table.changeOnce(after, comesUp, { request: once, status: 201, madeId: after.id }, at);
    return earlier ? table.one(ref) : after;
  },
});
