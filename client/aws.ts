/** How scripts on this machine reach AWS, or what plays AWS. */
import type { Credentials } from './signed-call.ts';

export const emulatorCredentials = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

export interface Reach {
  /** Absent: AWS itself. */
  endpoint?: string | undefined;
  region: string;
}

/** True for an address on this machine, where no real credentials are wanted. */
export function isLocal(endpoint: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
}

/** The user's own credentials from the environment, or `test`/`test` for an endpoint on this machine. */
export function credentialsFor({ endpoint }: Pick<Reach, 'endpoint'>, env = process.env): Credentials | undefined {
  if (endpoint === undefined || !isLocal(endpoint)) return undefined;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  // The local cloud takes one key only; an own endpoint (AWS_ENDPOINT_URL) gets what the user has set for it.
  if (env['AWS_ENDPOINT_URL'] !== endpoint || accessKeyId === undefined || secretAccessKey === undefined) {
    return { ...emulatorCredentials };
  }
  return { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] };
}

/** Settings for any AWS SDK client. SQS clients also need `useQueueUrlAsEndpoint: false`. */
export function clientSettings(reach: Reach): { region: string; endpoint?: string; credentials?: Credentials } {
  const credentials = credentialsFor(reach);
  return {
    region: reach.region,
    ...(reach.endpoint === undefined ? {} : { endpoint: reach.endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

/** The same for programs we start, such as the CDK: nothing of the user's AWS configuration shines through. */
export function childEnvironment(reach: Reach, env = process.env): NodeJS.ProcessEnv {
  const credentials = credentialsFor(reach, env);
  if (credentials === undefined) return { ...env, AWS_REGION: reach.region };
  const { AWS_PROFILE: _profile, AWS_SESSION_TOKEN: _token, AWS_DEFAULT_PROFILE: _default, ...rest } = env;
  return {
    ...rest,
    AWS_ENDPOINT_URL: reach.endpoint,
    AWS_REGION: reach.region,
    AWS_DEFAULT_REGION: reach.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    // A company's proxy can't reach this machine from where it is.
    NO_PROXY: [env['NO_PROXY'] ?? env['no_proxy'], '127.0.0.1', 'localhost'].filter(Boolean).join(','),
  };
}
