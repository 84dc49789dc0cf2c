/** `npm run demo`: plays the story against a running cloud, the local one or a deployed stage. */
import { readOutputs } from './outputs.ts';
import { describeFailure } from './problem.ts';
import { playStory } from './story.ts';

try {
  const { summary } = await playStory(readOutputs(), (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`\n${summary.join('\n')}\n`);
} catch (error) {
  process.stderr.write(`\n${describeFailure(error)}\n`);
  process.exitCode = 1;
}
