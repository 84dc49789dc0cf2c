import { noSuchInteraction } from './correction.ts';
import { correspondenceKind, interactionKey, noteKind, payoutKind } from './interaction-item.ts';
import type { Writing } from './redaction.ts';

/** Steps of a case, in some of which people write. */
export const stepWriting: Writing = {
  kinds: [correspondenceKind, noteKind, payoutKind],
  keyOn: ({ customerId, id }, stepId) => interactionKey(customerId, id, stepId),
  missing: noSuchInteraction,
  named: 'path.interactionId',
};
