import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { letterEndpoints } from '../functions/letters/endpoints.ts';
import { issueLetterEndpoints } from '../functions/letters/issue-letter-endpoints.ts';
import { topicEndpoints } from '../functions/topics/endpoints.ts';
import { letterModuleEndpoints } from '../functions/letters/module-endpoints.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { EventQueue } from './constructs/event-queue.ts';
import { readsFiles, writesFiles } from './constructs/file-grants.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { letterSender } from './letter-sender.ts';
import { notificationOutcomes } from './notification-outcomes.ts';

/** The letter centre. */
export class LettersStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'letters', { ...props, description: 'Letters: issued, read, opened' });
    this.reading();
    this.issuing();
    this.writingModules();
    this.recording();
    this.explaining();
  }

  private reading(): void {
    const api = new LambdaFunction(this, 'Api', { name: 'letters-api', description: 'API of the letter centre' });
    readsFiles(api, 'letter-files');
    new ApiRoutes(this, 'Routes', { endpoints: letterEndpoints, fn: api, errorImpact: 'customers cannot see their letters' });
  }

  /** A function of its own: setting a PDF needs fonts, code and memory that nothing else does. */
  private issuing(): void {
    const issue = new LambdaFunction(this, 'IssueLetter', {
      name: 'issue-letter',
      description: 'Sets a letter and puts it into the letter centre',
      memoryMb: 1024,
      timeout: Duration.seconds(20),
      environment: letterSender(this.settings),
    });
    writesFiles(issue, 'letter-files');
    new ApiRoutes(this, 'IssueRoutes', { endpoints: issueLetterEndpoints, fn: issue, errorImpact: 'clerks cannot issue letters' });
  }

  /** Modules are written, approved and looked at: what they look like is a PDF, so it has what issuing has. */
  private writingModules(): void {
    const api = new LambdaFunction(this, 'ModulesApi', {
      name: 'letter-modules-api',
      description: 'API of letter modules, and their previews',
      memoryMb: 1024,
      timeout: Duration.seconds(20),
      environment: letterSender(this.settings),
    });
    new ApiRoutes(this, 'ModulesRoutes', { endpoints: letterModuleEndpoints, fn: api, errorImpact: 'letter modules cannot be changed, nor taken back' });
  }

  private recording(): void {
    const record = new LambdaFunction(this, 'RecordNotificationFunction', {
      name: 'record-letter-notification',
      description: 'Notes on a letter what became of its notification',
      timeout: Duration.seconds(30),
    });
    new EventQueue(this, 'RecordNotification', { events: notificationOutcomes, worker: record, errorImpact: 'letters do not show that customers were told' });
  }

  /** What letters are about. */
  private explaining(): void {
    const api = new LambdaFunction(this, 'TopicsApi', { name: 'topics-api', description: 'API of topics' });
    new ApiRoutes(this, 'TopicsRoutes', { endpoints: topicEndpoints, fn: api, errorImpact: 'customers find no explanation of what their letters are about' });
  }
}
