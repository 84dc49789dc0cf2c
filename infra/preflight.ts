import { CloudFormationClient, DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand, type DescribeLogGroupsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Sight } from './readiness.ts';
import { stackNameOf, type StageSettings } from './stages.ts';

/** Looks at the account, as far as whoever deploys may: what could not be seen is absent, and said as such. Nothing is changed. */
export async function lookedAt({ name, region, mailFrom }: StageSettings): Promise<Sight> {
  const [formation, ses, sns] = [new CloudFormationClient({ region }), new SESv2Client({ region }), new SNSClient({ region })];
  const domain = mailFrom.split('@')[1]!;
  const [toolkit, mail, identity, limit, sandbox, smsLogs, own] = await Promise.all([
    seen(() => formation.send(new DescribeStacksCommand({ StackName: 'CDKToolkit' })), { Stacks: [] }, 'ValidationError'),
    seen(() => ses.send(new GetAccountCommand({}))),
    seen(() => ses.send(new GetEmailIdentityCommand({ EmailIdentity: domain })), {}, 'NotFoundException'),
    seen(() => sns.send(new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] }))),
    seen(() => sns.send(new GetSMSSandboxAccountStatusCommand({}))),
    seen(() => new CloudWatchLogsClient({ region }).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: `sns/${region}/` }))),
    seen(() => formation.send(new DescribeStackResourcesCommand({ StackName: stackNameOf('notifications', name) })), { StackResources: [] }, 'ValidationError'),
  ]);
  const stack = toolkit?.Stacks?.[0];
  return {
    ...(toolkit && { bootstrapped: stack !== undefined }),
    // arn:aws:cloudformation:eu-central-1:123456789012:stack/CDKToolkit/…
    ...(stack?.StackId && { account: stack.StackId.split(':')[4]! }),
    ...(mail && { mailSandbox: mail.ProductionAccessEnabled !== true, ...(mail.SendQuota?.MaxSendRate && { mailsPerSecond: mail.SendQuota.MaxSendRate }) }),
    ...(identity && {
      identityVerified: identity.VerifiedForSendingStatus === true,
      dkimTokens: identity.DkimAttributes?.Tokens ?? [],
      ...(identity.ConfigurationSetName && { configurationSet: identity.ConfigurationSetName }),
    }),
    ...(smsLogs &&
      own && { foreignSmsLogs: smsLogsOf(smsLogs).filter((group) => !own.StackResources?.some(({ PhysicalResourceId }) => PhysicalResourceId === group)) }),
    ...(limit && { smsSpendLimitUsd: Number(limit.attributes?.MonthlySpendLimit ?? 1) }),
    ...(sandbox && { smsSandbox: sandbox.IsInSandbox === true }),
  };
}

/** `sns/eu-central-1/123456789012/DirectPublishToPhoneNumber`, and the same with `/Failure` behind it. */
const smsLogsOf = ({ logGroups = [] }: Pick<DescribeLogGroupsCommandOutput, 'logGroups'>): string[] =>
  logGroups.flatMap(({ logGroupName }) => (logGroupName?.includes('/DirectPublishToPhoneNumber') ? [logGroupName] : []));

/** What was answered; what the account says by not having it; or nothing, where we may not look. */
async function seen<Answer>(ask: () => Promise<Answer>, absent?: Partial<Answer>, absentName?: string): Promise<Partial<Answer> | undefined> {
  try {
    return await ask();
  } catch (error) {
    return (error as Error).name === absentName ? absent : undefined;
  }
}
