/** `npm run -s outbox [-- --json]`: prints the mails and SMS sent so far. */
import { parseArgs } from 'node:util';
import { readOutputs } from './outputs.ts';
import { describeFailure } from './problem.ts';
import { readable, sentMessages } from './sent.ts';

try {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const messages = await sentMessages(readOutputs());
  const text = messages.length === 0 ? 'Nothing has been sent yet.' : messages.map(readable).join('\n\n');
  process.stdout.write(`${values.json ? JSON.stringify(messages, null, 2) : text}\n`);
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}
