import * as z from 'zod';
import { environment } from '../../shared/lambda/environment.ts';
import { LetterSender } from '../../shared/letters/typesetting/content.ts';
import type { LetterLinksParts } from '../../shared/letters/letter-links.ts';

/** The bucket for the files of letters. */
export const lettersBucket = (): string => environment({ LETTERS_BUCKET: z.string().min(1) }).LETTERS_BUCKET;

/** What only the function has that writes files: the key to encrypt them with, and the company whose letters they are. */
export function issuing(variables: NodeJS.ProcessEnv = process.env): { keyArn: string; sender: LetterSender } {
  const { LETTERS_KEY_ARN, SENDER } = environment({ LETTERS_KEY_ARN: z.string().min(1), SENDER: z.string().transform(json).pipe(LetterSender) }, variables);
  return { keyArn: LETTERS_KEY_ARN, sender: SENDER };
}

/**
 * As whom, where and for which endpoint links are signed: what the Lambda runtime puts into each function's environment, read
 * anew for each link. An endpoint is there only where it is not AWS's own.
 */
export function signing(variables: NodeJS.ProcessEnv = process.env): Pick<LetterLinksParts, 'region' | 'endpoint' | 'credentials'> {
  const { AWS_REGION, AWS_ENDPOINT_URL } = environment({ AWS_REGION: z.string().min(1), AWS_ENDPOINT_URL: z.url().optional() }, variables);
  return { region: AWS_REGION, endpoint: AWS_ENDPOINT_URL, credentials: async () => credentials(variables) };
}

function credentials(variables: NodeJS.ProcessEnv): Awaited<ReturnType<LetterLinksParts['credentials']>> {
  const shape = { AWS_ACCESS_KEY_ID: z.string().min(1), AWS_SECRET_ACCESS_KEY: z.string().min(1), AWS_SESSION_TOKEN: z.string().optional() };
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment(shape, variables);
  return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }) };
}

function json(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
}
