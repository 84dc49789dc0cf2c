/** What can go wrong around the local cloud, told to a person: what happened, and what to do about it. */

export type ProblemKind =
  | 'python-missing'
  | 'venv-module-missing'
  | 'package-index-unreachable'
  | 'python-install-failed'
  | 'port-taken'
  | 'already-running'
  | 'data-outgrown'
  | 'emulator-crashed'
  | 'emulator-not-ready'
  | 'deploy-failed'
  | 'outputs-missing'
  | 'login-unknown'
  | 'bad-argument'
  | 'source-not-understood';

/** An error whose message is meant for the person at the keyboard; it needs no stack trace. */
export class LocalCloudProblem extends Error {
  readonly kind: ProblemKind;
  readonly remedy: string;

  constructor(kind: ProblemKind, what: string, remedy: string, options?: ErrorOptions) {
    super(`${what}\n${remedy}`, options);
    this.name = 'LocalCloudProblem';
    this.kind = kind;
    this.remedy = remedy;
  }
}

/** The way out that needs neither Python nor the package index. */
export const ownEndpoint = 'Or use an AWS endpoint of your own (LocalStack, MiniStack in Docker, …): AWS_ENDPOINT_URL=http://127.0.0.1:4566 npm start';

/** True for the error that an aborted step ends with, as Ctrl-C asks for. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** One text for whatever was thrown: plain for known problems and interruptions, with its stack for bugs. */
export function describeFailure(error: unknown): string {
  if (error instanceof LocalCloudProblem) return error.message;
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}
