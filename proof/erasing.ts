/** Ends a customer's relationship, erases them, and sees that the door is shut behind them. */
import { randomUUID } from 'node:crypto';
import { publish } from './redelivery.ts';
import { erasureLookDue } from '../events/erasure-look-due.ts';
import { newId } from '../shared/id.ts';
import type { Place, Resource } from './stores/store.ts';
import { accessToken } from '../client/access-token.ts';
import type { Outputs } from '../client/outputs.ts';
import { request, until, type Person } from '../client/portal.ts';
import { close, yesterday } from './case.ts';
import type { Customer, Staff } from './people.ts';
import type { AnswerLine } from './residues.ts';

interface RequestSeen {
  readonly id: string;
  readonly status: string;
  readonly outcome?: string;
  readonly lines?: readonly AnswerLine[];
}

/** What a customer's tickets and letters are called. */
export interface CanaryIds {
  readonly tickets: readonly string[];
  readonly letters: readonly string[];
  /** What people call the tickets. */
  readonly numbers: readonly string[];
}

/**
 * The customer asks for erasure while the contract runs, twice under one key and once more as somebody impatient, and is answered in
 * part, and once more when they ask again. Then the case that went on is closed, the contract ends, and the request is taken up, as it is every day; meanwhile others are
 * still at work.
 */
export async function erased(
  place: Place,
  resources: readonly Resource[],
  customer: Customer,
  { clerk, officer }: Staff,
  ids: CanaryIds,
): Promise<{ answer: readonly AnswerLine[]; problems: readonly string[] }> {
  const asked = { body: {}, idempotencyKey: randomUUID() };
  const { id } = await customer.must<RequestSeen>('POST', '/v1/privacy/erasure-requests', asked);
  await customer.must('POST', '/v1/privacy/erasure-requests', asked);
  const part = await until('the erasure request is answered in part', () => answered(officer, id, 'partial'));
  const again = await customer.must<RequestSeen>('POST', '/v1/privacy/erasure-requests', { body: {} });
  await until('the erasure request is answered in part once more', () => answered(officer, id, 'partial'));
  const problems = [
    ...(part.lines?.some(({ result }) => result === 'refused') ? [] : ['the contract runs, and nothing was refused']),
    ...(again.id === id ? [] : ['asked again, the request was not the one that is open']),
  ];
  for (const ticket of ids.tickets) {
    const { status } = await clerk.must<{ status: string }>('GET', `/v1/tickets/${ticket}`);
    if (status !== 'closed') await close(clerk, ticket, 'settled');
  }
  const end = { body: { endedOn: yesterday() }, idempotencyKey: randomUUID() };
  for (let time = 0; time < 2; time++) await clerk.must('POST', `/v1/customers/${customer.id}/relationship-end`, end);
  const busy = writersInFlight(customer, clerk, ids);
  await takeUp(place, resources, id);
  const answer = await until('the erasure request is answered to its end', () => answered(officer, id, 'complete'));
  await busy;
  return { answer: answer.lines ?? [], problems };
}

/** Everybody writes and reads at once while the person is erased. What comes in time is erased with the rest, the rest is refused. */
async function writersInFlight(customer: Customer, clerk: Person, { tickets, letters }: CanaryIds): Promise<void> {
  const { persona } = customer;
  const one = async (): Promise<void> => {
    await Promise.allSettled([
      customer.ask('PUT', '/v1/me/preferences', { body: { notifyBy: 'sms' } }),
      customer.ask('PUT', '/v1/me/preferences', { body: { notifyBy: 'email' } }),
      ...letters.map((letter) => customer.ask('GET', `/v1/letters/${letter}/file`)),
      ...tickets.map((ticket) => clerk.ask('POST', `/v1/tickets/${ticket}/interactions`, { body: { type: 'internal-note', text: persona.internalNote } })),
    ]);
  };
  for (let round = 0; round < 5; round++) await one();
}

/** Says of a request what the wake index says of it each day. */
const takeUp = (place: Place, resources: readonly Resource[], requestId: string): Promise<void> =>
  publish(place, resources, [erasureLookDue.make({ id: newId('evt'), aggregateId: requestId, at: new Date(), data: { status: 'answered' } })]);

/** The request once it is answered so and its answer is on its way: who is still sending it takes nothing up. */
async function answered(officer: Person, requestId: string, outcome: string): Promise<RequestSeen | undefined> {
  const { status, body } = await officer.ask('GET', `/v1/privacy/erasure-requests/${requestId}`);
  if (status !== 200 || body.status !== 'answered' || body.outcome !== outcome) return undefined;
  return body.answerMail === undefined || body.answerMail === 'claimed' ? undefined : (body as RequestSeen);
}

/**
 * What an erased person, who still has a token from before, gets to see or can do. Empty: nothing. They may ask for erasure again,
 * since what the law keeps is still theirs to ask for; that is no open door. The map of it stays shut: a token from before is no proof of
 * who they are any more.
 */
export async function openDoors(outputs: Outputs, { login }: Customer, oldToken: string): Promise<string[]> {
  const asked = await Promise.all([
    door(outputs, oldToken, 'GET', '/v1/me'),
    door(outputs, oldToken, 'GET', '/v1/me/data-map'),
    door(outputs, oldToken, 'GET', '/v1/tickets'),
    door(outputs, oldToken, 'GET', '/v1/letters'),
    door(outputs, oldToken, 'GET', '/v1/drafts'),
    door(outputs, oldToken, 'PUT', '/v1/drafts/theft', { subject: 'proof' }),
    door(outputs, oldToken, 'PUT', '/v1/me/preferences', { notifyBy: 'sms' }),
    door(outputs, oldToken, 'POST', '/v1/tickets', {
      kind: 'question',
      subject: 'proof',
      message: 'proof',
      confirmedProfileVersion: 1,
      noticeShown: { version: '1', sha256: '0'.repeat(64), channel: 'portal' },
    }),
  ]);
  const stillIn = await accessToken(outputs, login).then(
    () => ['the login still works'],
    () => [],
  );
  return [...asked.flat(), ...stillIn];
}

/** Open is what answers with anything but a refusal or an empty list. */
async function door(outputs: Outputs, token: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<string[]> {
  const answer = await request(outputs, token, method, path, { ...(body !== undefined && { body }) });
  const isEmpty = Array.isArray(answer.body?.items) && answer.body.items.length === 0;
  return answer.status >= 400 && answer.status < 500 ? [] : answer.status === 200 && isEmpty ? [] : [`${method} ${path} answered ${answer.status}`];
}

/** What staff get to see, or can do, of an erased person by the ids that they may have written down. Empty: nothing. */
export async function staffDoors({ clerk, officer }: Staff, customerId: string, { tickets, letters, numbers }: CanaryIds): Promise<string[]> {
  const tries: [Person, 'GET' | 'POST', string, unknown?][] = [
    ...[clerk, officer].flatMap((who) => [
      ...tickets.flatMap((id): [Person, 'GET', string][] => [
        [who, 'GET', `/v1/tickets/${id}`],
        [who, 'GET', `/v1/tickets/${id}/interactions`],
        [who, 'GET', `/v1/tickets/${id}/tasks`],
        [who, 'GET', `/v1/tickets/${id}/time-entries`],
        [who, 'GET', `/v1/tickets/${id}/time`],
        [who, 'GET', `/v1/tickets/${id}/reminders`],
      ]),
      ...letters.map((id): [Person, 'GET', string] => [who, 'GET', `/v1/letters/${id}`]),
    ]),
    ...letters.map((id): [Person, 'GET', string] => [clerk, 'GET', `/v1/letters/${id}/file`]),
    ...tickets.flatMap((id): [Person, 'GET' | 'POST', string, unknown?][] => [
      [clerk, 'GET', `/v1/letters?ticketId=${id}`],
      [clerk, 'POST', `/v1/tickets/${id}/interactions`, { type: 'internal-note', text: 'proof' }],
    ]),
    ...tickets.map((id): [Person, 'POST', string, unknown] => [clerk, 'POST', `/v1/tickets/${id}/tasks`, { title: 'proof' }]),
    ...tickets.map((id): [Person, 'POST', string, unknown] => [
      clerk,
      'POST',
      `/v1/tickets/${id}/time-entries`,
      { minutes: 1, activity: 'other', on: yesterday() },
    ]),
    [clerk, 'GET', `/v1/customers/${customerId}`],
    ...numbers.map((number): [Person, 'GET', string] => [clerk, 'GET', `/v1/tickets?number=${number}`]),
    [clerk, 'POST', `/v1/customers/${customerId}/relationship-end`, { endedOn: yesterday() }],
  ];
  const open: string[] = [];
  // One after another: there are many, and a service that is busy answers neither yes nor no.
  for (const [who, method, path, body] of tries) {
    const answer = await who.ask(method, path, body === undefined ? {} : { body });
    const isEmpty = Array.isArray(answer.body?.items) && answer.body.items.length === 0;
    const isShut = (answer.status >= 400 && answer.status < 500) || (answer.status === 200 && isEmpty);
    if (!isShut) open.push(`${method} ${path.replace(/[a-z]{3}_\w{26}/g, '…')} answered ${answer.status}`);
  }
  return open;
}
