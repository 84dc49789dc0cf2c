import * as z from 'zod';
import { AddsTask, Sets, TextModuleStatus } from '../../shared/text-modules/text-module.ts';
import { TextModuleId } from '../../shared/text-modules/text-module-id.ts';
import { Matter } from '../../shared/tickets/ticket.ts';

/** A version of a text module as people of the company see it. */
export const TextModuleView = z
  .object({
    id: TextModuleId,
    title: z.string(),
    kinds: z.array(Matter).optional().describe('For which kinds of ticket it is; for all if absent'),
    texts: z.object({ de: z.string(), en: z.string().optional() }),
    sets: Sets.optional(),
    addsTask: z.object(AddsTask.shape).optional(),
    status: TextModuleStatus,
    retiredAt: z.iso.datetime().optional(),
    version: z.int(),
    changedAt: z.iso.datetime().describe('When this version was written'),
    changedBy: z.string(),
  })
  .meta({ id: 'TextModule' });
