import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import { DomainError } from '../domain-error.ts';

/**
 * What an error of an AWS client means to whoever asked, where asking again may well help: too much was asked of the service, the same
 * transaction is under way, it had trouble of its own, did not answer in time, or could not be reached. `undefined` for anything else.
 */
export const serviceBusy = (error: unknown): DomainError | undefined =>
  error instanceof Error && '$metadata' in error && (isThrottlingError(error as SdkError) || isTransientError(error as SdkError))
    ? new DomainError('unavailable', 'service-busy')
    : undefined;

type SdkError = Parameters<typeof isThrottlingError>[0];
