/** `npm run -s outbox [-- --json]`: prints the mails and SMS sent so far. */
import { parseArgs } from 'node:util';
import { readOutputs } from '../client/outputs.ts';
import { describeFailure, LocalCloudProblem } from '../client/problem.ts';
import { readable, sentMessages } from './sent.ts';

const usage = `npm run -s outbox [-- --json]

  Prints the mails and SMS that were sent so far.
`;

function options(): { help: boolean; json: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ options: { help: flag, json: flag } }).values;
  } catch (error) {
    throw new LocalCloudProblem('bad-argument', (error as Error).message, usage);
  }
}

async function outbox(json: boolean): Promise<string> {
  const messages = await sentMessages(readOutputs());
  const text = messages.length === 0 ? 'Nothing has been sent yet.' : messages.map(readable).join('\n\n');
  return `${json ? JSON.stringify(messages, null, 2) : text}\n`;
}

try {
  const { help, json } = options();
  process.stdout.write(help ? usage : await outbox(json));
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}
