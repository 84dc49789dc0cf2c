import { ConceptStack } from '../concept-stack.ts';
import { claimsOf, type StageSettings } from '../stages.ts';
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
  const { staffIdentity } = ConceptStack.of(fn).settings;
  if (staffIdentity) fn.knows('STAFF_IDENTITY_CLAIMS', staffClaims(staffIdentity));
  else deletesLogins(fn);
}

/** By what tokens of the staff's own issuer are known, as functions are told. */
export const staffClaims = (staffIdentity: NonNullable<StageSettings['staffIdentity']>): string =>
  JSON.stringify({ issuer: staffIdentity.issuer, ...claimsOf(staffIdentity) });

function onPool(fn: LambdaFunction, actions: readonly string[]): void {
  const { pool } = ConceptStack.of(fn).data.logins;
  fn.allow(
    actions.map((action) => `cognito-idp:${action}`),
    pool.userPoolArn,
  ).knows('USER_POOL_ID', pool.userPoolId);
}
