import { invalidField } from './domain-error.ts';

/** No form is nested so deeply; what is would end the stack. */
const deepest = 64;

/**
 * The one text for everything that is the same JSON: names in order, no blanks, numbers and characters written in one way.
 * @throws DomainError `invalid/invalid-body` for what is nested more than 64 deep
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth === deepest) throw invalidField('body', 'is nested too deeply');
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry, depth + 1)).join(',')}]`;
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member, depth + 1)}`).join(',')}}`;
}
