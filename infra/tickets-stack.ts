import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { agentAbsent } from '../events/agent-absent.ts';
import { agentLeft } from '../events/agent-left.ts';
import { interactionAdded } from '../events/interaction-added.ts';
import { ticketEscalationDue } from '../events/ticket-escalation-due.ts';
import { ticketMerged } from '../events/ticket-merged.ts';
import { ticketMoved } from '../events/ticket-moved.ts';
import { ticketOpened } from '../events/ticket-opened.ts';
import { ticketSeparated } from '../events/ticket-separated.ts';
import { ticketWaitsForClerk } from '../events/ticket-waits-for-clerk.ts';
import { waitsLong } from '../functions/tickets/assign-ticket.ts';
import { textModuleEndpoints } from '../functions/text-modules/endpoints.ts';
import { answerEndpoints } from '../functions/tickets/answer-endpoints.ts';
import { correctionEndpoints } from '../functions/tickets/correction-endpoints.ts';
import { connectionEndpoints } from '../functions/tickets/connection-endpoints.ts';
import { deviceEndpoints } from '../functions/tickets/device-endpoints.ts';
import { customerStepEndpoints } from '../functions/tickets/customer-step-endpoints.ts';
import { worklistEndpoints } from '../functions/tickets/worklist-endpoints.ts';
import { ticketEndpoints } from '../functions/tickets/endpoints.ts';
import { ConceptStack, type ConceptStackProps } from './concept-stack.ts';
import { ApiRoutes } from './constructs/api-routes.ts';
import { EventQueue, feed } from './constructs/event-queue.ts';
import { clearsFiles, readsFiles, writesFiles } from './constructs/file-grants.ts';
import { LambdaFunction } from './constructs/lambda-function.ts';
import { endsStaffLogins } from './constructs/login-grants.ts';
import { LogAlarm } from './constructs/log-alarm.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { clerklessMetric } from './notification-metrics.ts';
import { notificationOutcomes } from './notification-outcomes.ts';

/** Reports and what becomes of them. */
export class TicketsStack extends ConceptStack {
  constructor(scope: Construct, props: Omit<ConceptStackProps, 'description'>) {
    super(scope, 'tickets', { ...props, description: 'Tickets: reported, assigned, worked, closed' });
    this.working();
    this.leavingOff();
    this.sensing();
    this.answering();
    this.finding();
    this.connecting();
    this.correcting();
    this.assigning();
    this.escalating();
    this.returning();
    this.hearing();
    this.filing();
    this.moving();
    this.recording();
  }

  /** Lets a function count time as the house works: what is promised of tickets. */
  private withHours(fn: LambdaFunction): LambdaFunction {
    return fn.knows('OFFICE_HOURS', JSON.stringify(this.settings.officeHours));
  }

  /** Everything that people do with tickets. */
  private working(): void {
    const api = this.withHours(new LambdaFunction(this, 'Api', { name: 'tickets-api', description: 'API of tickets' }));
    new ApiRoutes(this, 'Routes', { endpoints: ticketEndpoints, fn: api, errorImpact: 'reports from customers are not accepted' });
  }

  /** What customers do in the end: they take a report back, or say how it went. */
  private leavingOff(): void {
    const api = new LambdaFunction(this, 'CustomerStepsApi', {
      name: 'customer-steps-api',
      description: 'Customers keep what they began to report, take reports back, and say how it went',
    });
    new ApiRoutes(this, 'CustomerStepsRoutes', { endpoints: customerStepEndpoints, fn: api, errorImpact: 'customers cannot take back what they reported' });
  }

  /** What devices say. */
  private sensing(): void {
    const api = this.withHours(new LambdaFunction(this, 'DevicesApi', { name: 'devices-api', description: 'Opens tickets of what devices report' }));
    new ApiRoutes(this, 'DevicesRoutes', { endpoints: deviceEndpoints, fn: api, errorImpact: 'what crash sensors and appliances report reaches nobody' });
  }

  /** With what is written again and again. */
  private answering(): void {
    const texts = new LambdaFunction(this, 'TextModulesApi', { name: 'text-modules-api', description: 'API of text modules' });
    new ApiRoutes(this, 'TextModulesRoutes', { endpoints: textModuleEndpoints, fn: texts, errorImpact: 'clerks find no texts to answer with' });
    const answers = this.withHours(new LambdaFunction(this, 'AnswersApi', { name: 'answers-api', description: 'Answers tickets from text modules' }));
    new ApiRoutes(this, 'AnswersRoutes', { endpoints: answerEndpoints, fn: answers, errorImpact: 'clerks cannot answer customers from text modules' });
  }

  /** What is to be done next. */
  private finding(): void {
    const api = new LambdaFunction(this, 'WorklistsApi', { name: 'worklists-api', description: 'Lists of what is to be worked on, and the next of it' });
    new ApiRoutes(this, 'WorklistsRoutes', { endpoints: worklistEndpoints, fn: api, errorImpact: 'clerks do not find what waits for them' });
  }

  /** With each other. */
  private connecting(): void {
    const api = this.withHours(
      new LambdaFunction(this, 'ConnectionsApi', { name: 'connections-api', description: 'Links tickets, merges them, and moves them to another customer' }),
    );
    new ApiRoutes(this, 'ConnectionsRoutes', {
      endpoints: connectionEndpoints,
      fn: api,
      errorImpact: 'clerks can neither link tickets, merge duplicates nor put right whose a ticket is',
    });
  }

  /** What was written. */
  private correcting(): void {
    const api = new LambdaFunction(this, 'CorrectionsApi', {
      name: 'corrections-api',
      description: 'Puts right what was written on tickets, and takes out what must not stand there',
    });
    new ApiRoutes(this, 'CorrectionsRoutes', {
      endpoints: correctionEndpoints,
      fn: api,
      errorImpact: 'what is wrong on tickets is not put right, and what must not stand there is not taken out',
    });
  }

  private assigning(): void {
    const assign = new LambdaFunction(this, 'AssignTicketFunction', {
      name: 'assign-ticket',
      description: 'Gives a ticket that nobody has to a clerk',
      timeout: Duration.seconds(60),
    });
    // Few at once: each counts the tickets of the same clerks.
    new EventQueue(this, 'AssignTicket', {
      events: [ticketOpened, ticketWaitsForClerk],
      worker: assign,
      maxConcurrency: 5,
      errorImpact: 'new tickets wait without a clerk',
    });
    new LogAlarm(this, 'Clerkless', {
      kind: 'tickets-without-a-clerk',
      logs: assign.logs,
      codes: [waitsLong],
      metric: clerklessMetric(this.settings, Duration.hours(1)),
      errorImpact: 'customers wait: nobody can be given their tickets',
      cause: 'for more than an hour no clerk has had the skill that a ticket needs',
      above: 0,
    });
  }

  /** Whatever else happens then: of a ticket that nobody has it is told that it waits for a clerk. */
  private escalating(): void {
    const fn = this.withHours(
      new LambdaFunction(this, 'EscalateTicketFunction', {
        name: 'escalate-ticket',
        description: 'Tells clerks and teams that the time of a ticket runs out, and raises its priority',
        timeout: Duration.seconds(30),
      }),
    );
    new EventQueue(this, 'EscalateTicket', {
      events: [ticketEscalationDue, ticketWaitsForClerk],
      worker: fn,
      errorImpact: 'tickets are late, and nobody is told',
    });
  }

  private returning(): void {
    const fn = new LambdaFunction(this, 'ReturnTicketsFunction', {
      name: 'return-tickets',
      description: 'Takes their open tickets from a clerk who has left or is absent for long; the login of who has left',
      // Some thousand tickets; what is left is taken by the next try.
      timeout: Duration.minutes(2),
    });
    endsStaffLogins(this.withHours(fn));
    new EventQueue(this, 'ReturnTickets', {
      events: [agentLeft, agentAbsent],
      worker: fn,
      batchSize: 1,
      errorImpact: 'tickets lie with somebody who has left or is absent, and nobody works on them',
    });
  }

  private hearing(): void {
    const fn = new LambdaFunction(this, 'HearCustomerFunction', {
      name: 'hear-customer',
      description: 'Lets a case go on of which the customer wrote while it waited for them, or was closed',
      timeout: Duration.seconds(30),
    });
    const queue = new WorkQueue(this, 'HearCustomer', {
      worker: this.withHours(fn),
      errorImpact: 'customers wrote what was waited for, or to a closed case, and nobody goes on',
    });
    feed(queue, 'Messages', { detailType: [interactionAdded.type], detail: { data: { by: ['customer'], type: ['message', 'document'] } } }, this.data.bus);
  }

  private filing(): void {
    const fn = new LambdaFunction(this, 'FileMergedFunction', {
      name: 'file-merged',
      description: 'Files what lies on a merged ticket under the one that goes on, and back where that is undone',
      // Some thousand steps; what is left is taken by the next try.
      timeout: Duration.minutes(2),
    });
    new EventQueue(this, 'FileMerged', {
      events: [ticketMerged, ticketSeparated],
      worker: fn,
      batchSize: 1,
      errorImpact: 'what lies on merged tickets is not seen where work on them goes on',
    });
  }

  /** Files are read whole, one at a time. */
  private moving(): void {
    const fn = new LambdaFunction(this, 'FileMovedFunction', {
      name: 'file-moved',
      description: 'Brings what lies on a ticket to the file of the customer to whom it was moved, and takes it from the wrong one',
      memoryMb: 512,
      // What is left is taken by the next try.
      timeout: Duration.minutes(2),
    });
    readsFiles(fn, 'document-files');
    writesFiles(fn, 'document-files');
    clearsFiles(fn, 'document-files');
    new EventQueue(this, 'FileMoved', {
      events: [ticketMoved],
      worker: fn,
      batchSize: 1,
      errorImpact: 'what lies on tickets that were moved is still in the file of the wrong customer, and not in that of the right one',
    });
  }

  private recording(): void {
    const record = new LambdaFunction(this, 'RecordNotificationFunction', {
      name: 'record-ticket-notification',
      description: 'Notes on a ticket what became of a notification',
      timeout: Duration.seconds(30),
    });
    new EventQueue(this, 'RecordNotification', { events: notificationOutcomes, worker: record, errorImpact: 'tickets do not show that customers were told' });
  }
}
