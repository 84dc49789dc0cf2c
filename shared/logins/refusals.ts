import { DomainError, type FieldProblem } from '../domain-error.ts';

/** `fields`: what whoever asked can do instead. */
export const loginEmailTaken = (fields: readonly FieldProblem[] = []): DomainError => new DomainError('conflict', 'login-email-taken', fields);

/** The stage sends no first passwords. */
export const invitationsOff = (): DomainError =>
  new DomainError('conflict', 'invitations-off', [
    { field: 'path', problem: 'first passwords are not sent here: whoever operates the user pool sets one (aws cognito-idp admin-set-user-password)' },
  ]);

export const loginInUse = (fields: readonly FieldProblem[] = []): DomainError => new DomainError('conflict', 'login-in-use', fields);
