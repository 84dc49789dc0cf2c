import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, it } from '@jest/globals';
import { emailProvider } from '../../../shared/notifications/email-provider.ts';
import { handedOver, providerClient } from '../../../shared/notifications/handover.ts';
import { senderIdFor, smsProvider } from '../../../shared/notifications/sms-provider.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** An endpoint that answers as it is told, and what it was asked. */
async function endpoint(answer: Answer): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

const settings = (url: string, requestTimeout = 2_000) => ({
  ...providerClient,
  endpoint: url,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  requestHandler: { ...providerClient.requestHandler, requestTimeout },
});
const sms = { to: '+4915112345678', text: 'Ein Brief für Sie' };
const company = { company: 'Musterschutz AG', from: 'service@musterschutz.example' };
const email = { to: 'paula@sommer.example', subject: 'Betreff', text: 'Text\n', html: '<p>Text</p>' };

const snsError =
  (status: number, code: string): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'text/xml' });
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>Invalid parameter: PhoneNumber Reason: ${sms.to}</Message></Error></ErrorResponse>`,
    );
  };
const sesError =
  (status: number, type: string): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
    response.end(JSON.stringify({ message: `Address is on the suppression list: ${email.to}` }));
  };

describe('SMS over SNS', () => {
  it('publishes to the number, as a transactional message without a sender', async () => {
    const { url, bodies } = await endpoint((_, response) =>
      response.end('<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>'),
    );
    expect(await smsProvider(new SNSClient(settings(url))).send(sms)).toEqual({ status: 'sent' });
    expect(Object.fromEntries(new URLSearchParams(bodies[0]))).toMatchObject({
      Action: 'Publish',
      PhoneNumber: sms.to,
      Message: sms.text,
      'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SMSType',
      'MessageAttributes.entry.1.Value.StringValue': 'Transactional',
    });
    expect(bodies[0]).not.toContain('SenderID');
  });

  it('says under which name it comes, where the country has one', async () => {
    const { url, bodies } = await endpoint((_, response) =>
      response.end('<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>'),
    );
    expect(await smsProvider(new SNSClient(settings(url)), { [sms.to.slice(0, 3)]: 'Muster' }).send(sms)).toEqual({ status: 'sent' });
    expect(Object.fromEntries(new URLSearchParams(bodies[0]))).toMatchObject({
      'MessageAttributes.entry.2.Name': 'AWS.SNS.SMS.SenderID',
      'MessageAttributes.entry.2.Value.StringValue': 'Muster',
    });
  });

  it.each([
    ['+4366012345678', 'Muster'],
    ['+4915112345678', undefined],
    ['+16841234567', 'Samoa'],
    ['+12025550123', 'USA'],
  ])('chooses the name by the country: %s', (to, name) => {
    expect(senderIdFor(to, { '+43': 'Muster', '+1': 'USA', '+1684': 'Samoa' })).toBe(name);
  });

  it.each([
    [400, 'InvalidParameter', { status: 'failed', code: 'invalid-parameter' }],
    [400, 'OptedOut', { status: 'failed', code: 'opted-out' }],
    [403, 'AuthorizationError', { status: 'busy', long: true }],
    [408, 'RequestTimeout', { status: 'unknown' }],
    [500, 'InternalError', { status: 'unknown' }],
    [503, 'ServiceUnavailable', { status: 'unknown' }],
  ])('asks once and reads %i %s', async (status, code, outcome) => {
    const { url, bodies } = await endpoint(snsError(status, code));
    expect(await smsProvider(new SNSClient(settings(url))).send(sms)).toEqual(outcome);
    expect(bodies).toHaveLength(1);
  });

  it('does not know what became of it without an answer, and asks no second time', async () => {
    const silentOne = await endpoint(() => {});
    expect(await smsProvider(new SNSClient(settings(silentOne.url, 100))).send(sms)).toEqual({ status: 'unknown' });
    expect(silentOne.bodies).toHaveLength(1);
    server!.closeAllConnections();
    server!.close();
    const broken = await endpoint((request) => request.socket.destroy());
    expect(await smsProvider(new SNSClient(settings(broken.url))).send(sms)).toEqual({ status: 'unknown' });
    expect(broken.bodies).toHaveLength(1);
  });

  // In a process of its own: what Node throws is no `Error` to the SDK within jest, and loses its code there.
  it.each(['http://127.0.0.1:1', 'http://localhost:1', 'http://nobody.invalid'])('knows that it took nothing where nobody is reached: %s', async (url) => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'unreached-child.ts'), url]);
    expect(JSON.parse(stdout)).toEqual({ status: 'busy' });
  });
});

describe('e-mail over SES', () => {
  it('sends text and HTML from our address, and lets nobody count openings', async () => {
    const { url, bodies } = await endpoint((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"MessageId":"1"}'));
    expect(await emailProvider(new SESv2Client(settings(url)), company).send(email)).toEqual({ status: 'sent' });
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
    expect(JSON.parse(bodies[0]!)).toEqual({
      FromEmailAddress: '"Musterschutz AG" <service@musterschutz.example>',
      Destination: { ToAddresses: [email.to] },
      Content: {
        Simple: {
          Subject: utf8(email.subject),
          Body: { Text: utf8(email.text), Html: utf8(email.html) },
          Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
        },
      },
    });
  });

  it('says where replies are read, if anybody reads them', async () => {
    const { url, bodies } = await endpoint((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"MessageId":"1"}'));
    await emailProvider(new SESv2Client(settings(url)), { ...company, replyTo: 'antwort@musterschutz.example' }).send(email);
    expect(JSON.parse(bodies[0]!)).toMatchObject({ ReplyToAddresses: ['antwort@musterschutz.example'] });
  });

  it.each([
    [400, 'MessageRejected', { status: 'failed', code: 'message-rejected' }],
    [400, 'MailFromDomainNotVerifiedException', { status: 'busy', long: true }],
    [400, 'SendingPausedException', { status: 'busy', long: true }],
    [400, 'AccountSuspendedException', { status: 'busy', long: true }],
    [400, 'LimitExceededException', { status: 'busy', long: true }],
    [403, 'AccessDeniedException', { status: 'busy', long: true }],
    [500, 'InternalServiceErrorException', { status: 'unknown' }],
  ])('asks once and reads %i %s', async (status, type, outcome) => {
    const { url, bodies } = await endpoint(sesError(status, type));
    expect(await emailProvider(new SESv2Client(settings(url)), company).send(email)).toEqual(outcome);
    expect(bodies).toHaveLength(1);
  });
});

describe('handedOver', () => {
  const refusal = (name: string, httpStatusCode: number) => Object.assign(new Error('quotes +4915112345678'), { name, $metadata: { httpStatusCode } });
  const answers = (...given: (Error | undefined)[]) => {
    let asked = 0;
    const waited: number[] = [];
    const outcome = handedOver(
      async () => {
        const error = given[Math.min(asked++, given.length - 1)];
        if (error) throw error;
      },
      async (milliseconds) => void waited.push(milliseconds),
    );
    return outcome.then((result) => ({ result, asked, waits: waited.length, longest: Math.max(0, ...waited) }));
  };

  it('asks again after "too many": nothing was taken', async () => {
    expect(await answers(refusal('ThrottledException', 429), refusal('Throttling', 400), undefined)).toMatchObject({
      result: { status: 'sent' },
      asked: 3,
      waits: 2,
    });
  });

  it('gives up on "too many" while the function still has time', async () => {
    const { result, asked, longest } = await answers(refusal('TooManyRequestsException', 429));
    expect([result, asked]).toEqual([{ status: 'busy' }, 5]);
    expect(longest).toBeLessThanOrEqual(3_000);
  });

  it('does not ask again within seconds when the quota of the day is used up', async () => {
    const quota = Object.assign(refusal('TooManyRequestsException', 429), { message: 'Daily message quota exceeded.' });
    expect(await answers(quota)).toMatchObject({ result: { status: 'busy', long: true }, asked: 1 });
  });

  it('does not ask again when an unclear answer follows', async () => {
    expect(await answers(refusal('ThrottledException', 429), refusal('InternalError', 500))).toMatchObject({ result: { status: 'unknown' }, asked: 2 });
  });

  it('takes no code from a name that could hold anything', async () => {
    expect(await answers(refusal('Bad: +4915112345678', 400))).toMatchObject({ result: { status: 'failed', code: 'refused' } });
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('takes a provider that was never reached for a busy one: %s', async (code) => {
    expect(await answers(Object.assign(new Error('connect'), { code }))).toMatchObject({ result: { status: 'busy' }, asked: 1 });
  });

  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', undefined])('knows nothing of other errors that are no answer: %s', async (code) => {
    expect(await answers(Object.assign(new Error('socket hang up'), { code }))).toMatchObject({ result: { status: 'unknown' }, asked: 1 });
  });
});
