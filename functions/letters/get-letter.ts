import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { LetterId } from '../../shared/letters/letter.ts';
import { findLetter, findLetterNeeds, type LetterFinder } from './find-letter.ts';
import { letterFor, LetterView } from './views.ts';

interface GetLetterDeps {
  readonly letters: LetterFinder;
}

export const getLetter = endpoint({
  method: 'GET',
  path: '/v1/letters/{letterId}',
  allow: ['customer', 'agent', 'officer'],
  summary: 'What a letter is, and whether it was opened',
  params: z.strictObject({ letterId: LetterId }),
  returns: LetterView,
  status: 200,
  needs: findLetterNeeds,
  async handle({ params, caller }, { letters }: GetLetterDeps) {
    return letterFor(caller, await findLetter(letters, caller, params.letterId));
  },
});
