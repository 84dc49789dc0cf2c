/** One state folder, one local cloud: a note says who runs, or last ran, on it. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import * as z from 'zod';
import { LocalCloudProblem } from '../client/problem.ts';
import { isAlive, until } from './process.ts';
import { stateFolders } from './state.ts';

const Owner = z.object({
  id: z.string(),
  pid: z.int(),
  gatewayUrl: z.string(),
  emulator: z.object({ pid: z.int(), port: z.int() }).optional(),
});
export type Owner = z.infer<typeof Owner>;

/** Answered by the gateway, so that a second start can tell a living cloud from a stale note. */
export const ownerPath = '/_local/owner';

/** The note of the run that owns, or last owned, this state. */
export async function readOwner(stateDir: string): Promise<Owner | undefined> {
  const text = await readFile(stateFolders(stateDir).lastRun, 'utf8').catch(() => '');
  try {
    return Owner.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Makes sure nobody else is using this state: refuses when somebody is, waits for an emulator that is still saving.
 * Returns the note of the last run.
 */
export async function assureUnowned(stateDir: string, signal?: AbortSignal): Promise<Owner | undefined> {
  const owner = await readOwner(stateDir);
  if (owner === undefined) return undefined;
  if (await answers(owner)) {
    throw new LocalCloudProblem(
      'already-running',
      `The local cloud already runs (process ${owner.pid}) at ${owner.gatewayUrl}.`,
      `Use it, or end it first: Ctrl-C where it runs, or kill ${owner.pid}.`,
    );
  }
  const { emulator } = owner;
  if (emulator === undefined || !(await isOurEmulator(emulator.pid, stateDir))) return owner;
  // Its parent is gone, so it is about to save and end; if it is not, it is asked to.
  if (await until(() => !isAlive(emulator.pid), { within: 60_000, signal })) return owner;
  process.kill(emulator.pid, 'SIGTERM');
  if (await until(() => !isAlive(emulator.pid), { within: 300_000, signal })) return owner;
  throw new LocalCloudProblem(
    'already-running',
    `An AWS emulator of an earlier run (process ${emulator.pid}) does not end.`,
    `End it, then start again: kill -9 ${emulator.pid}`,
  );
}

/** A new identity for this run. */
export function newOwner(gatewayUrl: string): Owner {
  return { id: randomUUID(), pid: process.pid, gatewayUrl };
}

export async function writeOwner(stateDir: string, owner: Owner): Promise<void> {
  await mkdir(stateDir, { recursive: true });
  await writeFile(stateFolders(stateDir).lastRun, JSON.stringify(owner));
}

async function answers(owner: Owner): Promise<boolean> {
  try {
    const response = await fetch(owner.gatewayUrl + ownerPath, { signal: AbortSignal.timeout(30_000) });
    return response.ok && (await response.text()) === owner.id;
  } catch {
    return false;
  }
}

/** Process ids are reused: only a process that names this state folder is the emulator we started on it. */
async function isOurEmulator(pid: number, stateDir: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  try {
    const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'args=', '-p', String(pid)]);
    return stdout.includes('emulator.py') && stdout.includes(stateDir);
  } catch {
    return false;
  }
}
