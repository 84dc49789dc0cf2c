import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { deletionRunRequested } from '../events/deletion-run-requested.ts';
import { erasureLookDue } from '../events/erasure-look-due.ts';
import { erasureRequested } from '../events/erasure-requested.ts';
import { runTold, undeleted } from '../functions/privacy/delete-due.ts';
import { dueSoon, unanswered } from '../functions/privacy/erase-customer.ts';
import { privacyEndpoints } from '../functions/privacy/endpoints.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { EventQueue } from './constructs/event-queue.ts';
import { LogAlarm } from './constructs/log-alarm.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { erasesFiles } from './constructs/file-grants.ts';
import { deletesLogins } from './constructs/login-grants.ts';
import { removesSuppressions, sendsMail } from './constructs/mail.ts';
import { Schedule } from './constructs/schedule.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { erasuresDueMetric, runsFinishedMetric, runsSlowMetric, unansweredMetric, unreadableMetric } from './notification-metrics.ts';

/** Work that walks many items: long enough to get somewhere, and resumed where it stopped. */
const longWork = Duration.minutes(5);

/** What the house is for: rights of the people whose data it holds, and the end of all data. */
export class PrivacyStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'privacy', { ...props, description: 'Privacy: data map, erasure, deletion runs' });
    this.requests();
    this.erasing();
    const due = this.deleting();
    this.planningRuns(due);
  }

  private requests(): void {
    const api = new LambdaFunction(this, 'Api', {
      name: 'privacy-api',
      description: 'API of data protection',
      environment: { ALLOW_AS_OF: String(this.settings.allowAsOf) },
    });
    new ApiRoutes(this, 'Routes', {
      endpoints: privacyEndpoints,
      fn: api,
      errorImpact: 'requests of data subjects are not accepted, and deletion runs cannot be started',
    });
  }

  private erasing(): void {
    const erase = new LambdaFunction(this, 'EraseCustomerFunction', {
      name: 'erase-customer',
      description: 'Erases a person',
      timeout: longWork,
      memoryMb: 1024,
    });
    erasesFiles(erase);
    deletesLogins(erase);
    sendsMail(erase);
    removesSuppressions(erase);
    new EventQueue(this, 'EraseCustomer', {
      events: [erasureRequested, erasureLookDue],
      worker: erase,
      batchSize: 1,
      errorImpact: 'people who asked for erasure are not erased, and the month they must be answered in runs',
    });
    this.unanswered(erase);
    this.dueSoon(erase);
  }

  /** The erasure is done, but whether the person got the answer that the law promises them is not known. */
  private unanswered(erase: LambdaFunction): void {
    new LogAlarm(this, 'Unanswered', {
      kind: 'erasure-without-an-answer',
      logs: erase.logs,
      codes: Object.values(unanswered),
      metric: unansweredMetric(this.settings, Duration.minutes(15)),
      errorImpact: 'somebody who was erased has perhaps not got the answer to their request; it is in the file of the request, for another way',
      cause: 'the mail was refused or its outcome is not known',
      above: 0,
    });
  }

  /** A look a day at each request that is open: so it rings on as long as there is one. */
  private dueSoon(erase: LambdaFunction): void {
    new LogAlarm(this, 'ErasureDueSoon', {
      kind: 'erasure-due-soon',
      logs: erase.logs,
      codes: [dueSoon],
      metric: erasuresDueMetric(this.settings, Duration.days(1)),
      errorImpact: 'somebody who asked for erasure has no answer yet, and the month that the law leaves for it ends within a week',
      cause: 'the erasure fails, or its answer does not go out',
      above: 0,
    });
  }

  /** What such an item says of itself will be no better the next night: somebody has to mend it. */
  private unreadable(remove: LambdaFunction): void {
    new LogAlarm(this, 'Unreadable', {
      kind: 'unreadable-items',
      logs: remove.logs,
      codes: [undeleted.unreadable],
      metric: unreadableMetric(this.settings, Duration.minutes(15)),
      errorImpact: 'data that is perhaps due stays, because what is stored with it tells no end',
      cause: 'a day or an instant that is none, or an attribute that is missing',
      above: 0,
    });
  }

  /** Deletes what is due. @returns the queue of the work items */
  private deleting(): WorkQueue {
    const remove = new LambdaFunction(this, 'DeleteDueFunction', {
      name: 'delete-due',
      description: 'Deletes what is due, page by page',
      timeout: longWork,
      memoryMb: 1024,
    });
    erasesFiles(remove);
    deletesLogins(remove);
    removesSuppressions(remove);
    const due = new WorkQueue(this, 'DeleteDue', { worker: remove, batchSize: 1, maxConcurrency: 16, errorImpact: 'data that is due stays' });
    // A work item that takes long goes on as another one.
    sendsTo(due, remove);
    this.unreadable(remove);
    this.runsAreFinished(remove);
    return due;
  }

  /** A dead man's switch: whatever keeps runs from their end, not begun, not planned, not worked through, no line is what it shows in. */
  private runsAreFinished(remove: LambdaFunction): void {
    new LogAlarm(this, 'NoRun', {
      kind: 'no-deletion-run',
      logs: remove.logs,
      codes: [runTold.finished],
      metric: runsFinishedMetric(this.settings, Duration.hours(1)),
      errorImpact: 'data of people is kept for longer than it may be',
      cause: 'no deletion run was finished in 26 hours',
      below: 1,
      periods: 26,
    });
    new LogAlarm(this, 'SlowRun', {
      kind: 'slow-deletion-run',
      logs: remove.logs,
      codes: [runTold.slow],
      metric: runsSlowMetric(this.settings, Duration.hours(1)),
      errorImpact: 'data that is due goes late',
      cause: 'a deletion run is not done after six hours',
      above: 0,
    });
  }

  private planningRuns(due: WorkQueue): void {
    const plan = new LambdaFunction(this, 'PlanDeletionRunFunction', {
      name: 'plan-deletion-run',
      description: 'Splits a deletion run into work items',
      timeout: longWork,
    });
    const planned = new EventQueue(this, 'PlanDeletionRun', {
      events: [deletionRunRequested],
      worker: plan,
      batchSize: 1,
      errorImpact: 'data that is due stays, because no deletion run begins',
    });
    sendsTo(due, plan);
    new Schedule(this, 'Daily', {
      description: 'Starts the daily deletion run',
      cron: '0 3 * * ? *',
      target: planned,
      message: { detail: { type: 'deletion-run.scheduled' } },
    });
  }
}

function sendsTo(due: WorkQueue, fn: LambdaFunction): void {
  fn.allow(['sqs:SendMessage'], due.queue.queueArn).allowKeyThrough('sqs', ['kms:GenerateDataKey', 'kms:Decrypt']).knows('DUE_QUEUE_URL', due.queue.queueUrl);
}
