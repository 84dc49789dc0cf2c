import { answerFeedback } from './answer-feedback.ts';
import { correctFeedback } from './correct-feedback.ts';
import { countTeamFeedback } from './count-team-feedback.ts';
import { getFeedback } from './get-feedback.ts';
import { handOnFeedback } from './hand-on-feedback.ts';
import { listOwnFeedback } from './list-own-feedback.ts';
import { listTeamFeedback } from './list-team-feedback.ts';
import { openFeedback } from './open-feedback.ts';
import { takeBackFeedback } from './take-back-feedback.ts';

/** Everything that can be asked of feedback. */
export const feedbackEndpoints = [
  openFeedback,
  listOwnFeedback,
  listTeamFeedback,
  countTeamFeedback,
  getFeedback,
  correctFeedback,
  takeBackFeedback,
  answerFeedback,
  handOnFeedback,
];
