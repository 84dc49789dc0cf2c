import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { announce, fetchDocument, sendDocument, upload } from '../../client/documents.ts';
import { photo } from '../../client/made-up-files.ts';
import { until } from '../../client/portal.ts';
import { deletionRun } from '../../client/privacy.ts';
import { stageSettings } from '../../infra/stages.ts';
import { untilAssigned } from '../../local/story/case.ts';
import type { Registered } from '../../local/story/people.ts';
import { question, team, type Team } from './people.ts';

let people: Team;
let customer: Registered;

beforeAll(async () => {
  people = await team();
  customer = await people.newCustomer();
});

const tickets = async (person: Registered): Promise<{ id: string }[]> => (await person.must<{ items: { id: string }[] }>('GET', '/v1/tickets?limit=100')).items;

describe('the same Idempotency-Key', () => {
  it('has one effect and one answer, ten times in parallel', async () => {
    const person = await people.newCustomer();
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => person.ask('POST', '/v1/tickets', { body: question(), idempotencyKey })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await tickets(person)).toHaveLength(1);
  });

  it('with another body is refused, and changes nothing', async () => {
    const person = await people.newCustomer();
    const idempotencyKey = randomUUID();
    await person.must('POST', '/v1/tickets', { body: question(), idempotencyKey });
    const { status, body } = await person.ask('POST', '/v1/tickets', { body: question('Etwas anderes'), idempotencyKey });
    expect([status, body.code]).toEqual([422, 'idempotency-key-reused']);
    expect(await tickets(person)).toHaveLength(1);
  });

  it('belongs to whoever used it: another customer is not answered with it', async () => {
    const [one, other] = [await people.newCustomer(), await people.newCustomer()];
    const idempotencyKey = randomUUID();
    const first = await one.must<{ id: string }>('POST', '/v1/tickets', { body: question(), idempotencyKey });
    const second = await other.must<{ id: string }>('POST', '/v1/tickets', { body: question(), idempotencyKey });
    expect(second.id).not.toBe(first.id);
  });
});

describe('a ticket', () => {
  it('is there for its customer at once, newest first, page by page', async () => {
    const person = await people.newCustomer();
    const made: string[] = [];
    for (let count = 0; count < 3; count++) made.push((await person.must<{ id: string }>('POST', '/v1/tickets', { body: question() })).id);
    const first = await person.must('GET', '/v1/tickets?limit=2');
    const second = await person.must('GET', `/v1/tickets?limit=2&cursor=${first.next}`);
    expect([...first.items, ...second.items].map(({ id }: { id: string }) => id)).toEqual(made.toReversed());
    expect(second.next).toBeUndefined();
  });

  it("of somebody else answers as if it weren't there", async () => {
    const { id } = await customer.must<{ id: string }>('POST', '/v1/tickets', { body: question() });
    const stranger = await people.newCustomer();
    const missing = 'tck_00000000000000000000000000';
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/interactions', undefined],
      ['POST', '/interactions', { type: 'message', text: 'Hallo' }],
    ] as const) {
      const theirs = await stranger.ask(method, `/v1/tickets/${id}${path}`, { body });
      const none = await stranger.ask(method, `/v1/tickets/${missing}${path}`, { body });
      expect([theirs.status, theirs.body.code, theirs.body.title]).toEqual([404, none.body.code, none.body.title]);
    }
  });

  it('is closed once, under the version that was seen', async () => {
    const { id } = await customer.must<{ id: string }>('POST', '/v1/tickets', { body: question() });
    await untilAssigned(people.clerk, id);
    const { items } = await people.clerk.must<{ items: { id: string }[] }>('GET', `/v1/tickets/${id}/interactions`);
    const body = { outcome: 'answered', lastInteractionId: items.at(-1)!.id };
    const close = (ifMatch?: string) => people.clerk.ask('POST', `/v1/tickets/${id}/close`, { body, ifMatch });
    expect((await close()).status).toBe(428);
    expect((await close('"1"')).status).toBe(412);
    const { etag } = await people.clerk.ask('GET', `/v1/tickets/${id}`);
    const answers = await Promise.all(Array.from({ length: 5 }, () => close(etag)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 200 && ![409, 412].includes(status))).toEqual([]);
    const late = await customer.ask('POST', `/v1/tickets/${id}/interactions`, { body: { type: 'message', text: 'Noch etwas' } });
    expect(late.status).toBe(201);
    // It is heard: the case goes on with whoever had it.
    expect(await untilAssigned(people.clerk, id)).toMatchObject({ unreadMessages: 1 });
  });

  it('keeps internal notes from the customer', async () => {
    const { id } = await customer.must<{ id: string }>('POST', '/v1/tickets', { body: question() });
    await people.clerk.must('POST', `/v1/tickets/${id}/interactions`, { body: { type: 'internal-note', text: 'Nur intern', minutesSpent: 3 } });
    const seen = await customer.must('GET', `/v1/tickets/${id}/interactions`);
    expect(JSON.stringify(seen)).not.toMatch(/Nur intern|minutesSpent|agt_/);
    const all = await people.clerk.must('GET', `/v1/tickets/${id}/interactions`);
    expect(JSON.stringify(all)).toMatch(/Nur intern.*"minutesSpent":3/);
  });
});

describe('a report', () => {
  const wrong = [
    [
      'an accident in the future',
      { incident: { at: '2099-01-01T00:00:00Z', place: { description: 'x', postalCode: '50667', city: 'Köln' }, object: 'Rad', description: 'x' } },
      'body.incident.at',
    ],
    ['an unknown field', { geheim: 1 }, 'body.geheim'],
    ['oversized text', { message: 'x'.repeat(4001) }, 'body.message'],
    ['a wrong type', { subject: 7 }, 'body.subject'],
    ['a stranger', { customerId: 'cus_00000000000000000000000000' }, 'body.customerId'],
  ] as const;

  it.each(wrong)('with %s is refused, naming the field', async (_, change, field) => {
    const { status, body } = await customer.ask('POST', '/v1/tickets', { body: { ...question(), ...change } });
    expect(status).toBe(400);
    expect(body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it('on a profile that has changed meanwhile is refused', async () => {
    const person = await people.newCustomer('sms');
    await person.must('PUT', '/v1/me/preferences', { body: { notifyBy: 'email' } });
    const { status, body } = await person.ask('POST', '/v1/tickets', { body: question() });
    expect([status, body.code]).toEqual([412, 'profile-changed']);
  });
});

describe('the log of a deletion run', () => {
  it('comes as a file to the officer, and to nobody else', async () => {
    const { id } = await deletionRun(people.officer, '2026-01-01', true);
    const { status, body } = await people.officer.ask('GET', `/v1/privacy/deletion-runs/${id}/log`);
    expect(status).toBe(200);
    expect(body).toMatch(/^Lauf;Art;Stichtag;.*;zu löschen;zu anonymisieren;.*;zu verschieben;.*\r\n/);
    expect((await people.clerk.ask('GET', `/v1/privacy/deletion-runs/${id}/log`)).status).toBe(403);
  });
});

describe('a document', () => {
  const bytes = photo('50.9375 N, 6.9603 E');
  const picture = { fileName: 'Größe "XL"/Straße.jpg', type: 'image/jpeg', bytes };
  const ticketOf = async (person: Registered): Promise<string> => (await person.must<{ id: string }>('POST', '/v1/tickets', { body: question() })).id;

  it('is sent by its form, looked at, and fetched under its name, without what the camera wrote', async () => {
    const person = await people.newCustomer();
    const ticketId = await ticketOf(person);
    const { id, state, interactionId } = await sendDocument(person, ticketId, picture);
    expect(state).toBe('available');
    const file = await fetchDocument(person, ticketId, id);
    expect([file.type, file.disposition]).toEqual([
      'image/jpeg',
      `attachment; filename="Gro_e _XL__Stra_e.jpg"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20_XL__Stra%C3%9Fe.jpg`,
    ]);
    expect(file.bytes.includes('50.9375')).toBe(false);
    const { items } = await people.clerk.must<{ items: { id: string; content: { type: string } }[] }>('GET', `/v1/tickets/${ticketId}/interactions`);
    expect(items.find(({ content }) => content.type === 'document')?.id).toBe(interactionId);
    const stranger = await people.newCustomer();
    expect((await stranger.ask('GET', `/v1/tickets/${ticketId}/documents/${id}/file`)).status).toBe(404);
  });

  it('is taken by S3 only as it was announced', async () => {
    const person = await people.newCustomer();
    const ticketId = await ticketOf(person);
    const announced = await announce(person, ticketId, picture);
    expect(await upload(announced, Buffer.concat([bytes, Buffer.from('more')]))).toBeGreaterThanOrEqual(400);
    const otherKey = announced.upload.fields['key']!.replace(/cus_\w+/, 'cus_00000000000000000000000000');
    const others: Record<string, string>[] = [{ 'Content-Type': 'text/html' }, { key: otherKey }];
    for (const changes of others) {
      const fields = { ...announced.upload.fields, ...changes };
      expect(await upload({ upload: { ...announced.upload, fields } }, bytes)).toBeGreaterThanOrEqual(400);
    }
    expect((await person.ask('GET', `/v1/tickets/${ticketId}/documents/${announced.id}/file`)).body.code).toBe('document-not-available');
  });

  it('is sent and fetched by the portal in a browser, and by no other page', async () => {
    const person = await people.newCustomer();
    const ticketId = await ticketOf(person);
    const { id, upload: form } = await announce(person, ticketId, picture);
    const [portal] = stageSettings('local').corsOrigins;
    const may = async (url: string, method: string, origin: string) => {
      const { status, headers } = await fetch(url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method } });
      return [status < 300, headers.get('access-control-allow-origin')];
    };
    expect(await may(form.url, 'POST', portal!)).toEqual([true, portal]);
    expect(await may(form.url, 'POST', 'https://elsewhere.example')).toEqual([false, null]);
    expect(await may(form.url, 'GET', portal!)).toEqual([false, null]);
    expect(await upload({ upload: form }, bytes)).toBeLessThan(300);
    await until('the document has been looked at', async () => {
      const { state } = await person.must<{ state: string }>('GET', `/v1/tickets/${ticketId}/documents/${id}`);
      return state === 'available' ? state : undefined;
    });
    const { url } = await person.must<{ url: string }>('GET', `/v1/tickets/${ticketId}/documents/${id}/file`);
    const fetched = await fetch(url, { headers: { origin: portal! } });
    expect([fetched.status, fetched.headers.get('access-control-allow-origin')]).toEqual([200, portal]);
    expect((await fetch(url, { headers: { origin: 'https://elsewhere.example' } })).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('that lies about its type is refused with what to do', async () => {
    const person = await people.newCustomer();
    const ticketId = await ticketOf(person);
    const lies = await sendDocument(person, ticketId, { ...picture, type: 'application/pdf' });
    expect([lies.state, lies.refused?.for]).toEqual(['refused', 'not-of-its-type']);
  });
});
