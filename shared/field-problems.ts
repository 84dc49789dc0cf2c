import type * as z from 'zod';
import type { FieldProblem } from './domain-error.ts';

/** At most so many wrong fields are told of one input. */
const mostProblems = 20;

/** What a zod error says, field by field: it names fields and quotes nothing. `where` stands before each name: `body`; nothing without it. */
export function fieldProblems(error: z.ZodError, where?: string): FieldProblem[] {
  const at = (...path: PropertyKey[]): string => [...(where === undefined ? [] : [where]), ...path.map(fieldName)].join('.');
  return error.issues
    .slice(0, mostProblems)
    .flatMap((issue): FieldProblem[] =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.slice(0, mostProblems).map((key) => ({ field: at(...issue.path, key), problem: 'unknown field' }))
        : [{ field: at(...issue.path), problem: problemText(issue) }],
    );
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

/** A name of a field, unless somebody hid a text of theirs in it. */
export const fieldName = (key: PropertyKey): string => (/^[A-Za-z0-9_]{1,40}$/.test(String(key)) ? String(key) : '(unnamed)');
