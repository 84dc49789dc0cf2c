import { ConceptStack } from '../concept-stack.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** Makes logins, and keeps them where their owners are reached: the user, and the group that says what they may do. */
export function createsLogins(fn: LambdaFunction): void {
  onPool(fn, ['AdminCreateUser', 'AdminAddUserToGroup', 'AdminGetUser', 'AdminUpdateUserAttributes']);
  fn.knows('LOGIN_INVITATION', ConceptStack.of(fn).settings.inviteByMail ? 'email' : 'none');
}

/** Ends logins: nobody stays logged in, and the user is gone. */
export const deletesLogins = (fn: LambdaFunction): void => onPool(fn, ['AdminDeleteUser', 'AdminUserGlobalSignOut']);

/** The same of members of staff, unless an issuer of their own has their logins. */
export function endsStaffLogins(fn: LambdaFunction): void {
  if (ConceptStack.of(fn).settings.staffIdentity) fn.knows('STAFF_LOGINS', 'elsewhere');
  else deletesLogins(fn);
}

function onPool(fn: LambdaFunction, actions: readonly string[]): void {
  const { pool } = ConceptStack.of(fn).data.logins;
  fn.allow(
    actions.map((action) => `cognito-idp:${action}`),
    pool.userPoolArn,
  ).knows('USER_POOL_ID', pool.userPoolId);
}
