/** Children run in a process group of their own, so that Ctrl-C reaches our script first and we end exactly what we started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Ends the child and everything it started; the promise then rejects with an AbortError. */
  signal?: AbortSignal;
  onLine?: (line: string) => void;
}

export interface Ran {
  /** Exit code, or null when the command could not be started or was killed. */
  code: number | null;
  /** Both streams, in the order in which they came. */
  lines: string[];
}

const endWithin = 5_000;

/** Runs a command to its end. A command that fails or doesn't exist is an answer, not an exception. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd, env, signal, onLine } = options;
  signal?.throwIfAborted();
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const take = (line: string): void => {
    lines.push(line);
    onLine?.(line);
  };
  const readers = [child.stdout, child.stderr].map((input) => createInterface({ input }).on('line', take));
  const allRead = Promise.all(readers.map((reader) => once(reader, 'close')));
  const end = (): void => void endGroup(child, 'SIGINT', endWithin);
  signal?.addEventListener('abort', end, { once: true });
  try {
    const code = await ended(child);
    // A grandchild may hold the pipes open after the child's end; what matters has been written by then.
    await Promise.race([allRead, delay(500)]);
    signal?.throwIfAborted();
    return { code, lines };
  } finally {
    signal?.removeEventListener('abort', end);
    for (const reader of readers) reader.close();
  }
}

/** Resolves with the exit code once the child is gone (null: killed, or never started). */
export function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
}

/** Asks a child's group to end, waits for the child, and kills what is left of the group afterwards. */
export async function endGroup(child: ChildProcess, signal: NodeJS.Signals, within: number): Promise<void> {
  if (child.pid === undefined) return;
  const gone = ended(child);
  signalGroup(child.pid, signal);
  const waiting = new AbortController();
  await Promise.race([gone, delay(within, undefined, { signal: waiting.signal }).catch(() => undefined)]);
  waiting.abort();
  signalGroup(child.pid, 'SIGKILL');
  await gone;
}

/** Polls a condition until it holds; false when the time is up. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  { within, every = 50, signal }: { within: number; every?: number; signal?: AbortSignal },
): Promise<boolean> {
  const deadline = performance.now() + within;
  while (!(await holds())) {
    if (performance.now() >= deadline) return false;
    await delay(every, undefined, { signal });
  }
  return true;
}

/** True while a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A port of the loopback interface nobody listens on: the wished one when it is free, else any. */
export async function freePort(wished = 0): Promise<number> {
  return (await portIfFree(wished)) ?? (await portIfFree(0)) ?? wished;
}

function portIfFree(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // the group is gone, which is what was wanted
  }
}
