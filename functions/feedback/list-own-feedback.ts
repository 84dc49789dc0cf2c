import { feedbackNeeds } from '../../shared/feedback/feedback-table.ts';
import { FeedbackId } from '../../shared/feedback/feedback.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { FeedbackView } from './views.ts';

const uses = { feedback: only(feedbackNeeds, 'ofOpener') };

export const listOwnFeedback = endpoint({
  method: 'GET',
  path: '/v1/feedback',
  allow: ['agent'],
  summary: 'What you said of tools, knowledge sources and processes, and what became of it, newest first',
  query: PageRequest(FeedbackId),
  returns: PageOf(FeedbackView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor }, caller }, { feedback }: Used<typeof uses>) {
    return feedback.ofOpener(caller.id, limit, cursor);
  },
});
