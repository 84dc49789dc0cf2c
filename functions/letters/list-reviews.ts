import * as z from 'zod';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { importNeeds } from '../../shared/letters/imports/import-table.ts';
import { mayReadOfHealth } from '../../shared/staff/health-skill.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { importFor, LetterImportView } from './import-views.ts';

const uses = { imports: only(importNeeds, 'inReview'), staff: only(staffReaderNeeds, 'agent') };

/** The place of an import in the list: when it was announced, and its id. */
const Position = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#imp_[0-9A-HJKMNP-TV-Z]{26}$/);

export const listReviews = endpoint({
  method: 'GET',
  path: '/v1/letter-imports',
  allow: ['agent'],
  summary:
    'Letters that were handed in and that somebody has to look at before they are published, the oldest first, without those about health for who lacks the skill: a page may be short of these; lags a little',
  query: PageRequest(Position).extend({ status: z.literal('needs-review') }),
  returns: PageOf(LetterImportView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor }, caller }, { imports, staff }: Used<typeof uses>) {
    const [{ items, next }, agent] = await Promise.all([imports.inReview(limit, cursor), staff.agent(caller.id)]);
    const seen = mayReadOfHealth(agent) ? items : items.filter(({ special }) => special === undefined);
    return { items: seen.map((one) => importFor(caller, one)), next };
  },
});
