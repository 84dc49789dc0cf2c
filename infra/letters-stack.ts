import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { letterEndpoints } from '../functions/letters/endpoints.ts';
import { issueLetterEndpoints } from '../functions/letters/issue-letter-endpoints.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { EventQueue, feed } from './constructs/event-queue.ts';
import { erasesFiles, readsFiles, writesFiles } from './constructs/file-grants.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { notificationOutcomes } from './notification-outcomes.ts';

/** Long enough that whoever put the file has written the letter's item, or never will. */
const orphanDelay = Duration.minutes(15);

/** The letter centre. */
export class LettersStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'letters', { ...props, description: 'Letters: issued, read, opened' });
    this.reading();
    this.issuing();
    this.recording();
    this.cleaning();
  }

  private reading(): void {
    const api = new LambdaFunction(this, 'Api', { name: 'letters-api', description: 'API of the letter centre' });
    readsFiles(api, 'letter-files');
    new ApiRoutes(this, 'Routes', { endpoints: letterEndpoints, fn: api, errorImpact: 'customers cannot see their letters' });
  }

  /** A function of its own: setting a PDF needs fonts, code and memory that nothing else does. */
  private issuing(): void {
    const { sender } = this.settings;
    const issue = new LambdaFunction(this, 'IssueLetter', {
      name: 'issue-letter',
      description: 'Sets a letter and puts it into the letter centre',
      memoryMb: 1024,
      timeout: Duration.seconds(20),
      environment: { SENDER: JSON.stringify(sender) },
    });
    writesFiles(issue, 'letter-files');
    new ApiRoutes(this, 'IssueRoutes', { endpoints: issueLetterEndpoints, fn: issue, errorImpact: 'clerks cannot issue letters' });
  }

  private recording(): void {
    const record = new LambdaFunction(this, 'RecordNotificationFunction', {
      name: 'record-letter-notification',
      description: 'Notes on a letter what became of its notification',
      timeout: Duration.seconds(30),
    });
    new EventQueue(this, 'RecordNotification', { events: notificationOutcomes, worker: record, errorImpact: 'letters do not show that customers were told' });
  }

  private cleaning(): void {
    const clean = new LambdaFunction(this, 'RemoveOrphanFunction', {
      name: 'remove-orphan-letter',
      description: 'Deletes a letter file that no letter came to',
      timeout: Duration.seconds(30),
    });
    erasesFiles(clean);
    const orphans = new WorkQueue(this, 'RemoveOrphan', { worker: clean, delay: orphanDelay, errorImpact: 'files of letters that were never issued stay' });
    feed(orphans, 'Rule', { source: ['aws.s3'], detailType: ['Object Created'], detail: { bucket: { name: [this.data.files['letter-files'].bucketName] } } });
  }
}
