import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { missingAmiss } from '../functions/files/find-missing-files.ts';
import { orphansAmiss } from '../functions/files/find-orphan-files.ts';
import { beginning } from '../functions/files/reconcile-files.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { feed } from './constructs/event-queue.ts';
import { erasesFiles, walksFiles } from './constructs/file-grants.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { LogAlarm } from './constructs/log-alarm.ts';
import { Schedule } from './constructs/schedule.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { filesAmissMetric } from './notification-metrics.ts';

/** Long enough that whoever put a file has written its item, or never will. */
const orphanDelay = Duration.minutes(15);

/** Files, whatever concept they belong to: none without its item, no item without its file. */
export class FilesStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'files', { ...props, description: 'Files: orphans removed, files and items held against each other' });
    const orphans = this.removing();
    const reconcile = this.reconciling(orphans);
    this.alarm(reconcile);
  }

  /** Removes what no item came to. @returns the queue of files to look at */
  private removing(): WorkQueue {
    const remove = new LambdaFunction(this, 'RemoveOrphanFunction', {
      name: 'remove-orphan-file',
      description: 'Deletes a file that no item names',
      timeout: Duration.seconds(30),
    });
    erasesFiles(remove);
    const orphans = new WorkQueue(this, 'RemoveOrphan', { worker: remove, delay: orphanDelay, errorImpact: 'files that belong to nothing stay' });
    const buckets = Object.values(this.data.files).map(({ bucketName }) => bucketName);
    feed(orphans, 'Rule', { source: ['aws.s3'], detailType: ['Object Created'], detail: { bucket: { name: buckets } } });
    return orphans;
  }

  /** Every week. It looks and tells, and may remove nothing itself. */
  private reconciling(orphans: WorkQueue): LambdaFunction {
    const reconcile = new LambdaFunction(this, 'ReconcileFunction', {
      name: 'reconcile-files',
      description: 'Holds files and items against each other, page by page',
      timeout: Duration.minutes(5),
    });
    walksFiles(reconcile);
    const walks = new WorkQueue(this, 'Reconcile', {
      worker: reconcile,
      batchSize: 1,
      errorImpact: 'files that belong to nothing are not found, nor letters without their file',
    });
    reconcile
      .allow(['sqs:SendMessage'], walks.queue.queueArn, orphans.queue.queueArn)
      .allowKeyThrough('sqs', ['kms:GenerateDataKey', 'kms:Decrypt'])
      .knows('RECONCILE_QUEUE_URL', walks.queue.queueUrl)
      .knows('ORPHAN_QUEUE_URL', orphans.queue.queueUrl);
    new Schedule(this, 'Weekly', { description: 'Starts the weekly reconciliation of files', cron: '0 5 ? * SUN *', target: walks, message: beginning });
    return reconcile;
  }

  /** What was found is no error of the function: its log is what is counted. */
  private alarm(reconcile: LambdaFunction): void {
    new LogAlarm(this, 'Amiss', {
      kind: 'files-amiss',
      logs: reconcile.logs,
      codes: [...Object.values(orphansAmiss), missingAmiss],
      metric: filesAmissMetric(this.settings, Duration.minutes(15)),
      errorImpact: 'letters cannot be opened although they are listed, or files of people lie there that nothing leads to',
      cause: 'the weekly reconciliation found what it does not mend by itself',
      above: 0,
    });
  }
}
