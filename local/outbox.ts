/** `npm run -s outbox [-- --json]`: prints the mails and SMS sent so far. */
import { parseArgs } from 'node:util';
import { readOutputs } from '../client/outputs.ts';
import { describeFailure, LocalCloudProblem } from '../client/problem.ts';
import { readable, sentMessages } from './sent.ts';

function wantsJson(): boolean {
  try {
    return parseArgs({ options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch (error) {
    throw new LocalCloudProblem('bad-argument', (error as Error).message, 'npm run -s outbox -- [--json]');
  }
}

try {
  const json = wantsJson();
  const messages = await sentMessages(readOutputs());
  const text = messages.length === 0 ? 'Nothing has been sent yet.' : messages.map(readable).join('\n\n');
  process.stdout.write(`${json ? JSON.stringify(messages, null, 2) : text}\n`);
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}
