import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { noFeedbackYet } from '../../shared/letters/letter-feedback.ts';
import { letterFeedbackNeeds } from '../../shared/letters/letter-feedback-table.ts';
import { LetterId } from '../../shared/letters/letter.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { LetterFeedbackView } from './views.ts';

const uses = { letterFeedback: only(letterFeedbackNeeds, 'said') };

export const getLetterFeedback = endpoint({
  method: 'GET',
  path: '/v1/letters/{letterId}/feedback',
  allow: ['customer'],
  summary: 'What the customer said of a letter last',
  params: z.strictObject({ letterId: LetterId }),
  returns: LetterFeedbackView,
  status: 200,
  uses,
  async handle({ params: { letterId }, caller }, { letterFeedback }: Used<typeof uses>) {
    const said = await letterFeedback.said(caller.id, letterId);
    if (!said) throw noFeedbackYet();
    return said;
  },
});
