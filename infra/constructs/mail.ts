import { Stack } from 'aws-cdk-lib';
import { ConceptStack } from '../concept-stack.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { acknowledgeWildcard } from './wildcard.ts';

/** Sends mails as the stage's sender, in the company's name, whether SES knows the address itself or its domain. */
export function sendsMail(fn: LambdaFunction): void {
  const { mailFrom, sender } = ConceptStack.of(fn).settings;
  const identities = [mailFrom, mailFrom.slice(mailFrom.indexOf('@') + 1)];
  fn.allow(['ses:SendEmail'], ...identities.map((identity) => Stack.of(fn).formatArn({ service: 'ses', resource: 'identity', resourceName: identity })));
  fn.knows('MAIL_FROM', mailFrom).knows('COMPANY_NAME', sender.company);
}

/** Takes addresses off the list of those that mails came back from. For what erases, and for nothing else. */
export function removesSuppressions(fn: LambdaFunction): void {
  fn.allow(['ses:DeleteSuppressedDestination'], '*');
  acknowledgeWildcard(fn, '*', 'SES knows no resource for an entry of its suppression list.');
}
