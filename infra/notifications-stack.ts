import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { notificationPlanned } from '../events/notification-planned.ts';
import { tellings } from '../shared/notifications/notification.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { DeadLetterQueue } from './constructs/dead-letter-queue.ts';
import { EventQueue, feed } from './constructs/event-queue.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { sendsMail } from './constructs/mail.ts';
import { knowsSmsCountries } from './constructs/sms-countries.ts';
import { SmsDeliveries } from './constructs/sms-deliveries.ts';
import { UntoldAlarms } from './constructs/untold-alarms.ts';
import { useOfKey } from './constructs/use-of-key.ts';
import { acceptFrom, WorkQueue } from './constructs/work-queue.ts';
import { sendingPace } from './sending-pace.ts';
import type { LambdaName } from './lambda-entries.ts';

/** From an event to an SMS or a mail: planned once, fanned out by channel, sent at most once. */
export class NotificationsStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'notifications', { ...props, description: 'Notifications: planned, sent by SMS and e-mail' });
    this.planning();
    const planned = this.fanningOut();
    this.sendingSms(planned);
    this.sendingMail(planned);
    if (this.settings.smsDeliveryLog) new SmsDeliveries(this, 'SmsDeliveries');
  }

  private planning(): void {
    const plan = new LambdaFunction(this, 'PlanNotificationFunction', {
      name: 'plan-notification',
      description: 'Decides who is told of an event, and how',
      timeout: Duration.seconds(30),
    });
    knowsSmsCountries(plan).knows('GATHER_SECONDS', String(this.settings.messagesGatheredSeconds));
    const whole = tellings.filter(({ where }) => !where).map(({ event: type }) => ({ type }));
    const queue = new EventQueue(this, 'PlanNotification', { events: whole, worker: plan, errorImpact: 'customers are not told of anything' });
    // Of what is told of many things, only what customers hear of.
    for (const { event, where } of tellings) {
      if (where) feed(queue, where.type?.[0] ?? event, { detailType: [event], detail: { data: where } }, this.data.bus);
    }
  }

  /** Every planned notification passes here; each channel takes its own. */
  private fanningOut(): Topic {
    const topic = new Topic(this, 'Planned', { masterKey: this.key, enforceSSL: true });
    const rule = new Rule(this, 'PlannedRule', { eventBus: this.data.bus, eventPattern: { detailType: [notificationPlanned.type] } });
    const undelivered = new DeadLetterQueue(this, 'PlannedDeadLetters', {
      kind: 'undelivered-to-a-topic',
      errorImpact: 'customers are not told of anything',
      cause: `EventBridge could not hand them to ${topic.node.path}`,
    });
    Validations.of(undelivered).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'It is a queue of dead letters itself, of a rule instead of a queue.' });
    acceptFrom(undelivered, 'events', rule.ruleArn);
    const role = this.publishes(topic);
    rule.addTarget({ bind: () => ({ arn: topic.topicArn, role, deadLetterConfig: { arn: undelivered.queueArn } }) });
    return topic;
  }

  /** By a role and not by the topic's policy: why is said in decision 0035. */
  private publishes(topic: Topic): Role {
    const role = new Role(this, 'PlannedRuleRole', {
      assumedBy: new ServicePrincipal('events.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': this.account } } }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }));
    role.addToPolicy(useOfKey(this.key, 'sns', ['kms:GenerateDataKey', 'kms:Decrypt']));
    return role;
  }

  private sendingSms(planned: Topic): void {
    const { smsSenderIds, smsPerSecond, sender } = this.settings;
    const send = knowsSmsCountries(this.sender('send-sms', 'Sends notifications as SMS'))
      .knows('SMS_SENDER_IDS', JSON.stringify(smsSenderIds))
      .knows('COMPANY_NAME', sender.company);
    if (sender.phone) send.knows('COMPANY_PHONE', sender.phone);
    sendsSms(send);
    this.channel(planned, 'sms', send, smsPerSecond, 'customers who chose SMS are not told');
  }

  private sendingMail(planned: Topic): void {
    const send = this.sender('send-email', 'Sends notifications as mail');
    sendsMail(send);
    this.channel(planned, 'email', send, this.settings.mailsPerSecond, 'customers who chose e-mail are not told');
  }

  private channel(topic: Topic, channel: 'sms' | 'email', worker: LambdaFunction, perSecond: number, errorImpact: string): void {
    const { eachPerSecond, ...pace } = sendingPace(perSecond);
    worker.knows('SENDS_PER_SECOND', String(eachPerSecond));
    const id = channel === 'sms' ? 'SendSms' : 'SendEmail';
    const target = new WorkQueue(this, id, { worker, errorImpact, ...pace });
    target.acceptFrom('sns', topic.topicArn);
    new UntoldAlarms(target, 'Untold', { channel, sender: worker, queue: target.queue });
    new CfnSubscription(target, 'Subscription', {
      topicArn: topic.topicArn,
      protocol: 'sqs',
      endpoint: target.queue.queueArn,
      rawMessageDelivery: true,
      filterPolicyScope: 'MessageBody',
      filterPolicy: { detail: { data: { channel: [channel] } } },
      redrivePolicy: { deadLetterTargetArn: target.deadLetters.queueArn },
    });
  }

  /** Both senders do the same but for the last step: read, claim, look at consent once more, send, write down. */
  private sender(name: LambdaName & `send-${string}`, description: string): LambdaFunction {
    const { portalUrl, portalPaths } = this.settings;
    const id = name === 'send-sms' ? 'SendSmsFunction' : 'SendEmailFunction';
    return new LambdaFunction(this, id, {
      name,
      description,
      timeout: Duration.seconds(30),
      environment: { PORTAL_URL: portalUrl, PORTAL_PATHS: JSON.stringify(portalPaths) },
    });
  }
}

/** Publishing to a phone number has no resource to name; publishing to any topic is left out of it. */
function sendsSms(fn: LambdaFunction): void {
  fn.role.addToPolicy(
    new PolicyStatement({ actions: ['sns:Publish'], notResources: [Stack.of(fn).formatArn({ service: 'sns', region: '*', account: '*', resource: '*' })] }),
  );
}
