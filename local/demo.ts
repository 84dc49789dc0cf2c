/** `npm run demo`: plays the story against a running cloud, the local one or a deployed stage. */
import { parseArgs } from 'node:util';
import { isLocal } from '../client/aws.ts';
import { readLogins } from '../client/logins.ts';
import { readOutputs } from '../client/outputs.ts';
import { describeFailure, LocalCloudProblem } from '../client/problem.ts';
import { playStory } from './story.ts';

const usage = `npm run demo -- [--delete-what-is-due]

  Plays the story on the cloud that runs. It makes deletion runs as of years ahead, which delete what is due by then of everybody,
  not of its own people only. On the local cloud that goes without saying; on a deployed stage it needs the word above.
`;

function options(): { help: boolean; mayDelete: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({ options: { help: flag, 'delete-what-is-due': flag } });
    return { help: values.help, mayDelete: values['delete-what-is-due'] };
  } catch (error) {
    throw new LocalCloudProblem('bad-argument', (error as Error).message, usage);
  }
}

async function demo(): Promise<void> {
  const { help, mayDelete } = options();
  if (help) return void process.stdout.write(usage);
  const outputs = readOutputs();
  const local = outputs.endpoint !== undefined && isLocal(outputs.endpoint);
  if (!local && !mayDelete)
    throw new LocalCloudProblem('bad-argument', 'This is not the local cloud: the story would delete what is due by years ahead, of everybody.', usage);
  await fetch(`${outputs.apiUrl}/v1/health`).catch((cause: unknown) => {
    throw new LocalCloudProblem('outputs-missing', 'The cloud does not answer.', 'Start it first: npm start', { cause });
  });
  const { summary } = await playStory(outputs, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(
    `\n${summary.join('\n')}\n\nFrom now on the names of npm run token (${Object.keys(await readLogins()).join(', ')}) are the people of this story. Those of an earlier one\nkeep their data; they are reached by their ids.\n`,
  );
}

try {
  await demo();
} catch (error) {
  process.stderr.write(`\n${describeFailure(error)}\n`);
  process.exitCode = 1;
}
