import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Severity } from '../runbook.ts';
import type { StageSettings } from '../stages.ts';

interface AlarmTopicProps {
  readonly settings: StageSettings;
  readonly key: IKey;
  readonly severity: Severity;
}

/** Where all alarms of a severity go. Whoever runs the stage subscribes, by the stage's e-mail address or by hand. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { settings, key, severity }: AlarmTopicProps) {
    super(scope, id, { displayName: `Schutzbrief ${settings.name} ${severity}`, masterKey: key, enforceSSL: true });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (settings.alarmEmail) this.addSubscription(new EmailSubscription(settings.alarmEmail));
  }
}
