import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { api } from '../../../shared/lambda/api.ts';
import { byRole, exampleFor, shapeFor, shapesOf } from '../../../shared/lambda/by-role.ts';
import { endpoint } from '../../../shared/lambda/endpoint.ts';
import { accessToken, agentToken, customerToken, memoryLog, send } from './requests.ts';

const ofAgent = z.strictObject({ text: z.string(), minutes: z.int() });
const ofCustomer = z.strictObject({ text: z.string() });
const writeNote = endpoint({
  method: 'PUT',
  path: '/v1/notes',
  allow: ['customer', 'agent'],
  summary: 'Writes a note',
  query: byRole({ agent: z.strictObject({ of: z.string() }), customer: z.strictObject({}) }),
  body: byRole({ agent: ofAgent, customer: ofCustomer }),
  example: { agent: { text: 'x', minutes: 1 }, customer: { text: 'x' } },
  returns: z.object({ by: z.enum(['agent', 'customer']) }),
  status: 200,
  handle: async ({ body }) => ({ by: 'minutes' in body ? ('agent' as const) : ('customer' as const) }),
});

const ask = (claims: Record<string, unknown>, body: object, query: Record<string, string> = {}) =>
  send(api([writeNote], { deps: {}, log: memoryLog() }), { route: 'PUT /v1/notes', body, query, claims });

describe('a body and a query by role', () => {
  const [agents, customers] = [{ text: 'x', minutes: 1 }, { text: 'x' }];
  const query = { of: 'y' };

  it('are what the role of the caller sends', async () => {
    expect(await ask(customerToken, customers)).toMatchObject({ status: 200, body: { by: 'customer' } });
    expect(await ask(agentToken, agents, query)).toMatchObject({ status: 200, body: { by: 'agent' } });
  });

  it('are nothing that only another role sends', async () => {
    const refusal = (field: string) => ({ status: 400, body: { errors: [{ field }] } });
    expect(await ask(customerToken, agents)).toMatchObject(refusal('body.minutes'));
    expect(await ask(customerToken, customers, query)).toMatchObject(refusal('query.of'));
    expect(await ask(agentToken, customers, query)).toMatchObject(refusal('body.minutes'));
    expect(await ask(agentToken, agents)).toMatchObject(refusal('query.of'));
  });

  it('are those of the role that is declared first, for who has several', async () => {
    const both = accessToken('agt_01JQ0000000000000000000000', 'customer agent');
    expect(await ask(both, agents, query)).toMatchObject({ status: 200, body: { by: 'agent' } });
    expect(await ask(both, customers, query)).toMatchObject({ status: 400 });
  });

  it('are of no use to a role for which none is declared: that is ours to mend', () => {
    expect(() => shapeFor(writeNote.body!, ['officer'])).toThrow('No shape is declared');
    expect(shapesOf(writeNote.body!).map(({ role }) => role)).toEqual(['agent', 'customer']);
    expect(shapesOf(ofAgent)).toEqual([{ schema: ofAgent }]);
  });

  it('have an example each', () => {
    expect([exampleFor(writeNote, 'agent'), exampleFor(writeNote, 'customer')]).toEqual([agents, customers]);
    expect(exampleFor({ body: ofAgent, example: agents }, 'customer')).toEqual(agents);
  });
});
