import * as z from 'zod';
import { environment } from '../../shared/lambda/environment.ts';
import { LetterSender } from '../../shared/letters/letter-content.ts';

/** The bucket for the files of letters. */
export const lettersBucket = (): string => environment({ LETTERS_BUCKET: z.string().min(1) }).LETTERS_BUCKET;

/** What only the function has that writes files: the key to encrypt them with, and the company whose letters they are. */
export function issuing(variables: NodeJS.ProcessEnv = process.env): { keyArn: string; sender: LetterSender } {
  const { LETTERS_KEY_ARN, SENDER } = environment({ LETTERS_KEY_ARN: z.string().min(1), SENDER: z.string().transform(json).pipe(LetterSender) }, variables);
  return { keyArn: LETTERS_KEY_ARN, sender: SENDER };
}

function json(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
}
