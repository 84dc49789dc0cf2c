import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLogins, writeLogins } from '../../../client/logins.ts';
import { mergeMails } from '../../../local/mailbox.ts';
import { loginsFile, outputsFile } from '../../../client/paths.ts';
import { describeFailure, LocalCloudProblem } from '../../../client/problem.ts';
import { progressWriter, renderScreen } from '../../../local/screen.ts';
import { mailMessages, readable, smsMessages } from '../../../local/sent.ts';
import { startOptions } from '../../../local/start-options.ts';
import { isLoginName, tokenOptions, tokenUsage } from '../../../local/token-options.ts';

describe('startOptions', () => {
  it('has a port of its own, which the environment or an argument changes', () => {
    expect(startOptions([], {})).toEqual({ once: false, reset: false, help: false, port: 8420 });
    expect(startOptions([], { SCHUTZBRIEF_PORT: '9001' }).port).toBe(9001);
    expect(startOptions(['--once', '--reset', '--port', '9002'], { SCHUTZBRIEF_PORT: '9001' })).toEqual({ once: true, reset: true, help: false, port: 9002 });
  });

  it.each([[['--port', '0']], [['--port', '70000']], [['--port', 'x']], [['--what']], [['word']]])('refuses %j', (args) => {
    expect(() => startOptions(args, {})).toThrow(LocalCloudProblem);
  });
});

describe('tokenOptions', () => {
  const known = ['paula', 'admin'];

  it('names somebody, or asks for help', () => {
    expect(tokenOptions(['paula'], known)).toEqual({ name: 'paula', help: false });
    expect(tokenOptions(['--help'], known)).toEqual({ name: undefined, help: true });
    expect(tokenOptions([], known)).toEqual({ name: undefined, help: false });
  });

  it.each([[['--what']], [['paula', 'admin']]])('refuses %j, with the usage', (args) => {
    expect(() => tokenOptions(args, known)).toThrow(expect.objectContaining({ kind: 'bad-argument', remedy: tokenUsage(known) }));
  });

  it('says who there is, or that nobody is yet', () => {
    expect(tokenUsage(known)).toContain('npm run -s token -- paula|admin');
    expect(tokenUsage([])).toContain('No story has been played yet: npm start');
  });
});

describe('renderScreen', () => {
  const outputs = {
    apiUrl: 'http://127.0.0.1:8420',
    region: 'eu-central-1',
    userPoolId: 'p',
    clientId: 'c',
    machineClients: {},
    tables: {},
    buckets: {},
    queues: {},
    logGroups: [],
  };
  const screen = {
    summary: ['Paula hat einen Unfall gemeldet'],
    outputs,
    logins: { paula: { username: 'cus_1', password: 'geheim' } },
    outputsFile: '/elsewhere/outputs.json',
    staysUp: true,
  };

  it('tells what happened, addresses, logins, a curl to copy, where messages are, and how to stop', () => {
    const text = renderScreen(screen);
    for (const part of [
      'Paula hat einen Unfall gemeldet',
      'http://127.0.0.1:8420/v1',
      'paula  cus_1  geheim',
      "curl -s 'http://127.0.0.1:8420/v1/tickets'",
      'npm run -s token -- paula',
      'npm run -s outbox',
      'Ctrl-C',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('fits a terminal of 80 columns by 40 lines', () => {
    const lines = renderScreen(screen).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  it('does not say how to stop what has stopped', () => {
    expect(renderScreen({ ...screen, staysUp: false })).not.toContain('Ctrl-C');
  });
});

it('progressWriter puts the seconds before each line', () => {
  const written: string[] = [];
  let time = 1_000;
  const say = progressWriter(
    (text) => written.push(text),
    () => time,
  );
  time = 13_340;
  say('Deploying');
  expect(written).toEqual(['  12.3 s  Deploying\n']);
});

describe('describeFailure', () => {
  it('shows a known problem without its stack, a bug with it', () => {
    expect(describeFailure(new LocalCloudProblem('port-taken', 'Port 1 is taken.', 'Choose another.'))).toBe('Port 1 is taken.\nChoose another.');
    expect(describeFailure(new TypeError('oops'))).toContain('people.test.ts');
  });
});

describe('logins', () => {
  it('can be read by their owner only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'logins-'));
    const file = join(folder, 'logins.json');
    try {
      expect(await readLogins(file)).toEqual({});
      await writeLogins({ paula: { username: 'cus_1', password: 'geheim' } }, file);
      expect(await readLogins(file)).toEqual({ paula: { username: 'cus_1', password: 'geheim' } });
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('lie beside the outputs they belong to', () => {
    expect(loginsFile(outputsFile({ SCHUTZBRIEF_OUTPUTS: '/data/test/outputs.json' }))).toBe('/data/test/logins.json');
  });
});

describe('what was sent', () => {
  const mail = {
    MessageId: 'm',
    Source: 'post@example.org',
    To: ['paula@example.org'],
    Subject: 'Ihre Meldung',
    BodyText: 'Guten Tag,\n\ndanke.\n',
    Timestamp: 1_795_338_533.3,
  };

  it('reads as a person would expect', () => {
    const [message] = mailMessages({ messages: { '000000000000': [mail] } });
    expect(message && readable(message)).toBe(
      'Mail to paula@example.org from post@example.org at 2026-11-22T09:08:53.300Z\n  Ihre Meldung\n\n  Guten Tag,\n\n  danke.',
    );
  });

  it('puts the oldest mail first', () => {
    const sent = mailMessages({ messages: { a: [mail], b: [{ ...mail, Subject: 'Davor', Timestamp: 1 }] } });
    expect(sent.map(({ subject }) => subject)).toEqual(['Davor', 'Ihre Meldung']);
  });

  it('has SMS too', () => {
    const sent = smsMessages({ sms_messages: { '+491701234567': [{ Message: 'Neuer Brief' }] } });
    expect(sent.map(readable)).toEqual(['SMS to +491701234567\n  Neuer Brief']);
  });

  it('holds each mail once', () => {
    const other = { ...mail, MessageId: 'n' };
    expect(mergeMails({ messages: { a: [mail] } }, { messages: { a: [mail, other], b: [other] } })).toEqual({ messages: { a: [mail, other], b: [other] } });
  });
});

describe('isLoginName', () => {
  it.each([
    ['cus_01M8DTHJAMPH12JXA6MAKF2V4A', true],
    ['agt_01M8DTHJAMPH12JXA6MAKF2V4A', true],
    ['tck_01M8DTHJAMPH12JXA6MAKF2V4A', false],
    ['paula', false],
    [undefined, false],
  ])('knows by its look what names a login: %s %s', (name, names) => {
    expect(isLoginName(name)).toBe(names);
  });
});
