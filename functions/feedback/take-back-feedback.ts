import { feedbackNeeds } from '../../shared/feedback/feedback-table.ts';
import { noSuchFeedback } from '../../shared/feedback/feedback.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { FeedbackPath, refOf } from './path.ts';

const uses = { feedback: only(feedbackNeeds, 'takeBack') };

export const takeBackFeedback = endpoint({
  method: 'DELETE',
  path: '/v1/staff/{agentId}/feedback/{feedbackId}',
  allow: ['agent', 'admin'],
  summary:
    'Take back what you said, whatever has become of it: it is deleted, with all that was answered. Administrators so remove what should not stand there, whoever said it',
  params: FeedbackPath,
  returns: 'nothing',
  status: 204,
  uses,
  async handle({ params, caller }, { feedback }: Used<typeof uses>) {
    if (params.agentId !== caller.id && !caller.roles.includes('admin')) throw noSuchFeedback();
    await feedback.takeBack(refOf(params));
  },
});
