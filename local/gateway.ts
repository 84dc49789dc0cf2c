/**
 * The one address of the local cloud: a reverse proxy in front of the emulator.
 * - It says that the request came over TLS, as policies demand that (`aws:SecureTransport`); everything else passes
 *   unchanged, the Host header too, so signatures and presigned URLs verify.
 * - It serves the HTTP API under `/v1/…`, an address that stays the same and resolves everywhere.
 * - It keeps the mails, which the emulator forgets.
 */
import { Agent, createServer, type IncomingMessage, request as httpRequest, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { SentMails } from '../client/sent-mails.ts';
import { Mailbox } from './mailbox.ts';
import { ownerPath } from './owner.ts';
import { LocalCloudProblem } from '../client/problem.ts';

export interface GatewayOptions {
  /** The port to listen on; any free one when left out. */
  port?: number;
  stateDir: string;
}

export interface Gateway {
  url: string;
  port: number;
  /** Where the emulator listens, once it does. */
  forwardTo(emulatorUrl: string): void;
  /** Which HTTP API `/v1/…` leads to. */
  serveApi(apiId: string): void;
  /** What `/_local/owner` answers. */
  answerAs(ownerId: string): void;
  /** Takes a copy of the mails sent so far; to be called before the emulator ends. */
  keepMails(): Promise<void>;
  /** Ends all connections. */
  stop(): Promise<void>;
}

const mailsPath = '/_ministack/ses/messages';
const sendMailPath = '/v2/email/outbound-emails';
const apiPrefix = '/v1/';

/** The path at the emulator for a path at the gateway. */
export function upstreamPath(path: string, apiId: string | undefined): string {
  if (apiId === undefined || !path.startsWith(apiPrefix)) return path;
  return `/_aws/execute-api/${apiId}/$default${path}`;
}

/** The headers as they came, in order and case, plus the word that it was TLS. */
export function upstreamHeaders(rawHeaders: readonly string[]): string[] {
  const headers: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    // Node answers "100 Continue" itself; connection and proto are matters of each hop.
    if (!/^(expect|connection|keep-alive|x-forwarded-proto)$/i.test(name)) headers.push(name, value);
  }
  headers.push('x-forwarded-proto', 'https');
  return headers;
}

/** Starts the gateway on loopback. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const mailbox = new Mailbox(join(options.stateDir, 'mails.json'));
  const agent = new Agent({ keepAlive: true, timeout: 30_000 });
  let emulatorUrl: string | undefined;
  let apiId: string | undefined;
  let owner: string | undefined;

  const server = createServer({ keepAliveTimeout: 75_000, requestTimeout: 0 }, (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === ownerPath) return answer(response, owner === undefined ? 503 : 200, owner ?? '', 'text/plain');
    if (emulatorUrl === undefined) return unavailable(response, 'the local cloud is still starting');
    // Looking is welcome; resetting or reconfiguring the emulator, which any web page could ask for, is not.
    if (path.startsWith('/_ministack/') && request.method !== 'GET') return unavailable(response, 'only GET here', 405);
    if (path === mailsPath) return void answerMails(response, emulatorUrl, request.url ?? path);
    forward(request, response, new URL(emulatorUrl), apiId, agent);
    if (path === sendMailPath && request.method === 'POST') response.once('finish', () => void keepMails());
  });

  const fetchMails = async (base: string, path = mailsPath): Promise<SentMails> => {
    const reply = await fetch(base + path, { signal: AbortSignal.timeout(120_000) });
    return SentMails.parse(await reply.json());
  };
  const keepMails = async (): Promise<void> => {
    if (emulatorUrl === undefined) return;
    // Without an emulator there is nothing to keep, and what was kept before stays.
    await fetchMails(emulatorUrl)
      .then((live) => mailbox.take(live))
      .catch(() => undefined);
    await mailbox.saved();
  };
  const answerMails = async (response: ServerResponse, base: string, path: string): Promise<void> => {
    try {
      const all = mailbox.take(await fetchMails(base));
      const account = new URL(path, base).searchParams.get('account');
      const messages = account === null ? all.messages : { [account]: all.messages[account] ?? [] };
      answer(response, 200, JSON.stringify({ messages }), 'application/json');
    } catch {
      unavailable(response, 'the emulator does not answer');
    }
  };

  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    forwardTo: (url) => void (emulatorUrl = url),
    serveApi: (id) => void (apiId = id),
    answerAs: (id) => void (owner = id),
    keepMails,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      agent.destroy();
    },
  };
}

function forward(request: IncomingMessage, response: ServerResponse, emulator: URL, apiId: string | undefined, agent: Agent): void {
  const upstream = httpRequest({
    agent,
    host: emulator.hostname,
    port: emulator.port,
    method: request.method,
    path: upstreamPath(request.url ?? '/', apiId),
    headers: upstreamHeaders(request.rawHeaders),
    setDefaultHeaders: false,
  });
  upstream.once('response', (reply) => {
    response.sendDate = false;
    response.writeHead(reply.statusCode ?? 502, reply.statusMessage, withoutHopHeaders(reply.rawHeaders));
    pipeline(reply, response, () => undefined);
  });
  upstream.once('error', () => {
    if (response.headersSent) response.destroy();
    else unavailable(response, 'the emulator does not answer', 502);
  });
  response.once('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  pipeline(request, upstream, () => undefined);
}

function withoutHopHeaders(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (!/^(connection|keep-alive|transfer-encoding)$/i.test(name)) kept.push(name, value);
  }
  return kept;
}

function answer(response: ServerResponse, status: number, body: string, type: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

function unavailable(response: ServerResponse, why: string, status = 503): void {
  answer(response, status, JSON.stringify({ message: `Local cloud: ${why}.` }), 'application/json');
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? portTaken(port, error) : error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function portTaken(port: number, cause: Error): LocalCloudProblem {
  return new LocalCloudProblem(
    'port-taken',
    `Port ${port} is taken by another program.`,
    `Choose another: npm start -- --port ${port + 1}, or SCHUTZBRIEF_PORT=${port + 1} npm start`,
    { cause },
  );
}
