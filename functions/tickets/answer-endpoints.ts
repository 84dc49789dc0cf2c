import { previewAnswer } from './preview-answer.ts';
import { sendAnswer } from './send-answer.ts';

/** Answering tickets from text modules. A function of its own: it fills texts and adds tasks, which nothing that customers call needs to. */
export const answerEndpoints = [previewAnswer, sendAnswer];
