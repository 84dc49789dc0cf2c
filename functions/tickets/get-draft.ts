import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { DraftKind, noSuchDraft } from '../../shared/tickets/draft.ts';
import { draftNeeds } from '../../shared/tickets/draft-table.ts';
import { DraftView, viewOf } from './draft-views.ts';

const uses = { drafts: only(draftNeeds, 'draft') };

export const getDraft = endpoint({
  method: 'GET',
  path: '/v1/drafts/{kind}',
  allow: ['customer'],
  summary: 'What the customer has written of a report of this kind so far',
  params: z.strictObject({ kind: DraftKind }),
  returns: DraftView,
  status: 200,
  uses,
  async handle({ params: { kind }, caller }, { drafts }: Used<typeof uses>) {
    const draft = await drafts.draft(caller.id, kind);
    if (!draft) throw noSuchDraft();
    return viewOf(draft);
  },
});
