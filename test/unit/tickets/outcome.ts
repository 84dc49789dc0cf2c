import { expect } from '@jest/globals';
import { DomainError } from '../../../shared/domain-error.ts';

/** What came of a rule, or the code with which it refuses; a code that says `not-…` names one field. */
export function outcome<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.fields).toHaveLength(error.code.startsWith('not-') ? 1 : 0);
    return `${error.kind}/${error.code}`;
  }
}
