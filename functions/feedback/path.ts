import * as z from 'zod';
import { FeedbackId } from '../../shared/feedback/feedback.ts';
import { AgentId } from '../../shared/staff/agent.ts';

/** Whose feedback, and which: that is where it lies. */
export const FeedbackPath = z.strictObject({ agentId: AgentId, feedbackId: FeedbackId });

/** What a path leads to. */
export const refOf = ({ agentId, feedbackId }: z.output<typeof FeedbackPath>) => ({ openedBy: agentId, id: feedbackId });
