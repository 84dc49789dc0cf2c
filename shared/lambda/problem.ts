import * as z from 'zod';
import { DomainError, type ErrorKind, type FieldProblem } from '../domain-error.ts';
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

/** At most so many wrong fields are told in one answer. */
const mostProblems = 20;

/** A zod error as a refusal that names fields and quotes nothing. `where` is the part of the request: `body`, `query`, `path`. */
export function invalid(error: z.ZodError, where: string): DomainError {
  const problems = error.issues.slice(0, mostProblems).flatMap((issue): FieldProblem[] => {
    const path = [where, ...issue.path.map(segment)].join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.slice(0, mostProblems).map((key) => ({ field: `${path}.${segment(key)}`, problem: 'unknown field' }));
    return [{ field: path, problem: problemText(issue) }];
  });
  return new DomainError('invalid', `invalid-${where}`, problems);
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};
/** What a text has to look like, by the name that its form has. */
const formats: Readonly<Record<string, string>> = {
  date: 'must be a day that there is, like 2026-03-01',
  datetime: 'must be a day and a time that there are, with their offset, like 2026-03-01T09:30:00+01:00',
};
const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

/** What is wrong, in one wording for all fields. A schema of ours may word its own rule; none of it quotes the input. */
function problemText(issue: z.core.$ZodIssue): string {
  const ours = !/^(Invalid|Too) /.test(issue.message);
  if (ours) return issue.message;
  const unit = 'origin' in issue ? (units[issue.origin] ?? '') : '';
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'is required' : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_big':
      if (issue.inclusive === false) return `must be less than ${String(issue.maximum)}`;
      return `must ${unit === '' ? 'be' : 'have'} at most ${String(issue.maximum)}${unit}`;
    case 'too_small':
      if (issue.inclusive === false) return `must be greater than ${String(issue.minimum)}`;
      return Number(issue.minimum) === 1 && unit !== '' ? 'must not be empty' : `must ${unit === '' ? 'be' : 'have'} at least ${String(issue.minimum)}${unit}`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? `must be one of ${issue.options.map(String).join(', ')}` : issue.message;
    case 'invalid_format':
      return formats[issue.format] ?? issue.message;
    default:
      return issue.message;
  }
}

/** A path segment, unless somebody hid a text of theirs in a key. */
const segment = (key: PropertyKey): string => (/^[A-Za-z0-9_]{1,40}$/.test(String(key)) ? String(key) : '(unnamed)');
