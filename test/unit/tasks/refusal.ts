import { DomainError, type FieldProblem } from '../../../shared/domain-error.ts';

/** What a rule says of a field; `undefined` where it refuses nothing. */
export function refusalOf(attempt: () => unknown): FieldProblem | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.fields[0];
  }
}
