/**
 * Runs the tests: `npm test` everything, `npm test -- unit storage` some projects. Further words go to jest:
 * `npm test -- unit calendar -t leap`. Leaves jest's own report in .local/test-results.json.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { localDir, projectDir } from '../client/paths.ts';
import { engineReport } from './engine-report.ts';

const projects = ['unit', 'storage', 'infra', 'system', 'security'];
const report = join(localDir, 'test-results.json');

function jest(selected: readonly string[], words: readonly string[]): Promise<number> {
  const program = join(projectDir, 'node_modules', 'jest', 'bin', 'jest.js');
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // In another order each time, told by its seed. The report goes to a file; progress is what jest says on standard error.
  const child = spawn(process.execPath, [...node, program, ...words, '--selectProjects', ...selected, '--randomize', '--json', `--outputFile=${report}`], {
    cwd: projectDir,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

const words = process.argv.slice(2);
const wanted = projects.filter((project) => words.includes(project));

mkdirSync(localDir, { recursive: true });
rmSync(report, { force: true });
process.exitCode = await jest(
  wanted.length > 0 ? wanted : projects,
  words.filter((word) => !projects.includes(word)),
);
if (existsSync(report)) process.stderr.write(await engineReport(JSON.parse(readFileSync(report, 'utf8'))));
