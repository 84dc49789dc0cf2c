import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { agentLeft } from '../events/agent-left.ts';
import { reminderDue } from '../events/reminder-due.ts';
import { taskDue } from '../events/task-due.ts';
import { taskEndpoints } from '../functions/tasks/endpoints.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { EventQueue } from './constructs/event-queue.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { sendsMail } from './constructs/mail.ts';

/** What is to be done on tickets, and how it comes up. */
export class TasksStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'tasks', { ...props, description: 'Tasks: what is to be done on tickets, reminders, inboxes' });
    this.working();
    this.comingUp();
  }

  /** Everything that people do with tasks and reminders. */
  private working(): void {
    const api = new LambdaFunction(this, 'Api', { name: 'tasks-api', description: 'API of tasks, reminders and inboxes' });
    new ApiRoutes(this, 'Routes', { endpoints: taskEndpoints, fn: api, errorImpact: 'clerks do not see what is to be done' });
  }

  private comingUp(): void {
    const fn = new LambdaFunction(this, 'PutInInboxFunction', {
      name: 'put-in-inbox',
      description: 'Puts tasks that are due, and reminders, before whose they are',
      timeout: Duration.seconds(30),
    });
    sendsMail(fn);
    if (this.settings.deskUrl !== undefined) fn.knows('DESK_URL', this.settings.deskUrl);
    new EventQueue(this, 'PutInInbox', {
      events: [reminderDue, taskDue, agentLeft],
      worker: fn,
      errorImpact: 'clerks are not reminded, and tasks that are due do not come up',
    });
  }
}
