import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readLogins } from '../../client/logins.ts';
import { readOutputs } from '../../client/outputs.ts';
import { loggedIn } from '../../client/portal.ts';
import { newId } from '../../shared/id.ts';
import { playStory } from '../../local/story.ts';

describe('the story', () => {
  it('runs from the report to the last deletion, and leaves people to look at', async () => {
    const outputs = readOutputs();
    const said: string[] = [];
    const { summary } = await playStory(outputs, (line) => said.push(line));
    expect(summary).toHaveLength(3);
    expect(said.join('\n')).toContain('Paula got one SMS');
    const { paula, admin } = await readLogins();
    const { items } = await (await loggedIn(outputs, paula!)).must<{ items: unknown[] }>('GET', '/v1/letters');
    expect(items).toHaveLength(1);
    // As `npm run token` is called: by the id of somebody, and of nobody.
    const tokenFor = (name: string) => promisify(execFile)(process.execPath, ['local/token.ts', name]);
    expect((await tokenFor(paula!.username)).stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    await expect(tokenFor(newId('cus'))).rejects.toMatchObject({ stderr: expect.stringContaining('has no login') });
    const staff = await (await loggedIn(outputs, admin!)).must<{ items: { role: string }[] }>('GET', '/v1/staff');
    expect(staff.items.map(({ role }) => role)).toEqual(expect.arrayContaining(['agent', 'officer']));
  });
});
