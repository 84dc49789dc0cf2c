import * as z from 'zod';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { importNeeds } from '../../shared/letters/imports/import-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { importFor, LetterImportView } from './import-views.ts';

const uses = { imports: only(importNeeds, 'inReview') };

/** The place of an import in the list: when it was announced, and its id. */
const Position = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#imp_[0-9A-HJKMNP-TV-Z]{26}$/);

export const listReviews = endpoint({
  method: 'GET',
  path: '/v1/letter-imports',
  allow: ['agent'],
  summary: 'Letters that were handed in and that somebody has to look at before they are published, the oldest first; lags a little',
  query: PageRequest(Position).extend({ status: z.literal('needs-review') }),
  returns: PageOf(LetterImportView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor }, caller }, { imports }: Used<typeof uses>) {
    const { items, next } = await imports.inReview(limit, cursor);
    return { items: items.map((one) => importFor(caller, one)), next };
  },
});
