import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { letterNeeds } from '../../shared/letters/letter-table.ts';
import { LetterId, noSuchLetter } from '../../shared/letters/letter.ts';
import { readAs, ReadingState } from '../../shared/letters/reading.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { letterFor, LetterView } from './views.ts';

const uses = { letters: only(letterNeeds, 'ofCustomer', 'mark') };

interface MarkLetterDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const markLetter = endpoint({
  method: 'PUT',
  path: '/v1/letters/{letterId}/reading',
  allow: ['customer'],
  summary:
    'Put a letter away, or keep it as read or unread. What is so already stays as it is. Fetching the file makes an unread letter read; an archived one stays archived',
  params: z.strictObject({ letterId: LetterId }),
  body: z.strictObject({ state: ReadingState }),
  example: { state: 'archived' },
  returns: LetterView,
  status: 200,
  uses,
  async handle({ params, body, caller }, { letters, now }: MarkLetterDeps) {
    const letter = await letters.ofCustomer(caller.id, params.letterId);
    if (!letter) throw noSuchLetter();
    const marked = readAs(letter, body.state, now());
    if (marked !== letter) await letters.mark(marked);
    return letterFor(caller, marked);
  },
});
