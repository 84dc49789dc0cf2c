/** What went wrong, in one word. The HTTP status belonging to it is decided in one place: `shared/lambda/problem.ts`. */
export type ErrorKind =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'stale' | 'unprocessable' | 'precondition-required' | 'too-many' | 'unavailable';

/**
 * An expected refusal. `code` is a stable, kebab-case word that clients may act on; `fields` name what is wrong.
 * Neither ever carries a value that somebody typed: an error text must not become a copy of personal data.
 */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  /** When it may go again, as far as that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: ErrorKind, code: string, fields: readonly FieldProblem[] = [], retryAfterSeconds?: number) {
    super(code);
    this.name = 'DomainError';
    this.kind = kind;
    this.code = code;
    this.fields = fields;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What was to be done has happened. For a queue the message is done with it. */
export const alreadyDone = (): DomainError => new DomainError('conflict', 'already-done');

/** The person whom something is about is erased, or about to be. For a queue the message is done with it. */
export const customerErased = (): DomainError => new DomainError('conflict', 'customer-erased');

/** Nobody may work with data of somebody, or of a case, that is restricted (Art. 18 GDPR). For a queue the message is done with it. */
export const processingRestricted = (): DomainError => new DomainError('conflict', 'processing-restricted');

/** Somebody else changed first what was read and is written now. Done again from the beginning it may well succeed, and soon. */
export const changedMeanwhile = (): DomainError => new DomainError('conflict', 'changed-meanwhile');

/** Others are at the same items all the time, or the tables have too much to do. */
export const storageBusy = (): DomainError => new DomainError('unavailable', 'storage-busy');

/** Whether something was refused for this reason: `isRefusal(error, alreadyDone())`. */
export const isRefusal = (error: unknown, reason: DomainError): boolean => error instanceof DomainError && error.code === reason.code;

/** One field of a request is wrong, named from the part of the request on: `body.customerId`, `query.assignee`. */
export const invalidField = (field: `${'body' | 'query'}${string}`, problem: string): DomainError =>
  new DomainError('invalid', `invalid-${field.split('.', 1)[0]}`, [{ field, problem }]);

/** One field of a request and what is wrong with it, e.g. `{field: 'body.accident.at', problem: 'lies in the future'}`. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}
