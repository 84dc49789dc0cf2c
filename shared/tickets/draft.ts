import * as z from 'zod';
import { DomainError, invalidField } from '../domain-error.ts';
import { kindOf, reportedKinds, TicketDetails, type Matter } from './kinds/kinds.ts';
import { reportFields, type Report } from './report.ts';
import { unfinished, type Unfinished } from './unfinished.ts';

/** What of a report is kept while it is being written. That the profile was confirmed and the notice shown is said when it is handed in. */
const { confirmedProfileVersion: _, noticeShown: __, ...kept } = reportFields;
const parts = { ...kept, details: TicketDetails.optional() };

/** What a report can be begun of. */
export const DraftKind = z.enum(reportedKinds.map(({ name }) => name) as [Matter, ...Matter[]]);

/** The names of what is kept of a draft, whatever its kind. */
export const draftParts = Object.keys(parts) as (keyof typeof parts)[];

/** What somebody has written of a report so far: any part of it, each as it would be handed in. */
export type DraftText = Unfinished<Pick<Report, keyof typeof parts>>;

/** A draft of any kind, as it is saved. */
export const DraftBody = unfinished(z.strictObject(parts)) as z.ZodType<DraftText, DraftText>;

/**
 * A draft of its kind: what kinds ask for besides, each asks for itself.
 * @throws DomainError `invalid/invalid-body` naming what is none of it
 */
export function checkedDraft(matter: Matter, draft: DraftText): DraftText {
  if (draft.details === undefined) return draft;
  const ofKind = kindOf(matter).details;
  const parsed = ofKind && unfinished(ofKind.schema).safeParse(draft.details);
  if (!parsed?.success) throw invalidField('body.details', 'is not what a report of this kind asks for');
  return { ...draft, details: parsed.data };
}

/** A report that a customer has begun, one of each kind. */
export interface Draft {
  readonly customerId: string;
  readonly matter: Matter;
  /** When it was last saved: from then it is kept for 30 days. */
  readonly savedAt: string;
  readonly text: DraftText;
}

/** The same for one that is not there, or whose time is over. */
export const noSuchDraft = (): DomainError => new DomainError('not-found', 'no-such-draft');
