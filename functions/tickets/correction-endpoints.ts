import { correctInteraction } from './correct-interaction.ts';
import { redactInteraction } from './redact-interaction.ts';
import { redactReminder } from './redact-reminder.ts';
import { redactTask } from './redact-task.ts';

/** What puts right what was written, or takes it out for good. A function of its own: it is asked for seldom, and what customers call starts sooner without. */
export const correctionEndpoints = [correctInteraction, redactInteraction, redactTask, redactReminder];
