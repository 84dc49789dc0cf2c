import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Announced } from './judge.ts';
import { unreadable, type Verdict } from './verdict.ts';
import type { Job, Report, WorkerData } from './worker.ts';

/** What one file may cost: milliseconds, and megabytes. */
export interface WorkerLimits {
  /** For all but the text. */
  readonly lookMs: number;
  readonly textMs: number;
  /** For a worker to begin, which no file is blamed for. */
  readonly beginMs: number;
  /** Of JavaScript's own. */
  readonly heapMb: number;
  /** By which the process may grow beside it, together for all files that are judged. */
  readonly growthMb: number;
}

export const workerLimits: WorkerLimits = { lookMs: 6_000, textMs: 3_000, beginMs: 60_000, heapMb: 192, growthMb: 384 };

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

/** How often memory is looked at, in milliseconds. */
const lookEvery = 50;

/**
 * Judges files in threads that are ended when one takes too long or too much: that file is `unreadable`, and no other notices. A thread that is done is kept for the next
 * file; as many files are judged at once as there are calls.
 */
export class Gate {
  private readonly limits: WorkerLimits;
  private readonly code: Code;
  private idle: Thread[] = [];
  private readonly busy = new Set<Thread>();

  constructor(limits: WorkerLimits = workerLimits, code: Code = codeOf()) {
    this.limits = limits;
    this.code = code;
  }

  /**
   * @param bytes are copied, and stay as they are
   * @throws Error where no worker begins: that says nothing of the file, which can be judged again
   */
  async judge(bytes: Uint8Array, announced: Announced = {}): Promise<Verdict> {
    const thread = this.idle.pop() ?? new Thread(this.code, this.limits, this.isOldest);
    this.busy.add(thread);
    try {
      const verdict = await thread.judge({ bytes: new Uint8Array(bytes), announced });
      if (thread.usable) this.idle.push(thread);
      else void thread.end();
      return verdict ?? unreadable;
    } finally {
      this.busy.delete(thread);
    }
  }

  /** Ends the threads that wait for files. */
  async close(): Promise<void> {
    await Promise.all(this.idle.splice(0).map((thread) => thread.end()));
  }

  /** Whether this thread is the one to end where the process has grown too much: the one that has worked longest is. */
  private readonly isOldest = (thread: Thread): boolean => [...this.busy].every((other) => other.since >= thread.since);
}

class Thread {
  since = 0;
  private files = 0;
  private lost = false;
  private readonly worker: Worker;
  private readonly limits: WorkerLimits;
  private readonly isOldest: (thread: Thread) => boolean;
  private readonly ready: Promise<void>;
  private readonly heard: Report[] = [];
  private hear: ((report: Report | undefined) => void) | undefined;

  constructor({ worker, qpdfWasm }: Code, limits: WorkerLimits, isOldest: (thread: Thread) => boolean) {
    this.limits = limits;
    this.isOldest = isOldest;
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
      this.since = performance.now();
      this.files++;
      const before = process.memoryUsage.rss();
      const watch = setInterval(() => {
        if (process.memoryUsage.rss() - before > this.limits.growthMb * 1024 * 1024 && this.isOldest(this)) this.hear?.(undefined);
      }, lookEvery);
      try {
        const first = this.nextReport(this.limits.lookMs);
        this.worker.postMessage(job, [job.bytes.buffer as ArrayBuffer]);
        const report = await first;
        const last = report === 'text' ? await this.nextReport(this.limits.textMs) : report;
        return typeof last === 'object' ? last : undefined;
      } finally {
        clearInterval(watch);
      }
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

  /** What it says next; `undefined`, and it is ended, where it is lost or says nothing for so long. */
  private async nextReport(withinMs: number): Promise<Report | undefined> {
    const before = this.heard.shift();
    if (before !== undefined || this.lost) return before;
    const { promise, resolve } = Promise.withResolvers<Report | undefined>();
    this.hear = (report) => {
      this.hear = undefined;
      resolve(report);
    };
    const timer = setTimeout(() => this.hear?.(undefined), withinMs);
    const report = await promise;
    clearTimeout(timer);
    if (report === undefined) await this.end();
    return report;
  }
}

let gate: Gate | undefined;

/** Judges a file by the gate of this process. @throws Error where no worker begins: then the file is to be judged again */
export const judgeInWorker = (bytes: Uint8Array, announced: Announced = {}): Promise<Verdict> => (gate ??= new Gate()).judge(bytes, announced);
