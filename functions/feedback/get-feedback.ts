import { feedbackNeeds } from '../../shared/feedback/feedback-table.ts';
import { sidesOf } from '../../shared/feedback/feedback.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { askerOf } from './asker.ts';
import { FeedbackPath, refOf } from './path.ts';
import { FeedbackView } from './views.ts';

const uses = { feedback: only(feedbackNeeds, 'one'), staff: only(staffReaderNeeds, 'agent') };

export const getFeedback = endpoint({
  method: 'GET',
  path: '/v1/staff/{agentId}/feedback/{feedbackId}',
  allow: ['agent', 'admin'],
  summary: 'Feedback with all that was said on it: of your own, of what your team looks after, or of anybody for administrators',
  params: FeedbackPath,
  returns: FeedbackView,
  status: 200,
  version: (feedback) => feedback.version,
  uses,
  async handle({ params, caller }, { feedback: table, staff }: Used<typeof uses>) {
    const [feedback, asker] = await Promise.all([table.one(refOf(params)), askerOf(caller, staff)]);
    sidesOf(feedback, asker);
    return feedback;
  },
});
