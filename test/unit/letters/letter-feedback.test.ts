import { expect, it } from '@jest/globals';
import { feedbackOn, LetterFeedbackContent } from '../../../shared/letters/letter-feedback.ts';

it.each([
  ['that it helped', { helpful: true }, true],
  ['that it helped, in words', { helpful: true, text: 'Danke!' }, true],
  ['that it did not', { helpful: false }, true],
  ['why it did not', { helpful: false, reason: 'too-long' }, true],
  ['why it did not, though it helped', { helpful: true, reason: 'too-long' }, false],
  ['a reason that there is not', { helpful: false, reason: 'ugly' }, false],
  ['nothing', {}, false],
  ['nothing but words', { text: 'Danke!' }, false],
  ['empty words', { helpful: true, text: ' \n' }, false],
  ['many words', { helpful: true, text: 'x'.repeat(1001) }, false],
  ['yes, as a word', { helpful: 'true' }, false],
  ['what nobody asks for', { helpful: true, stars: 5 }, false],
])('is said of a letter or not: %s', (_, content, taken) => {
  expect(LetterFeedbackContent.safeParse(content).success).toBe(taken);
});

it('is of the letter and its customer, at that moment', () => {
  const content = LetterFeedbackContent.parse({ helpful: false, reason: 'incorrect' });
  const at = new Date('2026-03-15T09:30:00.000Z');
  expect(feedbackOn({ id: 'let_01', customerId: 'cus_01' }, content, at)).toEqual({
    letterId: 'let_01',
    customerId: 'cus_01',
    ...content,
    at: at.toISOString(),
  });
});
