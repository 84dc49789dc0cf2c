/** What runs in a thread of its own, and may be ended there at any time: judges one file after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { judge, type Announced } from './judge.ts';
import { limitWasmMemory, qpdfChecks } from './qpdf.ts';
import { textOf } from './text.ts';
import type { Verdict } from './verdict.ts';

/** What a worker is told when it begins. */
export interface WorkerData {
  readonly qpdfWasm: string;
}

/** A file to judge. */
export interface Job {
  readonly bytes: Uint8Array;
  readonly announced: Announced;
}

/** What it says of it: that its text comes next, which has a time of its own, and in the end the verdict. */
export type Report = 'ready' | 'text' | Verdict;

/** What qpdf may have. */
const mostWasmMemory = 256 * 1024 * 1024;

if (parentPort) {
  const port = parentPort;
  const report = (said: Report): void => port.postMessage(said);
  limitWasmMemory(mostWasmMemory);
  const qpdf = qpdfChecks((workerData as WorkerData).qpdfWasm);
  const text: typeof textOf = (bytes, pages) => {
    report('text');
    return textOf(bytes, pages);
  };
  port.on('message', ({ bytes, announced }: Job) => void judge(bytes, announced, { qpdf, text }).then(report));
  report('ready');
}
