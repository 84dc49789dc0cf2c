import * as z from 'zod';
import type { Draft } from '../../shared/tickets/draft.ts';
import { DraftBody } from '../../shared/tickets/draft.ts';
import { Matter } from '../../shared/tickets/ticket.ts';

/** A draft as the API shows it. */
export const DraftView = z
  .object({
    kind: Matter,
    savedAt: z.iso.datetime().describe('It is kept for 30 days from then'),
    text: DraftBody,
  })
  .meta({ id: 'Draft' });

/** A draft as its customer sees it. */
export const viewOf = ({ matter, savedAt, text }: Draft): z.input<typeof DraftView> => ({ kind: matter, savedAt, text });
