import * as z from 'zod';
import { FeedbackAbout, FeedbackId, FeedbackSort, FeedbackStatus, mostSteps } from '../../shared/feedback/feedback.ts';
import { AgentId } from '../../shared/staff/agent.ts';

/** Feedback as people of the company see it who have to do with it. */
export const FeedbackView = z
  .object({
    id: FeedbackId,
    openedBy: AgentId,
    openedAt: z.iso.datetime(),
    about: FeedbackAbout,
    name: z.string(),
    sort: FeedbackSort,
    text: z.string(),
    correctedAt: z.iso.datetime().optional().describe('When that was put right last'),
    stopsWork: z.boolean(),
    team: z.string().describe('Who looks after it'),
    status: FeedbackStatus,
    steps: z
      .array(
        z.object({
          at: z.iso.datetime(),
          by: z.string(),
          text: z.string().optional(),
          status: FeedbackStatus.optional().describe('From here on'),
          team: z.string().optional().describe('Who looks after it from here on'),
        }),
      )
      .max(mostSteps)
      .describe('What was said on it and became of it, oldest first'),
    version: z.int(),
  })
  .meta({ id: 'Feedback' });
