import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { draftNeeds } from '../../shared/tickets/draft-table.ts';
import { DraftKind } from '../../shared/tickets/draft.ts';

const uses = { drafts: only(draftNeeds, 'discard') };

export const discardDraft = endpoint({
  method: 'DELETE',
  path: '/v1/drafts/{kind}',
  allow: ['customer'],
  summary: 'Throw a draft away: the customer does not want it any more, or has handed the report in',
  params: z.strictObject({ kind: DraftKind }),
  returns: 'nothing',
  status: 204,
  uses,
  async handle({ params: { kind }, caller }, { drafts }: Used<typeof uses>) {
    await drafts.discard(caller.id, kind);
  },
});
