import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { stackName, stackProps, type SchutzbriefStackProps } from './concept-stack.ts';

/**
 * The sender's identity in SES, which an account has once per domain: other stages, and the login's mail, may live on it. So it has
 * a stack of its own, which can be deployed before all others, and stays when that goes. Its DKIM records are named by `npm run deploy`
 * until they are found in the domain's DNS; before that SES refuses to send.
 */
export class MailIdentityStack extends Stack {
  constructor(scope: Construct, props: Omit<SchutzbriefStackProps, 'description'>) {
    super(scope, stackName('mail', { ...props, description: '' }), stackProps({ ...props, description: 'The identity of the sender of mails, in SES' }));
    const identity = new EmailIdentity(this, 'Sender', { identity: Identity.domain(props.settings.mailFrom.split('@')[1]!) });
    identity.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
