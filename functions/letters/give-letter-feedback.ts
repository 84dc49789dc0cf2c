import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { feedbackOn, LetterFeedbackContent, noFeedbackYet } from '../../shared/letters/letter-feedback.ts';
import { letterFeedbackNeeds } from '../../shared/letters/letter-feedback-table.ts';
import { LetterId } from '../../shared/letters/letter.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { LetterFeedbackView } from './views.ts';

const uses = { letterFeedback: only(letterFeedbackNeeds, 'say', 'said') };

interface GiveLetterFeedbackDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const giveLetterFeedback = endpoint({
  method: 'POST',
  path: '/v1/letters/{letterId}/feedback',
  allow: ['customer'],
  summary: 'Say whether a letter helped, and why not. It is kept once for each letter: said again, it takes the place of what was said before',
  params: z.strictObject({ letterId: LetterId }),
  body: LetterFeedbackContent,
  example: { helpful: false, reason: 'unclear-what-to-do', text: 'Ich weiß nicht, ob ich die Rechnung noch einmal schicken soll.' },
  returns: LetterFeedbackView,
  status: 201,
  limits: { customer: { most: 60, per: 'day' } },
  uses,
  async handle({ params: { letterId }, body, caller, once }, { letterFeedback, now }: GiveLetterFeedbackDeps) {
    const at = now();
    // In their own partition: the write itself finds out whether the letter is there.
    const feedback = feedbackOn({ id: letterId, customerId: caller.id }, body, at);
    const { earlier } = await letterFeedback.say(feedback, { request: once, status: 201, madeId: letterId, subjectId: caller.id }, at);
    const said = earlier ? await letterFeedback.said(caller.id, letterId) : feedback;
    if (!said) throw noFeedbackYet();
    return said;
  },
});
