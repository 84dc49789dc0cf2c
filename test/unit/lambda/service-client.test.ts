import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { projectDir } from '../../../client/paths.ts';
import { callTimeoutFor, serviceClient } from '../../../shared/lambda/service-client.ts';
import { problemOf } from '../../../shared/lambda/problem.ts';

describe('a client of AWS', () => {
  it('is made with an end to its waiting, wherever it is made', () => {
    const made = ['functions', 'shared']
      .flatMap((room) => globSync(`${room}/**/*.ts`, { cwd: projectDir }))
      .flatMap((file) =>
        [...readFileSync(join(projectDir, file), 'utf8').matchAll(/new (\w+Client)\(([^)]*)/g)].map(([call, , settings]) => ({ file, call, settings })),
      );
    expect(made.length).toBeGreaterThan(5);
    expect(made.filter(({ settings }) => !/^(\{ \.\.\.)?(serviceClient\(|providerClient$|suppressionClient$)/.test(settings!))).toEqual([]);
  });

  it('gives up before the function is ended, and after ten seconds in one that may run for long', () => {
    expect([10_000, 30_000, 300_000].map(callTimeoutFor)).toEqual([2_500, 7_500, 10_000]);
  });

  it('takes its time from the environment', () => {
    expect(serviceClient({ CALL_TIMEOUT_MS: '7500' }).requestHandler).toMatchObject({ requestTimeout: 7_500, throwOnRequestTimeout: true });
    expect(serviceClient({}).requestHandler).toMatchObject({ requestTimeout: 2_500 });
    expect(() => serviceClient({ CALL_TIMEOUT_MS: 'soon' })).toThrow('CALL_TIMEOUT_MS');
  });

  it('that gets no answer is a 503 for whoever asked', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new DynamoDBClient({ ...serviceClient({ CALL_TIMEOUT_MS: '50' }), endpoint, credentials, region: 'eu-central-1' });
    const error = await client.send(new GetItemCommand({ TableName: 'tickets', Key: {} })).catch((refused: unknown) => refused);
    expect(problemOf(error, 'r1')).toMatchObject({ status: 503, code: 'service-busy' });
    client.destroy();
    silent.closeAllConnections();
    silent.close();
  });
});
