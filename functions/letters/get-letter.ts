import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { letterNeeds } from '../../shared/letters/letter-table.ts';
import { LetterId } from '../../shared/letters/letter.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { findLetter } from './find-letter.ts';
import { letterFor, LetterView } from './views.ts';

const uses = { letters: only(letterNeeds, 'byId', 'ofCustomer') };

export const getLetter = endpoint({
  method: 'GET',
  path: '/v1/letters/{letterId}',
  allow: ['customer', 'agent', 'officer'],
  summary: 'What a letter is, and whether it was opened',
  params: z.strictObject({ letterId: LetterId }),
  returns: LetterView,
  status: 200,
  uses,
  async handle({ params, caller }, { letters }: Used<typeof uses>) {
    return letterFor(caller, await findLetter(letters, caller, params.letterId));
  },
});
