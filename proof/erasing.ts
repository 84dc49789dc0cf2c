/** Ends a customer's relationship, erases them, and sees that the door is shut behind them. */
import { randomUUID } from 'node:crypto';
import { accessToken } from '../client/access-token.ts';
import type { Outputs } from '../client/outputs.ts';
import { request, until, type Person } from '../client/portal.ts';
import { yesterday } from './case.ts';
import type { Customer, Staff } from './people.ts';
import type { AnswerLine } from './residues.ts';

interface RequestSeen {
  readonly id: string;
  readonly status: string;
  readonly outcome?: string;
  readonly lines?: readonly AnswerLine[];
}

/** The contract ends; then the customer asks for erasure, twice under one key, and the officer waits for the answer. */
export async function erased(customer: Customer, { clerk, officer }: Staff): Promise<readonly AnswerLine[]> {
  const end = { body: { endedOn: yesterday() }, idempotencyKey: randomUUID() };
  for (let time = 0; time < 2; time++) await clerk.must('POST', `/v1/customers/${customer.id}/relationship-end`, end);
  const asked = { body: {}, idempotencyKey: randomUUID() };
  const { id } = await customer.must<RequestSeen>('POST', '/v1/privacy/erasure-requests', asked);
  const answer = await until('the erasure request is answered', () => answered(officer, id));
  if (answer.outcome !== 'complete') throw new Error('Contract and cases have ended, and still the erasure is not complete');
  return answer.lines ?? [];
}

async function answered(officer: Person, requestId: string): Promise<RequestSeen | undefined> {
  const { status, body } = await officer.ask('GET', `/v1/privacy/erasure-requests/${requestId}`);
  return status === 200 && body.status === 'answered' ? (body as RequestSeen) : undefined;
}

/** What an erased person, who still has a token from before, gets to see or can do. Empty: nothing. */
export async function openDoors(outputs: Outputs, { login }: Customer, oldToken: string): Promise<string[]> {
  const asked = await Promise.all([
    door(outputs, oldToken, 'GET', '/v1/me'),
    door(outputs, oldToken, 'GET', '/v1/me/data-map'),
    door(outputs, oldToken, 'GET', '/v1/tickets'),
    door(outputs, oldToken, 'GET', '/v1/letters'),
    door(outputs, oldToken, 'PUT', '/v1/me/preferences', { notifyBy: 'sms' }),
    door(outputs, oldToken, 'POST', '/v1/privacy/erasure-requests', {}),
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
