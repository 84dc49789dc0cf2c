import { discardDraft } from './discard-draft.ts';
import { getDraft } from './get-draft.ts';
import { listDrafts } from './list-drafts.ts';
import { rateTicket } from './rate-ticket.ts';
import { saveDraft } from './save-draft.ts';
import { withdrawTicket } from './withdraw-ticket.ts';

/** What customers do before a report, and with their tickets once in a while. A function of its own, so that what everybody does often starts sooner. */
export const customerStepEndpoints = [saveDraft, getDraft, listDrafts, discardDraft, withdrawTicket, rateTicket];
