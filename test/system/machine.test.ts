import { describe, expect, it } from '@jest/globals';
import { machineToken } from '../../client/machine-token.ts';
import { readOutputs } from '../../client/outputs.ts';
import { request } from '../../client/portal.ts';
import { newCustomerBody } from '../../local/story/people.ts';

const data = { givenName: 'Zoë', familyName: 'Łukaszewicz', street: 'Weg 1', postalCode: '50674', city: 'Köln', notifyBy: 'email' } as const;

describe('the CRM', () => {
  it('registers customers and ends their relationship by its scope, and may do nothing else', async () => {
    const outputs = readOutputs();
    const token = await machineToken(outputs);
    const body = newCustomerBody(data);
    const made = await request(outputs, token, 'POST', '/v1/customers', { body });
    expect(made.status).toBe(201);
    const again = await request(outputs, token, 'POST', '/v1/customers', { body });
    expect([again.status, again.body.code]).toEqual([409, 'customer-exists']);
    const end = await request(outputs, token, 'POST', `/v1/customers/${made.body.id}/relationship-end`, { body: { endedOn: '2026-01-31' } });
    expect([end.status, end.body.relationshipEndedOn]).toEqual([200, '2026-01-31']);
    for (const path of ['/v1/me', '/v1/tickets', '/v1/letters', '/v1/me/data-map']) {
      expect((await request(outputs, token, 'GET', path)).status).toBe(403);
    }
  });
});
