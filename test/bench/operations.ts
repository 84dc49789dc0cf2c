import { getMe } from '../../functions/customers/get-me.ts';
import { letterEndpoints } from '../../functions/letters/endpoints.ts';
import { announceDocument } from '../../functions/documents/announce-document.ts';
import { documentEndpoints } from '../../functions/documents/endpoints.ts';
import { issueLetter } from '../../functions/letters/issue-letter.ts';
import { issueLetterEndpoints } from '../../functions/letters/issue-letter-endpoints.ts';
import { timeEndpoints } from '../../functions/time/endpoints.ts';
import { taskEndpoints } from '../../functions/tasks/endpoints.ts';
import { feedbackEndpoints } from '../../functions/feedback/endpoints.ts';
import { openFeedback } from '../../functions/feedback/open-feedback.ts';
import { addTextModule } from '../../functions/text-modules/add-text-module.ts';
import { textModuleEndpoints } from '../../functions/text-modules/endpoints.ts';
import { addTopic } from '../../functions/topics/add-topic.ts';
import { topicEndpoints } from '../../functions/topics/endpoints.ts';
import { addInteraction } from '../../functions/tickets/add-interaction.ts';
import { answerEndpoints } from '../../functions/tickets/answer-endpoints.ts';
import { ticketEndpoints } from '../../functions/tickets/endpoints.ts';
import { worklistEndpoints } from '../../functions/tickets/worklist-endpoints.ts';
import { openTicket } from '../../functions/tickets/open-ticket.ts';
import { customerReader } from '../../shared/customers/customer-reader.ts';
import { customerTable } from '../../shared/customers/customer-table.ts';
import { documentTable } from '../../shared/documents/document-table.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { answerTables } from '../../shared/tickets/answer-table.ts';
import { textModuleReader } from '../../shared/text-modules/text-module-reader.ts';
import { textModuleTable } from '../../shared/text-modules/text-module-table.ts';
import { topicTable } from '../../shared/topics/topic-table.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { timeTables } from '../../shared/time/time-tables.ts';
import { feedbackTable } from '../../shared/feedback/feedback-table.ts';
import { taskTables } from '../../shared/tasks/task-tables.ts';
import { ticketReader } from '../../shared/tickets/ticket-reader.ts';
import { staffReader } from '../../shared/staff/staff-reader.ts';
import { issueDeps, letterDeps, now, rules, someCase } from '../storage/letter-fixtures.ts';
import type { Storage } from '../storage/harness.ts';
import { ticketTables } from '../storage/ticket-world.ts';
import { accessToken, memoryLog, send, type Answer, type Request } from '../unit/lambda/requests.ts';
import { roundTripsOf } from './round-trips.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';

/** What an operation asks of AWS. */
export interface OperationCost {
  /** DynamoDB calls by command. */
  readonly calls: Readonly<Record<string, number>>;
  /** Capacity units as Amazon bills them, of the calls that succeeded. */
  readonly capacity: number;
  /** S3 calls by command. */
  readonly s3: Readonly<Record<string, number>>;
  /** How often somebody waits: calls that run together are one. */
  readonly roundTrips: number;
}

/** What is needed of a storage engine; the harness of the storage tests has it, and so has the benchmark. */
export type OperationStorage = Pick<Storage, 'db' | 'client' | 'counted' | 'put' | 's3' | 'bucket' | 'cloud'>;

/**
 * Does everything once, in the order in which a case goes, through the handlers that the Lambdas have, and counts what that sends.
 * Names are `METHOD /path`, by whom, and whether it is a replay.
 */
export async function operationCosts(storage: OperationStorage): Promise<Record<string, OperationCost>> {
  // The fixtures ask for the whole harness, and use these parts of it.
  const fixtures = storage as Storage;
  const { db } = storage;
  const { customerId, clerk } = await someCase(fixtures);
  const bucket = await storage.bucket();
  const trips = roundTripsOf({ dynamodb: storage.client, s3: storage.s3 });

  const log = memoryLog();
  // Time goes on: what is sorted by it moves in its index, which costs more than to stay.
  let seconds = 0;
  const clock = () => new Date(now.getTime() + 1000 * seconds++);
  const ticketDeps = {
    ...ticketTables(db),
    customers: customerReader(db),
    staff: staffReader(db),
    newId,
    newNumber: newTicketNumber,
    now: clock,
    random: Math.random,
  };
  const tickets = api(ticketEndpoints, { log, deps: ticketDeps });
  const lists = api(worklistEndpoints, { log, deps: ticketDeps });
  const letters = api(letterEndpoints, { log, deps: letterDeps(fixtures, bucket) });
  const setting = api(issueLetterEndpoints, { log, deps: issueDeps(fixtures, bucket) });
  const customers = api([getMe], { log, deps: { customers: customerTable({ db, rules }) } });

  const tokens = { customer: accessToken(customerId, 'customer'), agent: accessToken(clerk.id, 'agent'), admin: accessToken(newId('adm'), 'admin') };
  const costs: Record<string, OperationCost> = {};

  async function counted(handler: unknown, by: keyof typeof tokens, request: Omit<Request, 'claims'>, remark = ''): Promise<Answer> {
    trips.reset();
    const { byCommand, capacity, result } = await storage.counted(() => send(handler, { ...request, claims: tokens[by] }));
    const name = `${request.route}, ${by}${remark}`;
    if (result.status === undefined || result.status >= 300) throw new Error(`${name}: ${result.status} ${result.text}`);
    costs[name] = { calls: byCommand, capacity, s3: trips.commands('s3'), roundTrips: trips.rounds() };
    return result;
  }

  /** A POST, and the same again. */
  async function twice(handler: unknown, by: keyof typeof tokens, request: Omit<Request, 'claims'>): Promise<Answer> {
    const keyed = { ...request, headers: { ...request.headers, 'idempotency-key': newId('acc') } };
    const answer = await counted(handler, by, keyed);
    const again = await counted(handler, by, keyed, ', replayed');
    const madeBy = ({ body }: Answer) => body.id ?? (body.interaction ?? body.ticket).id;
    if (madeBy(again) !== madeBy(answer)) throw new Error(`${request.route} made something else when it was replayed`);
    return answer;
  }

  const opened = await twice(tickets, 'customer', { route: 'POST /v1/tickets', body: openTicket.example!.customer });
  const params = { ticketId: opened.body.id as string };
  const message = { type: 'message', text: 'Das Foto vom Rahmen reiche ich nach.' };
  const said = await twice(tickets, 'customer', { route: 'POST /v1/tickets/{ticketId}/interactions', params, body: message });
  const { minutesSpent, ...note } = addInteraction.example!.agent;
  const written = { route: 'POST /v1/tickets/{ticketId}/interactions', params, body: note };
  await twice(tickets, 'agent', written);
  await counted(tickets, 'agent', { ...written, body: { ...note, minutesSpent }, headers: { 'idempotency-key': newId('acc') } }, ', with minutes');
  for (const by of ['customer', 'agent'] as const) {
    await counted(tickets, by, { route: 'GET /v1/tickets/{ticketId}', params });
    await counted(tickets, by, { route: 'GET /v1/tickets', query: { number: opened.body.number as string } }, ', by number');
    await counted(tickets, by, { route: 'GET /v1/tickets', ...(by === 'agent' && { query: { assignee: 'nobody' } }) });
    await counted(tickets, by, { route: 'GET /v1/tickets/{ticketId}/interactions', params });
  }

  await counted(lists, 'agent', { route: 'GET /v1/worklists' });
  await counted(lists, 'agent', { route: 'GET /v1/worklists/{list}', params: { list: 'claims' } }, ', of a skill');
  const pulled = await twice(lists, 'agent', { route: 'POST /v1/worklists/next', body: {} });
  if (pulled.body.ticket.id !== params.ticketId) throw new Error('The clerk was given another ticket than the one that waits');
  await counted(lists, 'agent', { route: 'GET /v1/worklists/{list}', params: { list: 'mine' } }, ', mine');

  const taskDeps = {
    ...taskTables({ db, rules, newId }),
    tickets: ticketReader(db),
    customers: customerReader(db),
    staff: staffReader(db),
    newId,
    now: clock,
  };
  const tasks = api(taskEndpoints, { log, deps: taskDeps });
  const task = { title: 'Gutachten der Werkstatt anfordern', due: { on: '2027-03-16' } };
  const onTicket = '/v1/tickets/{ticketId}';
  const added = await twice(tasks, 'agent', { route: `POST ${onTicket}/tasks`, params, body: task });
  await counted(tasks, 'agent', { route: `GET ${onTicket}/tasks`, params });
  const taskParams = { ...params, taskId: added.body.id as string };
  const done = { route: `PUT ${onTicket}/tasks/{taskId}`, params: taskParams, body: { ...task, status: 'done' }, headers: { 'if-match': '"1"' } };
  await counted(tasks, 'agent', done);
  await twice(tasks, 'agent', { route: `POST ${onTicket}/reminders`, params, body: { at: '2028-03-01T09:00:00Z' } });
  await counted(tasks, 'agent', { route: 'GET /v1/inbox' });

  const feedback = api(feedbackEndpoints, { log, deps: { feedback: feedbackTable(db), staff: staffReader(db), newId, now: clock } });
  // For their own team, which needs no look at its clerks.
  await twice(feedback, 'agent', { route: 'POST /v1/feedback', body: { ...openFeedback.example!, team: undefined } });
  await counted(feedback, 'agent', { route: 'GET /v1/feedback' });
  await counted(feedback, 'agent', { route: 'GET /v1/team-feedback' });
  await counted(feedback, 'agent', { route: 'GET /v1/team-feedback/counts' });

  const timeDeps = { ...timeTables({ db, rules }), tickets: ticketReader(db), staff: staffReader(db), newId, now: clock };
  const times = api(timeEndpoints, { log, deps: timeDeps });
  const spent = { minutes: 25, activity: 'assessment', on: dayOf(now) };
  const entered = await twice(times, 'agent', { route: `POST ${onTicket}/time-entries`, params, body: spent });
  const entryParams = { ...params, timeEntryId: entered.body.id as string };
  const corrected = { ...spent, minutes: 15 };
  await counted(times, 'agent', { route: `PUT ${onTicket}/time-entries/{timeEntryId}`, params: entryParams, body: corrected, headers: { 'if-match': '"1"' } });
  await counted(times, 'agent', { route: `GET ${onTicket}/time`, params });
  await counted(times, 'agent', { route: 'GET /v1/time-entries' });
  for (const [route, body] of [
    [`POST ${onTicket}/stopwatch`, { activity: 'phone' }],
    [`POST ${onTicket}/stopwatch/stop`, {}],
  ] as const)
    await counted(times, 'agent', { route, params, body, headers: { 'idempotency-key': newId('acc') } });
  await counted(times, 'admin', { route: 'GET /v1/reports/effort', query: { from: dayOf(now), to: dayOf(now) } });

  const texts = api(textModuleEndpoints, { log, deps: { textModules: textModuleTable({ db, rules }), staff: staffReader(db), newId, now: clock } });
  // It sets no state: the case goes on below.
  const { sets: _, ...text } = addTextModule.example!;
  const module = await twice(texts, 'admin', { route: 'POST /v1/text-modules', body: text });
  await counted(texts, 'agent', { route: 'GET /v1/text-modules' });
  const topics = api(topicEndpoints, { log, deps: { topics: topicTable({ db, rules }), now: clock } });
  const names = [0, 1, 2].map((number) => `${addTopic.example!.name}-${number}`);
  for (const name of names) {
    const body = { ...addTopic.example!, name };
    await counted(topics, 'admin', { route: 'POST /v1/topics', body, headers: { 'idempotency-key': newId('acc') } });
  }
  await counted(topics, 'customer', { route: 'GET /v1/topics', query: { names: names.join(',') } }, ', of a page of letters');
  await counted(topics, 'customer', { route: 'GET /v1/topics' });
  await counted(topics, 'customer', { route: 'GET /v1/topics/{topicName}', params: { topicName: names[0]! } });
  const answers = api(answerEndpoints, { log, deps: { ...ticketDeps, ...answerTables({ db, rules, newId }), textModules: textModuleReader(db) } });
  const answering = { ...params, textModuleId: module.body.id as string };
  await counted(answers, 'agent', { route: `GET ${onTicket}/text-modules/{textModuleId}`, params: answering });
  const answer = { textModule: { id: module.body.id, version: 1 } };
  await twice(answers, 'agent', { route: `POST ${onTicket}/answers`, params, body: answer, headers: { 'if-match': '"2"' } });

  const signed = { form: async () => ({ url: 'https://made-up.example/', fields: {}, expiresAt: now.toISOString() }) };
  const documentDeps = { documents: documentTable({ db, rules, newId }), tickets: ticketReader(db), staff: staffReader(db), newId, now: clock };
  const documents = api(documentEndpoints, {
    log,
    deps: { ...documentDeps, uploads: signed, links: { link: async () => ({ url: 'https://made-up.example/', expiresAt: now.toISOString() }) } },
  });
  await twice(documents, 'customer', { route: `POST ${onTicket}/documents`, params, body: announceDocument.example! });
  for (const by of ['customer', 'agent'] as const) await counted(documents, by, { route: `GET ${onTicket}/documents`, params });

  const form = { ...issueLetter.example!, customerId, ticketId: params.ticketId };
  const letterId = (await twice(setting, 'agent', { route: 'POST /v1/letters', body: form })).body.id as string;
  for (const by of ['customer', 'agent'] as const) {
    await counted(letters, by, { route: 'GET /v1/letters', ...(by === 'agent' && { query: params }) });
    await counted(letters, by, { route: 'GET /v1/letters/{letterId}', params: { letterId } });
  }
  await counted(letters, 'customer', { route: 'GET /v1/letters', query: { counts: 'true' } }, ', with counts');
  await counted(letters, 'customer', { route: 'GET /v1/letters/{letterId}/file', params: { letterId } });
  await counted(letters, 'customer', { route: 'PUT /v1/letters/{letterId}/reading', params: { letterId }, body: { state: 'archived' } });
  await twice(tickets, 'agent', {
    route: 'POST /v1/tickets/{ticketId}/close',
    params,
    body: { outcome: 'settled', lastInteractionId: said.body.id, openTasksSeen: true },
    // The answer was a change of it too.
    headers: { 'if-match': '"3"' },
  });
  await counted(customers, 'customer', { route: 'GET /v1/me' });
  trips.stop();
  return costs;
}
