import { Rule, type EventPattern, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { EventType } from '../../events/event.ts';
import { ConceptStack } from '../concept-stack.ts';
import { WorkQueue, type WorkQueueProps } from './work-queue.ts';

interface EventQueueProps extends WorkQueueProps {
  readonly events: readonly Pick<EventType<never>, 'type'>[];
}

/** A work queue fed by events of the bus. What EventBridge can't deliver goes to the same dead letters, in the same shape. */
export class EventQueue extends WorkQueue {
  constructor(scope: Construct, id: string, { events, ...props }: EventQueueProps) {
    super(scope, id, props);
    feed(this, 'Rule', { detailType: events.map(({ type }) => type) }, ConceptStack.of(this).data.bus);
  }
}

/** Feeds a queue by a rule; without a bus by the account's own, where AWS services report. */
export function feed(target: WorkQueue, id: string, eventPattern: EventPattern, eventBus?: IEventBus): Rule {
  const rule = new Rule(target, id, { eventPattern, ...(eventBus && { eventBus }) });
  rule.addTarget({ bind: () => ({ arn: target.queue.queueArn, deadLetterConfig: { arn: target.deadLetters.queueArn } }) });
  target.acceptFrom('events', rule.ruleArn);
  return rule;
}
