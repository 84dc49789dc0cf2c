import * as z from 'zod';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { environment } from './environment.ts';

/** So often a call to AWS is tried. */
const attempts = 3;

/** No call of ours takes so long that waiting longer would help. */
const longestCallMs = 10_000;

/** How long a try may take in a function that may run so long: all of them, with the pauses between, end before the function is ended. */
export const callTimeoutFor = (functionTimeoutMs: number): number => Math.min(longestCallMs, Math.floor(functionTimeoutMs / (attempts + 1)));

type Logger = NonNullable<DynamoDBClientConfig['logger']>;
const silent = () => undefined;

/**
 * The SDK's own silent log, but for `info`: the SDK asks whether that is there before it makes each request and answer readable for it,
 * which is a twelfth of a call.
 */
export const unlogged = { logger: { trace: silent, debug: silent, warn: silent, error: silent } as Omit<Logger, 'info'> as Logger };

/**
 * Settings for every client of AWS, but of those whose calls must not be repeated (`handover.ts`) or have a pace of their own. The SDK
 * would wait without end, until the function is ended in the middle of it.
 */
export function serviceClient(variables: NodeJS.ProcessEnv = process.env) {
  const { CALL_TIMEOUT_MS } = environment({ CALL_TIMEOUT_MS: z.coerce.number().int().positive().default(callTimeoutFor(10_000)) }, variables);
  return {
    ...unlogged,
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: Math.min(2_000, CALL_TIMEOUT_MS), requestTimeout: CALL_TIMEOUT_MS, throwOnRequestTimeout: true },
  };
}
