import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { SetSMSAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { stackNameOf, type StageSettings } from './stages.ts';

/** The output of the notifications stack that names the role by which SNS writes its log of SMS deliveries. */
export const smsDeliveryRoleOutput = 'SmsDeliveryRole';

/** Has SNS write down what became of every SMS of the account. */
export async function logSmsDeliveries({ name, region }: StageSettings): Promise<void> {
  const formation = new CloudFormationClient({ region });
  const { Stacks = [] } = await formation.send(new DescribeStacksCommand({ StackName: stackNameOf('notifications', name) }));
  const DeliveryStatusIAMRole = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === smsDeliveryRoleOutput)?.OutputValue;
  if (!DeliveryStatusIAMRole) throw new Error(`The stack ${stackNameOf('notifications', name)} names no ${smsDeliveryRoleOutput}.`);
  const attributes = { DeliveryStatusIAMRole, DeliveryStatusSuccessSamplingRate: '100' };
  await new SNSClient({ region }).send(new SetSMSAttributesCommand({ attributes }));
}
