import { expect, it } from '@jest/globals';
import { healthEndpoints } from '../../../functions/health/endpoints.ts';
import { api } from '../../../shared/lambda/api.ts';
import { memoryLog, send } from '../lambda/requests.ts';

it('says to anybody that the API answers', async () => {
  const handler = api(healthEndpoints, { deps: undefined, log: memoryLog() });
  expect(await send(handler, { route: 'GET /v1/health' })).toMatchObject({ status: 200, body: { status: 'ok' } });
});
