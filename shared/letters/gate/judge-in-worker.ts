import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Announced } from './judge.ts';
import { unreadable, type Verdict } from './verdict.ts';
import type { Job, Report, WorkerData } from './worker.ts';

/** What one file may cost: milliseconds, and megabytes. */
export interface WorkerLimits {
  /** Of processor time, for all but the text: a machine that is busy with other things makes no file bad. */
  readonly lookMs: number;
  readonly textMs: number;
  /** By the clock, for each of the two: what waits for nothing is ended as well. */
  readonly clockMs: number;
  /** For a worker to begin, which no file is blamed for. */
  readonly beginMs: number;
  /** Of JavaScript's own. */
  readonly heapMb: number;
  /** By which the process may grow while the file is judged, beside what JavaScript has. */
  readonly growthMb: number;
}

export const workerLimits: WorkerLimits = { lookMs: 6_000, textMs: 3_000, clockMs: 30_000, beginMs: 60_000, heapMb: 192, growthMb: 384 };

/** Where the worker's code and that of qpdf lie. */
interface Code {
  readonly worker: URL;
  readonly qpdfWasm: string;
}

/** Beside the bundle, as `infra/gate-bundle.ts` puts them there. */
export const besideBundle = { worker: 'letter-gate/worker.js', qpdfWasm: 'letter-gate/qpdf.wasm' } as const;

function codeOf(): Code {
  const bundled = new URL(besideBundle.worker, import.meta.url);
  if (existsSync(bundled)) return { worker: bundled, qpdfWasm: fileURLToPath(new URL(besideBundle.qpdfWasm, import.meta.url)) };
  return { worker: new URL('worker.ts', import.meta.url), qpdfWasm: createRequire(import.meta.url).resolve('@neslinesli93/qpdf-wasm/dist/qpdf.wasm') };
}

/** A worker judges so many files: what libraries keep of names and numbers goes with it. */
const mostFiles = 100;

/** How often time and memory are looked at, in milliseconds. */
const lookEvery = 50;

/**
 * Judges files in threads that are ended when one takes too long or too much: that file is `unreadable`. One file at a time, the others wait: what the process grows by is then
 * that file's, unless the process itself grows meanwhile. A thread that is done is kept for the next file; one that is lost later takes no file with it.
 */
export class Gate {
  private readonly limits: WorkerLimits;
  private readonly code: Code;
  private idle: Thread | undefined;
  private before: Promise<unknown> = Promise.resolve();

  constructor(limits: WorkerLimits = workerLimits, code: Code = codeOf()) {
    this.limits = limits;
    this.code = code;
  }

  /**
   * @param bytes stay as they are; until there is a verdict they must not be changed
   * @throws Error where no worker begins: that says nothing of the file, which can be judged again
   */
  async judge(bytes: Uint8Array, announced: Announced = {}): Promise<Verdict> {
    const turn = this.before.then(() => this.judgeNow(bytes, announced));
    this.before = turn.catch(() => undefined);
    return turn;
  }

  /** Ends the thread that waits for files. */
  async close(): Promise<void> {
    await this.idle?.end();
    this.idle = undefined;
  }

  private async judgeNow(bytes: Uint8Array, announced: Announced): Promise<Verdict> {
    const kept = this.idle?.usable ? this.idle : undefined;
    this.idle = undefined;
    const said = kept && (await this.judgeIn(kept, bytes, announced));
    // What was lost by itself may be so by the file before.
    return (kept && !kept.endedItself ? said : await this.judgeIn(new Thread(this.code, this.limits), bytes, announced)) ?? unreadable;
  }

  private async judgeIn(thread: Thread, bytes: Uint8Array, announced: Announced): Promise<Verdict | undefined> {
    const verdict = await thread.judge({ bytes: new Uint8Array(bytes), announced });
    if (thread.usable) this.idle = thread;
    else void thread.end();
    return verdict;
  }
}

class Thread {
  endedItself = false;
  private files = 0;
  private lost = false;
  private readonly worker: Worker;
  private readonly limits: WorkerLimits;
  private readonly ready: Promise<void>;
  private readonly heard: Report[] = [];
  private hear: ((report: Report | undefined) => void) | undefined;

  constructor({ worker, qpdfWasm }: Code, limits: WorkerLimits) {
    this.limits = limits;
    this.worker = new Worker(worker, {
      workerData: { qpdfWasm } satisfies WorkerData,
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
      // What libraries write there could be of the file: it is kept from ours, and nobody reads it, which would keep the process from ending.
      stdout: true,
      stderr: true,
      env: {},
      execArgv: [],
    });
    const gone = (): void => {
      if (!this.lost) this.endedItself = true;
      this.lost = true;
      this.hear?.(undefined);
    };
    this.worker.on('error', gone).on('exit', gone).on('messageerror', gone);
    this.worker.on('message', (report: Report) => (this.hear ? this.hear(report) : void this.heard.push(report)));
    this.ready = this.begins();
    // Nobody may wait for it yet.
    this.ready.catch(() => undefined);
    // It keeps no process from ending.
    this.worker.unref();
  }

  get usable(): boolean {
    return !this.lost && this.files < mostFiles;
  }

  /** The bytes become the thread's own. `undefined`: it had to be ended, or ended itself. */
  async judge(job: Job): Promise<Verdict | undefined> {
    this.worker.ref();
    try {
      await this.ready;
      this.files++;
      const most = process.memoryUsage.rss() + this.limits.growthMb * 1024 * 1024;
      const first = this.nextReport(this.limits.clockMs, { processorMs: this.limits.lookMs, most });
      this.worker.postMessage(job, [job.bytes.buffer as ArrayBuffer]);
      const report = await first;
      const last = report === 'text' ? await this.nextReport(this.limits.clockMs, { processorMs: this.limits.textMs, most }) : report;
      return typeof last === 'object' ? last : undefined;
    } finally {
      this.worker.unref();
    }
  }

  private async begins(): Promise<void> {
    if ((await this.nextReport(this.limits.beginMs)) !== 'ready') throw new Error('letter gate: the worker did not begin');
  }

  async end(): Promise<void> {
    this.lost = true;
    await this.worker.terminate();
  }

  /** What it says next; `undefined`, and it is ended, where it is lost, says nothing for so long, or takes more than it may. */
  private async nextReport(withinMs: number, costs?: Costs): Promise<Report | undefined> {
    const before = this.heard.shift();
    if (before !== undefined || this.lost) return before;
    const { promise, resolve } = Promise.withResolvers<Report | undefined>();
    const hear = (report: Report | undefined): void => {
      if (this.hear === hear) this.hear = undefined;
      resolve(report);
    };
    this.hear = hear;
    const timer = setTimeout(hear, withinMs, undefined);
    const watch = costs && this.watch(costs, () => hear(undefined));
    const report = await promise;
    clearTimeout(timer);
    clearInterval(watch);
    if (report === undefined) await this.end();
    return report;
  }

  private watch({ processorMs, most }: Costs, end: () => void): NodeJS.Timeout {
    let from: number | undefined;
    const look = async (): Promise<void> => {
      const { user, system } = await this.worker.cpuUsage();
      from ??= (user + system) / 1000;
      if ((user + system) / 1000 - from > processorMs) end();
    };
    return setInterval(() => {
      if (process.memoryUsage.rss() > most) return end();
      // A thread that has ended is told of by itself.
      look().catch(() => undefined);
    }, lookEvery);
  }
}

/** What is looked at while it works: milliseconds of its processor time, and the bytes of the process. */
interface Costs {
  readonly processorMs: number;
  readonly most: number;
}

let gate: Gate | undefined;

/** Judges a file by the gate of this process. @throws Error where no worker begins: then the file is to be judged again */
export const judgeInWorker = (bytes: Uint8Array, announced: Announced = {}): Promise<Verdict> => (gate ??= new Gate()).judge(bytes, announced);
