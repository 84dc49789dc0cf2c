import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectDir } from '../../../../client/paths.ts';
import { skeletonFor } from '../../../../local/new/command.ts';
import { house } from '../../../../local/new/house.ts';
import { drawn, write } from '../../../../local/new/write.ts';

const run = promisify(execFile);
const rooms = ['client', 'docs', 'events', 'functions', 'infra', 'local', 'shared', 'test'];

describe('skeletons in a copy of the house', () => {
  let copy: string;
  const written = new Set<string>();
  const program = (path: string, ...args: string[]) => run(process.execPath, [path, ...args], { cwd: copy });
  const tool = (path: string) => join(projectDir, 'node_modules', path);

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'new-'));
    for (const part of [...rooms, 'package.json', 'tsconfig.json', '.prettierrc.json', 'cdk.json'])
      await cp(join(projectDir, part), join(copy, part), { recursive: true });
    await symlink(join(projectDir, 'node_modules'), join(copy, 'node_modules'));

    const source = (file: string) => (existsSync(join(copy, file)) ? readFileSync(join(copy, file), 'utf8') : undefined);
    const here = { ...(await house()), source };
    for (const line of [
      'item tickets/errand --table tickets --prefix ern --under ticket',
      'item letters/enclosure --table letters --prefix enc --class business-letter',
      'event errand-added --of ticket',
      'endpoint tickets/add-errand POST /v1/tickets/{ticketId}/errands',
      'endpoint tickets/list-errands GET /v1/tickets/{ticketId}/errands',
      'endpoint errands/count-errands GET /v1/errands --new-concept',
      'endpoint tickets/set-errand PUT /v1/errand',
      'endpoint tickets/change-errand PATCH /v1/tickets/{ticketId}/errand',
      'endpoint privacy/remove-run DELETE /v1/runs/{runId}',
      'worker tickets/remind-of-errand ticket-opened ticket-closed',
    ]) {
      const files = await drawn(skeletonFor(line.split(' '), here), here);
      write(files, copy);
      for (const file of files.keys()) if (file.endsWith('.ts')) written.add(file);
    }
  });
  afterAll(() => rm(copy, { recursive: true }));

  it('are as the formatter likes them', async () => {
    expect(written.size).toBeGreaterThan(25);
    await program(tool('prettier/bin/prettier.cjs'), '--check', ...written);
  });

  it('compile, so that what does not is what is missing', async () => {
    const files = [...written, 'functions/tickets/api.ts', 'functions/privacy/api.ts', 'infra/lambda-entries.ts'];
    await writeFile(join(copy, 'tsconfig.new.json'), JSON.stringify({ extends: './tsconfig.json', include: [], files }));
    const said = program(tool('typescript/bin/tsc'), '-p', 'tsconfig.new.json').catch((error: unknown) => error);
    expect(await said).toMatchObject({ stdout: '', stderr: '' });
  });

  it('are written by the command, and never twice', async () => {
    const anew = () => program('local/new.ts', 'event', 'errand-done', '--of', 'ticket');
    expect((await anew()).stdout).toContain('  events/errand-done.ts\n');
    expect(readFileSync(join(copy, 'events/errand-done.ts'), 'utf8')).toContain("type: 'ticket.errand-done'");
    await expect(anew()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('event: ticket.errand-done is there already') });
  });
});
