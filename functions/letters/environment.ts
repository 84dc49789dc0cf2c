import * as z from 'zod';
import { environment } from '../../shared/lambda/environment.ts';
import { LetterSender } from '../../shared/letters/typesetting/content.ts';

/** The company whose letters they are. */
export const letterSender = (variables: NodeJS.ProcessEnv = process.env): LetterSender =>
  environment({ SENDER: z.string().transform(json).pipe(LetterSender) }, variables).SENDER;

function json(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
}
