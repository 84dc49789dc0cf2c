import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { checkedDraft, DraftBody, DraftKind } from '../../shared/tickets/draft.ts';
import { draftNeeds } from '../../shared/tickets/draft-table.ts';
import { DraftView, viewOf } from './draft-views.ts';

const uses = { drafts: only(draftNeeds, 'save') };

interface SaveDraftDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const saveDraft = endpoint({
  method: 'PUT',
  path: '/v1/drafts/{kind}',
  allow: ['customer'],
  summary: 'Keep what has been written of a report so far, one of each kind, for 30 days: any part of it, each as it would be handed in',
  params: z.strictObject({ kind: DraftKind }),
  body: DraftBody,
  example: { subject: 'Fahrradunfall an der Münsterbrücke', incident: { place: { description: 'Radweg an der Münsterbrücke' } } },
  returns: DraftView,
  status: 200,
  uses,
  async handle({ params: { kind }, body, caller }, { drafts, now }: SaveDraftDeps) {
    const at = now();
    const draft = { customerId: caller.id, matter: kind, savedAt: at.toISOString(), text: checkedDraft(kind, body) };
    await drafts.save(draft, at);
    return viewOf(draft);
  },
});
