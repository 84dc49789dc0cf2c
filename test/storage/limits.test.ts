import { expect, it } from '@jest/globals';
import { openTicket } from '../../functions/tickets/open-ticket.ts';
import { newId } from '../../shared/id.ts';
import { api } from '../../shared/lambda/api.ts';
import { newTicketNumber } from '../../shared/tickets/new-ticket-number.ts';
import { accessToken, memoryLog, send } from '../unit/lambda/requests.ts';
import { describeStorage } from './harness.ts';
import { ticketTables, ticketWorld } from './ticket-world.ts';

describeStorage('limits of a caller', (storage) => {
  const world = ticketWorld(storage);
  const most = openTicket.limits!.customer!.most;
  let now = new Date('2026-03-15T22:30:00.000Z');
  const tickets = () => api([openTicket], { log: memoryLog(), deps: { ...ticketTables(storage.db), newId, newNumber: newTicketNumber, now: () => now } });
  const report = (customerId: string, { key = newId('acc'), body = openTicket.example!.customer } = {}) =>
    send(tickets(), { route: 'POST /v1/tickets', body, claims: accessToken(customerId, 'customer'), headers: { 'idempotency-key': key } });
  const counts = async () => (await storage.items('idempotency')).filter(({ kind }) => kind === 'request-count');

  it('hold for a day, for each caller alone, and say when there may be more', async () => {
    now = new Date('2026-03-15T22:30:00.000Z');
    await storage.clear();
    const [paula, jo] = [await world.customer(), await world.customer()];
    const [first, ...others] = Array.from({ length: most }, () => newId('acc'));
    expect((await report(paula, { key: first! })).status).toBe(201);
    // What was refused is not counted.
    expect((await report(paula, { body: { ...openTicket.example!.customer, confirmedProfileVersion: 7 } })).status).toBe(412);
    for (const key of others) expect((await report(paula, { key })).status).toBe(201);
    const refused = await report(paula);
    expect([refused.status, refused.headers['retry-after'], refused.body]).toMatchObject([429, '5400', { code: 'too-many-requests', status: 429 }]);
    expect((await world.stored(paula))['ticket']).toHaveLength(most);
    // A repeat is answered with what was made, and somebody else is free.
    expect((await report(paula, { key: first! })).status).toBe(201);
    expect((await report(jo)).status).toBe(201);
    expect(await counts()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          gsi1pk: paula,
          requests: most,
          recordedAt: '2026-03-15T00:00:00.000Z',
          expiresAt: Date.parse('2026-03-16T00:00:00Z') / 1000,
        }),
        expect.objectContaining({ gsi1pk: jo, requests: 1 }),
      ]),
    );
    now = new Date('2026-03-16T00:00:00.000Z');
    expect((await report(paula)).status).toBe(201);
  });

  it('let none past of many at once', async () => {
    const paula = await world.customer();
    const answers = await Promise.all(Array.from({ length: most + 6 }, () => report(paula)));
    const made = answers.filter(({ status }) => status === 201).length;
    expect(made).toBeLessThanOrEqual(most);
    expect((await world.stored(paula))['ticket']).toHaveLength(made);
    for (const { status } of answers) expect([201, 429, 503]).toContain(status);
  });
});
