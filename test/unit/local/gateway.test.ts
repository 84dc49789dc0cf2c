import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway, upstreamHeaders, upstreamPath } from '../../../local/gateway.ts';

describe('upstreamPath', () => {
  it('leads /v1 to the API, query and encoding unchanged', () => {
    expect(upstreamPath('/v1/tickets?status=open&cursor=a%2Fb', 'abc123')).toBe('/_aws/execute-api/abc123/$default/v1/tickets?status=open&cursor=a%2Fb');
  });

  it.each(['/', '/v2/email/outbound-emails', '/v1', '/bucket/v1/key', '/_ministack/health'])('leaves %s alone', (path) => {
    expect(upstreamPath(path, 'abc123')).toBe(path);
  });

  it('knows no API before it is told', () => {
    expect(upstreamPath('/v1/tickets', undefined)).toBe('/v1/tickets');
  });
});

describe('upstreamHeaders', () => {
  it('keeps order, case and repetition, and says that it was TLS', () => {
    const headers = ['Host', '127.0.0.1:1', 'X-Amz-Date', 'now', 'Cookie', 'a', 'Cookie', 'b'];
    expect(upstreamHeaders(headers)).toEqual([...headers, 'x-forwarded-proto', 'https']);
  });

  it('drops what belongs to one hop, and a caller’s own word on TLS', () => {
    expect(upstreamHeaders(['Connection', 'close', 'Expect', '100-continue', 'X-Forwarded-Proto', 'http'])).toEqual(['x-forwarded-proto', 'https']);
  });
});

describe('startGateway', () => {
  let folder: string;
  let emulator: Server;
  let gateway: Gateway;
  let seen: { method?: string; url?: string; headers: IncomingHttpHeaders; body: string }[];
  const mail = { MessageId: 'm1', Source: 'post@example.org', To: ['paula@example.org'], Subject: 'Hallo', Timestamp: 1 };
  let mails: { messages: Record<string, (typeof mail)[]> };

  const forward = (): void => gateway.forwardTo(`http://127.0.0.1:${(emulator.address() as AddressInfo).port}`);

  beforeEach(async () => {
    seen = [];
    mails = { messages: { '000000000000': [mail] } };
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    emulator = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, headers: request.headers, body });
        if (request.url?.startsWith('/_ministack/ses')) response.end(JSON.stringify(mails));
        else response.writeHead(201, { 'X-Answer': 'yes' }).end(`got ${body.length}`);
      });
    });
    await new Promise<void>((resolve) => void emulator.listen(0, '127.0.0.1', resolve));
    gateway = await startGateway({ stateDir: folder });
  });

  afterEach(async () => {
    await gateway.stop();
    emulator.closeAllConnections();
    await new Promise((resolve) => emulator.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  it('says so while the emulator is not there yet', async () => {
    const response = await fetch(`${gateway.url}/v1/health`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: 'Local cloud: the local cloud is still starting.' });
  });

  it('passes calls through with their Host, body and answer', async () => {
    forward();
    gateway.serveApi('abc');
    const body = 'ü'.repeat(200_000);
    const response = await fetch(`${gateway.url}/v1/tickets?x=1`, { method: 'POST', body });
    expect([response.status, response.headers.get('x-answer'), await response.text()]).toEqual([201, 'yes', 'got 200000']);
    expect(seen.at(-1)).toMatchObject({ method: 'POST', url: '/_aws/execute-api/abc/$default/v1/tickets?x=1', body });
    expect(seen.at(-1)?.headers).toMatchObject({ host: `127.0.0.1:${gateway.port}`, 'x-forwarded-proto': 'https' });
  });

  it('lets nobody reset the emulator', async () => {
    forward();
    const response = await fetch(`${gateway.url}/_ministack/reset`, { method: 'POST' });
    expect([response.status, seen.length]).toEqual([405, 0]);
  });

  it('remembers mails the emulator has forgotten, over a restart too', async () => {
    forward();
    await gateway.keepMails();
    mails = { messages: { '000000000000': [{ ...mail, MessageId: 'm2' }] } };
    const read = async (from: Gateway): Promise<unknown> => (await fetch(`${from.url}/_ministack/ses/messages?account=000000000000`)).json();
    const both = { messages: { '000000000000': [mail, { ...mail, MessageId: 'm2' }] } };
    expect(await read(gateway)).toEqual(both);
    await gateway.keepMails();

    const next = await startGateway({ stateDir: folder });
    next.forwardTo(`http://127.0.0.1:${(emulator.address() as AddressInfo).port}`);
    expect(await read(next)).toEqual(both);
    await next.stop();
  });

  it('names the way out when its port is taken', async () => {
    await expect(startGateway({ stateDir: folder, port: gateway.port })).rejects.toMatchObject({
      kind: 'port-taken',
      remedy: expect.stringContaining('SCHUTZBRIEF_PORT='),
    });
  });

  it('answers 502 when the emulator is gone', async () => {
    gateway.forwardTo('http://127.0.0.1:1');
    expect((await fetch(`${gateway.url}/v1/tickets`)).status).toBe(502);
  });
});
