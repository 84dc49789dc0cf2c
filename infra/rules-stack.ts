import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { interactionAdded } from '../events/interaction-added.ts';
import { ticketOpened } from '../events/ticket-opened.ts';
import { ticketReopened } from '../events/ticket-reopened.ts';
import { ruleEndpoints } from '../functions/rules/endpoints.ts';
import { ruleCannotAct, ruleUnusable, tooManyActed } from '../functions/tickets/run-rules.ts';
import { ruleTrialEndpoints } from '../functions/tickets/rule-trial-endpoints.ts';
import { stepTriggers } from '../shared/rules/triggers.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { feed } from './constructs/event-queue.ts';
import { writesFiles } from './constructs/file-grants.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { LogAlarm } from './constructs/log-alarm.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { letterSender } from './letter-sender.ts';
import { rulesInVainMetric } from './notification-metrics.ts';

/** Routine work that is done without a person [Dunkelverarbeitung]. */
export class RulesStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'rules', { ...props, description: 'Rules: routine work that is done without a person' });
    this.writing();
    this.running();
  }

  /** Lets a function count time as the house works: what a rule does changes what is promised. */
  private withHours(fn: LambdaFunction): LambdaFunction {
    return fn.knows('OFFICE_HOURS', JSON.stringify(this.settings.officeHours));
  }

  /** Rules are written, and tried. */
  private writing(): void {
    const api = new LambdaFunction(this, 'Api', { name: 'rules-api', description: 'API of rules' });
    new ApiRoutes(this, 'Routes', { endpoints: ruleEndpoints, fn: api, errorImpact: 'rules cannot be changed, nor taken out of use' });
    const trials = new LambdaFunction(this, 'TrialsApi', {
      name: 'rule-trials-api',
      description: 'Tries rules on the last tickets',
      timeout: Duration.seconds(25),
    });
    new ApiRoutes(this, 'TrialsRoutes', { endpoints: ruleTrialEndpoints, fn: this.withHours(trials), errorImpact: 'nobody can try what a rule would do' });
  }

  private running(): void {
    const fn = new LambdaFunction(this, 'RunRulesFunction', {
      name: 'run-rules',
      description: 'Lets rules act on tickets of which something has happened',
      // It sets letters, as the one that clerks wait for.
      memoryMb: 1024,
      timeout: Duration.seconds(60),
      environment: letterSender(this.settings),
    });
    writesFiles(this.withHours(fn), 'letter-files');
    const queue = new WorkQueue(this, 'RunRules', {
      worker: fn,
      batchSize: 5,
      errorImpact: 'what rules would do by themselves is not done, and customers wait for a person',
    });
    feed(queue, 'Tickets', { detailType: [ticketOpened.type, ticketReopened.type] }, this.data.bus);
    feed(queue, 'Steps', { detailType: [interactionAdded.type], detail: { data: stepTriggers } }, this.data.bus);
    new LogAlarm(this, 'InVain', {
      kind: 'rules-that-cannot-act',
      logs: fn.logs,
      codes: [ruleCannotAct, ruleUnusable, tooManyActed],
      metric: rulesInVainMetric(this.settings, Duration.hours(1)),
      errorImpact: 'what rules should do by themselves is left to clerks, without anybody knowing',
      cause: 'a rule says what cannot be done, what this release does not take any more, or more answer to a case than may',
      above: 0,
    });
  }
}
