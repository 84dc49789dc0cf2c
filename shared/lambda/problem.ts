import * as z from 'zod';
import { DomainError, type ErrorKind } from '../domain-error.ts';
import { fieldProblems } from '../field-problems.ts';
import { serviceBusy } from './service-busy.ts';

/** The one place that knows which HTTP status a kind of error has. */
const statusOf: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  unprocessable: 422,
  'precondition-required': 428,
  'too-many': 429,
  unavailable: 503,
};

const titleOf: Record<ErrorKind, string> = {
  invalid: 'The request is not valid',
  unauthenticated: 'Please log in',
  forbidden: 'Your role does not allow this',
  'not-found': 'Not found',
  conflict: 'The current state does not allow this',
  stale: 'It was changed meanwhile; read it again',
  unprocessable: 'The request cannot be processed',
  'precondition-required': 'Please say which version you saw (If-Match)',
  'too-many': 'Too often; please wait (Retry-After)',
  unavailable: 'Please try again',
};

/** RFC 9457 problem details. `code` is for programs, `errors` names the fields; no member holds a value from the request. */
export const Problem = z.object({
  type: z.string().describe('URI of the kind of problem'),
  title: z.string(),
  status: z.number(),
  code: z.string().describe('Stable word for programs'),
  instance: z.string().describe('URN of the request, to quote to support'),
  errors: z.array(z.object({ field: z.string(), problem: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The problem that an error is for a client. A service that is busy is a 503, anything else unexpected a 500 that says nothing. */
export function problemOf(error: unknown, requestId: string): Problem {
  const instance = `urn:request:${requestId}`;
  const refusal = error instanceof DomainError ? error : serviceBusy(error);
  if (!refusal) {
    return { type: 'urn:problem:schutzbrief:internal', title: 'Something went wrong on our side', status: 500, code: 'internal', instance };
  }
  return {
    type: `urn:problem:schutzbrief:${refusal.code}`,
    title: titleOf[refusal.kind],
    status: statusOf[refusal.kind],
    code: refusal.code,
    instance,
    ...(refusal.fields.length > 0 && { errors: [...refusal.fields] }),
  };
}

/** A zod error as a refusal that names fields and quotes nothing. `where` is the part of the request: `body`, `query`, `path`. */
export const invalid = (error: z.ZodError, where: string): DomainError => new DomainError('invalid', `invalid-${where}`, fieldProblems(error, where));
