/** `npm start`: the whole system on this machine, with the demo story played, until Ctrl-C. */
import { rm } from 'node:fs/promises';
import { type Cloud, startCloud } from './cloud.ts';
import { readLogins } from '../client/logins.ts';
import { assureUnowned } from './owner.ts';
import { defaultStateDir, loginsFile, outputsFile } from '../client/paths.ts';
import { isStoryPlayed, noteStoryPlayed } from './played.ts';
import { describeFailure, isAbort } from '../client/problem.ts';
import { progressWriter, renderScreen } from './screen.ts';
import { type StartOptions, startOptions, usage } from './start-options.ts';
import { playStory } from './story.ts';

const stateDir = defaultStateDir;
const write = (text: string): void => void process.stdout.write(text);
const say = progressWriter(write);
const interruption = new AbortController();
/** Asked a second time to stop: what is under way is left to the next start. */
const hurry = new AbortController();

// The terminal may go away before we do; that is no reason to leave things running.
process.stdout.on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    write('\n');
    if (interruption.signal.aborted) {
      hurry.abort();
      return;
    }
    say('Stopping: letting what is under way arrive, saving the data');
    interruption.abort();
  });
}

process.exitCode = await main();

async function main(): Promise<number> {
  let cloud: Cloud | undefined;
  let code = 0;
  try {
    const options = startOptions(process.argv.slice(2), process.env);
    if (options.help) {
      write(usage);
      return 0;
    }
    if (options.reset) await forgetData();
    cloud = await startCloud({
      port: options.port,
      stateDir,
      outputsFile: outputsFile(),
      progress: say,
      signal: interruption.signal,
      hurry: hurry.signal,
    });
    await present(cloud, options);
  } catch (error) {
    if (isAbort(error)) code = 130;
    else {
      process.stderr.write(`\n${describeFailure(error)}\n`);
      code = 1;
    }
  }
  try {
    await cloud?.stop();
    if (cloud?.isOurs) say(code === 1 ? 'Stopped.' : 'Stopped. The data stays in .local; npm start goes on with it.');
  } catch (error) {
    process.stderr.write(`\n${describeFailure(error)}\n`);
    code = 1;
  }
  return code;
}

/** Plays the story if need be, shows the screen, and stays until Ctrl-C unless it shall all happen once only. */
async function present(cloud: Cloud, { once }: StartOptions): Promise<void> {
  const summary = await orInterrupted(cloud, storySummary(cloud));
  const { outputs, logFile } = cloud;
  write(renderScreen({ summary, outputs, logins: await readLogins(), outputsFile: outputsFile(), logFile, staysUp: !once }));
  if (once) return;
  await orInterrupted(cloud, new Promise<never>(() => {})).catch((error: unknown) => {
    if (!isAbort(error)) throw error;
  });
}

async function storySummary({ outputs }: Cloud): Promise<string[]> {
  if (await isStoryPlayed(stateDir, outputs, await readLogins())) {
    return ['Everything is as it was saved last. (npm run demo plays the story again.)'];
  }
  say('Playing the story through the public API');
  const { summary } = await playStory(outputs, (line) => say(`  ${line}`));
  await noteStoryPlayed(stateDir, outputs);
  return summary;
}

/** The step's own end, the emulator's, or Ctrl-C: whichever is first. */
async function orInterrupted<T>(cloud: Cloud, step: Promise<T>): Promise<T> {
  step.catch(() => undefined);
  const { signal } = interruption;
  const interrupted = new Promise<never>((_, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  // A promise alone doesn't keep the process up.
  const stay = setInterval(() => undefined, 60_000);
  try {
    return await Promise.race([step, cloud.crashed, interrupted]);
  } finally {
    clearInterval(stay);
  }
}

async function forgetData(): Promise<void> {
  await assureUnowned(stateDir, interruption.signal);
  say('Forgetting the data of earlier starts');
  for (const path of [stateDir, outputsFile(), loginsFile()]) await rm(path, { recursive: true, force: true });
}
