import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { draftNeeds } from '../../shared/tickets/draft-table.ts';
import { DraftView, viewOf } from './draft-views.ts';

const uses = { drafts: only(draftNeeds, 'drafts') };

export const listDrafts = endpoint({
  method: 'GET',
  path: '/v1/drafts',
  allow: ['customer'],
  summary: 'All reports that the customer has begun: at most one of each kind',
  returns: z.object({ items: z.array(DraftView) }),
  status: 200,
  uses,
  async handle({ caller }, { drafts }: Used<typeof uses>) {
    return { items: (await drafts.drafts(caller.id)).map(viewOf) };
  },
});
