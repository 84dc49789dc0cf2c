import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { letterImportLookDue } from '../events/letter-import-look-due.ts';
import { importGivenUp } from '../functions/letters/check-import.ts';
import { letterImportEndpoints } from '../functions/letters/import-endpoints.ts';
import { letterReviewEndpoints } from '../functions/letters/review-endpoints.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { feed } from './constructs/event-queue.ts';
import { clearsFiles, missesFiles, readsFiles, takesFiles, writesFiles } from './constructs/file-grants.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { LogAlarm } from './constructs/log-alarm.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { importsGivenUpMetric } from './notification-metrics.ts';

/** Letters that were printed elsewhere: handed in, looked at, published. */
export class LetterImportsStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'letter-imports', { ...props, description: 'Letters that were printed elsewhere: handed in, looked at, published' });
    this.handingIn();
    this.reviewing();
    this.checking();
  }

  private handingIn(): void {
    const api = new LambdaFunction(this, 'Api', { name: 'letter-imports-api', description: 'Takes in letters that were printed elsewhere' });
    const { lookupKey } = this.data;
    api.knows('LOOKUP_KEY_ID', lookupKey.keyId).allow(['kms:GenerateMac'], lookupKey.keyArn);
    takesFiles(api, 'letter-quarantine');
    new ApiRoutes(this, 'Routes', { endpoints: letterImportEndpoints, fn: api, errorImpact: 'output management cannot hand in letters' });
  }

  /** A function of its own: machines that hand in have no right to files. */
  private reviewing(): void {
    const api = new LambdaFunction(this, 'ReviewsApi', {
      name: 'letter-reviews-api',
      description: 'Shows letters in doubt, and publishes or refuses them',
      memoryMb: 512,
      timeout: Duration.seconds(20),
    });
    this.movesFiles(api);
    new ApiRoutes(this, 'ReviewRoutes', { endpoints: letterReviewEndpoints, fn: api, errorImpact: 'letters that somebody has to look at are not published' });
  }

  /** Memory for what a file unpacks to, and time for the gate's own limits: a minute to begin, half a minute each to look and for the text; and to keep what it takes. */
  private checking(): void {
    const fn = new LambdaFunction(this, 'CheckFunction', {
      name: 'check-letter-import',
      description: 'Looks at letters that were handed in, and publishes them or does not',
      memoryMb: 1769,
      timeout: Duration.seconds(180),
    });
    this.movesFiles(fn);
    const came = new WorkQueue(this, 'Check', { worker: fn, batchSize: 1, maxConcurrency: 10, errorImpact: 'letters that were handed in are not published' });
    feed(came, 'Rule', { source: ['aws.s3'], detailType: ['Object Created'], detail: { bucket: { name: [this.data.files['letter-quarantine'].bucketName] } } });
    feed(came, 'Looks', { detailType: [letterImportLookDue.type] }, this.data.bus);
    new LogAlarm(this, 'GivenUp', {
      kind: 'letter-imports-given-up',
      logs: fn.logs,
      codes: [importGivenUp],
      metric: importsGivenUpMetric(this.settings, Duration.hours(1)),
      errorImpact: 'letters that were handed in were not published, and their files are gone',
      cause: 'for six days nobody has decided on them, or they could not be looked at',
      above: 0,
    });
  }

  /** From quarantine to the letters. */
  private movesFiles(fn: LambdaFunction): void {
    readsFiles(fn, 'letter-quarantine');
    missesFiles(fn, 'letter-quarantine');
    clearsFiles(fn, 'letter-quarantine');
    writesFiles(fn, 'letter-files');
  }
}
