import type { Construct } from 'constructs';
import { stopwatchForgotten } from '../events/stopwatch-forgotten.ts';
import { timeEndpoints } from '../functions/time/endpoints.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { EventQueue } from './constructs/event-queue.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';

/** Time that is spent on tickets, and what controlling learns of it. */
export class TimeStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'time', { ...props, description: 'Time spent on tickets, and figures of teams for controlling' });
    this.entering();
    this.ending();
  }

  /** What clerks enter and see, and the reports. */
  private entering(): void {
    const api = new LambdaFunction(this, 'Api', { name: 'time-api', description: 'API of time spent on tickets, and of reports on it' });
    new ApiRoutes(this, 'Routes', { endpoints: timeEndpoints, fn: api, errorImpact: 'clerks cannot enter the time that they spent' });
  }

  /** Stopwatches that nobody stops. */
  private ending(): void {
    const fn = new LambdaFunction(this, 'EndStopwatchFunction', { name: 'end-stopwatch', description: 'Ends stopwatches that were forgotten' });
    new EventQueue(this, 'EndStopwatch', {
      events: [stopwatchForgotten],
      worker: fn,
      errorImpact: 'stopwatches that were forgotten run on, and their clerks are not asked how long it was',
    });
  }
}
