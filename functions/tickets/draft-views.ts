import * as z from 'zod';
import type { Draft } from '../../shared/tickets/draft.ts';
import { DraftBody, DraftKind } from '../../shared/tickets/draft.ts';

/** A draft as the API shows it. */
export const DraftView = z
  .object({
    kind: DraftKind,
    savedAt: z.iso.datetime().describe('It is kept for 30 days from then'),
    text: DraftBody,
  })
  .meta({ id: 'Draft' });

/** A draft as its customer sees it. */
export const viewOf = ({ matter, savedAt, text }: Draft): z.input<typeof DraftView> => ({ kind: matter, savedAt, text });
