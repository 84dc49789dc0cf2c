/** Whether the demo story has been played on the data that is there. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { accessToken } from '../client/access-token.ts';
import type { Logins } from '../client/logins.ts';
import type { Outputs } from '../client/outputs.ts';

const Played = z.object({ userPoolId: z.string() });

const noteFile = (stateDir: string): string => join(stateDir, 'story-played.json');

/** Notes that the story ran to its end on this user pool. */
export async function noteStoryPlayed(stateDir: string, { userPoolId }: Outputs): Promise<void> {
  await writeFile(noteFile(stateDir), JSON.stringify({ userPoolId }));
}

/** True when it ran to its end here, and its people can still log in (data may be lost when a machine goes down). */
export async function isStoryPlayed(stateDir: string, outputs: Outputs, logins: Logins): Promise<boolean> {
  const text = await readFile(noteFile(stateDir), 'utf8').catch(() => undefined);
  const login = Object.values(logins)[0];
  if (text === undefined || login === undefined) return false;
  if (Played.safeParse(JSON.parse(text)).data?.userPoolId !== outputs.userPoolId) return false;
  return accessToken(outputs, login).then(
    () => true,
    () => false,
  );
}
