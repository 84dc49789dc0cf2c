/** `npm run new -- endpoint|event|worker|item …`: skeletons of what README says under "How to add". Nothing of them passes for finished. */
import { describeFailure } from '../client/problem.ts';
import { skeletonFor, usage } from './new/command.ts';
import { house } from './new/house.ts';
import { drawn, told, write } from './new/write.ts';

const words = process.argv.slice(2);
try {
  if (words.length === 0 || words.includes('--help')) {
    process.stdout.write(usage);
  } else {
    const there = await house();
    const skeleton = skeletonFor(words, there);
    write(await drawn(skeleton, there));
    process.stdout.write(`${told(skeleton)}\n`);
  }
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}
