/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles: a Lambda's credentials come from its environment, so the
 * providers for files, single sign-on, web identities and instance metadata (130 KB of code per function) are never asked.
 */
import { fromEnv } from '@aws-sdk/credential-provider-env';

export const defaultProvider = (): ReturnType<typeof fromEnv> => fromEnv();
