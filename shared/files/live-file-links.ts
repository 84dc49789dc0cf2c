import * as z from 'zod';
import { environment } from '../lambda/environment.ts';
import { fileLinks, type FileLinks, type FileLinksParts } from './file-links.ts';
import { bucketVariable, type FileStoreName } from './file-stores.ts';

/** The bucket of a store that this function was given. */
export function bucketOf(name: FileStoreName, variables: NodeJS.ProcessEnv = process.env): string {
  const variable = bucketVariable(name);
  return environment({ [variable]: z.string().min(1) }, variables)[variable]!;
}

/** Links to files of a store, signed as the function that asks. Apart from `live-files.ts`, which brings an S3 client. */
export const liveFileLinks = (name: FileStoreName): FileLinks => fileLinks({ bucket: bucketOf(name), ...signing() });

/**
 * As whom, where and for which endpoint links are signed: what the Lambda runtime puts into each function's environment, read
 * anew for each link. An endpoint is there only where it is not AWS's own.
 */
export function signing(variables: NodeJS.ProcessEnv = process.env): Pick<FileLinksParts, 'region' | 'endpoint' | 'credentials'> {
  const { AWS_REGION, AWS_ENDPOINT_URL } = environment({ AWS_REGION: z.string().min(1), AWS_ENDPOINT_URL: z.url().optional() }, variables);
  return { region: AWS_REGION, endpoint: AWS_ENDPOINT_URL, credentials: async () => credentials(variables) };
}

function credentials(variables: NodeJS.ProcessEnv): Awaited<ReturnType<FileLinksParts['credentials']>> {
  const shape = { AWS_ACCESS_KEY_ID: z.string().min(1), AWS_SECRET_ACCESS_KEY: z.string().min(1), AWS_SESSION_TOKEN: z.string().optional() };
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment(shape, variables);
  return { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }) };
}
