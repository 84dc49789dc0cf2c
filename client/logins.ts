/** The logins of the demo people, for scripts: `.local/logins.json`, readable by its owner only. */
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { loginsFile } from './paths.ts';

export const Login = z.strictObject({ username: z.string().min(1), password: z.string().min(1) });
export type Login = z.infer<typeof Login>;

/** By the name a person goes by in the story: paula, clerk, officer, neighbour; admin on a local cloud. */
export const Logins = z.record(z.string(), Login);
export type Logins = z.infer<typeof Logins>;

/** All recorded logins; none when no story has been played. */
export async function readLogins(file: string = loginsFile()): Promise<Logins> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  return Logins.parse(JSON.parse(text));
}

/** Replaces the recorded logins. */
export async function writeLogins(logins: Logins, file: string = loginsFile()): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, `${JSON.stringify(Logins.parse(logins), null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, file);
}
