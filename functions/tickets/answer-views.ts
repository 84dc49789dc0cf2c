import * as z from 'zod';
import { Due } from '../../shared/tasks/task.ts';
import { Language } from '../../shared/language.ts';
import { Sets } from '../../shared/text-modules/text-module.ts';
import { UsedTextModule } from '../../shared/tickets/interaction.ts';
import { InteractionView, TicketView } from './views.ts';

/** A text module as it would go out. */
export const AnswerPreviewView = z
  .object({
    textModule: UsedTextModule,
    language: Language,
    text: z.string(),
    sets: Sets.optional().describe('What becomes of the ticket with it'),
    addsTask: z
      .object({ title: z.string(), team: z.string().optional(), due: z.object(Due.shape).optional() })
      .optional()
      .describe('The task that is added with it'),
    ticketVersion: z.int().describe('Of the ticket: the ETag says the same'),
  })
  .meta({ id: 'AnswerPreview' });

/** What was sent, and what has become of the ticket. */
export const SentAnswerView = z.object({ interaction: InteractionView, ticket: TicketView }).meta({ id: 'SentAnswer' });
