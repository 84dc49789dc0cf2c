/** What judging each file of the gate's set costs, in a process that does nothing else. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../../client/paths.ts';
import { Gate } from '../../shared/letters/gate/judge-in-worker.ts';

export interface GateCost {
  readonly files: number;
  /** Milliseconds of processor time. */
  readonly medianMs: number;
  readonly mostMs: number;
  /** By the clock. */
  readonly longestMs: number;
  readonly peakMb: number;
}

const files = globSync('*.pdf', { cwd: join(projectDir, 'test', 'data', 'pdfs') }).map((file) => readFileSync(join(projectDir, 'test', 'data', 'pdfs', file)));
const gate = new Gate();
// What each thread does once is no file's cost.
await gate.judge(files[0]!);
const costs: { processor: number; clock: number }[] = [];
for (const file of files) {
  const [processor, clock] = [process.cpuUsage(), performance.now()];
  await gate.judge(file);
  const { user, system } = process.cpuUsage(processor);
  costs.push({ processor: (user + system) / 1000, clock: performance.now() - clock });
}
await gate.close();
const sorted = costs.map(({ processor }) => processor).sort((a, b) => a - b);
const cost: GateCost = {
  files: files.length,
  medianMs: sorted[sorted.length >> 1]!,
  mostMs: sorted.at(-1)!,
  longestMs: Math.max(...costs.map(({ clock }) => clock)),
  peakMb: process.resourceUsage().maxRSS / 1024,
};
process.send!(cost, () => process.disconnect());
