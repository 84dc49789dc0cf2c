/** `npm run demo`: plays the story against a running cloud, the local one or a deployed stage. */
import { readOutputs } from './outputs.ts';
import { describeFailure, LocalCloudProblem } from './problem.ts';
import { playStory } from './story.ts';

try {
  const outputs = readOutputs();
  await fetch(`${outputs.apiUrl}/v1/health`).catch((cause: unknown) => {
    throw new LocalCloudProblem('outputs-missing', 'The cloud does not answer.', 'Start it first: npm start', { cause });
  });
  const { summary } = await playStory(outputs, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`\n${summary.join('\n')}\n`);
} catch (error) {
  process.stderr.write(`\n${describeFailure(error)}\n`);
  process.exitCode = 1;
}
