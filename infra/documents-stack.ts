import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { documentLookDue } from '../events/document-look-due.ts';
import { waitsForScanner } from '../functions/documents/check-document.ts';
import { documentEndpoints } from '../functions/documents/endpoints.ts';
import { fileStores } from '../shared/files/file-stores.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { feed } from './constructs/event-queue.ts';
import { clearsFiles, missesFiles, readsFiles, readsFileTags, takesFiles, writesFiles } from './constructs/file-grants.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { LogAlarm } from './constructs/log-alarm.ts';
import { MalwareProtection } from './constructs/malware-protection.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { unscannedMetric } from './notification-metrics.ts';

/** Files that belong to tickets: sent by customers and clerks, looked at, fetched. */
export class DocumentsStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'documents', { ...props, description: 'Documents: sent, looked at, fetched' });
    this.sendingAndFetching();
    this.checking();
  }

  private sendingAndFetching(): void {
    const api = new LambdaFunction(this, 'Api', { name: 'documents-api', description: 'API of documents' });
    takesFiles(api, 'uploads');
    readsFiles(api, 'document-files');
    new ApiRoutes(this, 'Routes', { endpoints: documentEndpoints, fn: api, errorImpact: 'nobody can send or fetch documents' });
  }

  /** Memory for what a file unpacks to; nobody else reads what was not looked at. */
  private checking(): void {
    const { malwareScan } = this.settings;
    const fn = new LambdaFunction(this, 'CheckFunction', {
      name: 'check-document',
      description: 'Looks at files that came, and keeps them or does not',
      memoryMb: 1769,
      timeout: Duration.seconds(60),
      environment: { MALWARE_SCAN: malwareScan },
    });
    readsFiles(fn, 'uploads');
    missesFiles(fn, 'uploads');
    clearsFiles(fn, 'uploads');
    writesFiles(fn, 'document-files');
    // Of what an officer took out of a case.
    clearsFiles(fn, 'document-files');
    const came = new WorkQueue(this, 'Check', {
      worker: fn,
      batchSize: 1,
      maxConcurrency: 10,
      errorImpact: 'documents that were sent are not looked at, and nobody can fetch them',
    });
    const { bucketName, bucketArn } = this.data.files.uploads;
    if (malwareScan === 'guardduty') {
      readsFileTags(fn, 'uploads');
      const { planArn } = new MalwareProtection(this, 'Malware', { bucketName, bucketArn, prefix: `${fileStores.uploads.prefix}/` });
      feed(came, 'Rule', { source: ['aws.guardduty'], detailType: ['GuardDuty Malware Protection Object Scan Result'], resources: [planArn] });
    } else feed(came, 'Rule', { source: ['aws.s3'], detailType: ['Object Created'], detail: { bucket: { name: [bucketName] } } });
    feed(came, 'Looks', { detailType: [documentLookDue.type] }, this.data.bus);
    new LogAlarm(this, 'Unscanned', {
      kind: 'unscanned-documents',
      logs: fn.logs,
      codes: [waitsForScanner],
      metric: unscannedMetric(this.settings, Duration.hours(1)),
      errorImpact: 'documents that were sent wait, and nobody can fetch them',
      cause: 'for more than an hour the malware scanner has said nothing of a file',
      above: 0,
    });
  }
}
