import { Stack } from 'aws-cdk-lib';
import { ConceptStack } from '../concept-stack.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { acknowledgeWildcard } from './wildcard.ts';

/** Sends mails as the stage's sender, in the company's name, whether SES knows the address itself or its domain. */
export function sendsMail(fn: LambdaFunction): void {
  const { mailFrom, mailReplyTo, sender, mailConfigurationSet } = ConceptStack.of(fn).settings;
  const { company, footer, phone } = sender;
  const named = (resource: string) => (resourceName: string) => Stack.of(fn).formatArn({ service: 'ses', resource, resourceName });
  const identities = [mailFrom, mailFrom.slice(mailFrom.indexOf('@') + 1)].map(named('identity'));
  // SES asks for it as well where an identity has one by default.
  const configuration = mailConfigurationSet ? [mailConfigurationSet].map(named('configuration-set')) : [];
  fn.allow(['ses:SendEmail'], ...identities, ...configuration);
  fn.knows('MAIL_FROM', mailFrom).knows('SENDER', JSON.stringify({ company, footer, phone }));
  if (mailReplyTo) fn.knows('MAIL_REPLY_TO', mailReplyTo);
}

/** Takes addresses off the list of those that mails came back from. For what erases, and for nothing else. */
export function removesSuppressions(fn: LambdaFunction): void {
  fn.allow(['ses:DeleteSuppressedDestination'], '*');
  acknowledgeWildcard(fn.role, '*', 'SES knows no resource for an entry of its suppression list.');
}
