/** Finds a Python and keeps virtual environments in step with their requirements: the emulator's, and others that are made in the same way. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { projectDir } from '../client/paths.ts';
import { LocalCloudProblem, ownEndpoint } from '../client/problem.ts';
import { run } from './process.ts';

/** Python packages that belong together: each version and hash stands in the file. */
export interface PythonPackages {
  readonly requirements: string;
  /** What they are, in the middle of a sentence. */
  readonly what: string;
}

const emulatorPackages: PythonPackages = { requirements: join(import.meta.dirname, 'requirements.txt'), what: 'the AWS emulator' };

const candidates = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const oldest: readonly [number, number] = [3, 10];

export interface Python {
  command: string;
  version: readonly [number, number];
}

/** The answer of one candidate, or undefined when it isn't a Python at all. */
export function parsePythonVersion(line: string | undefined): readonly [number, number] | undefined {
  const match = /^(\d+)\.(\d+)$/.exec(line?.trim() ?? '');
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** True for a Python the emulator runs on. */
export function isNewEnough([major, minor]: readonly [number, number]): boolean {
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** The first Python on the PATH that is new enough; SCHUTZBRIEF_PYTHON goes before all. */
export async function findPython(signal?: AbortSignal): Promise<Python> {
  const chosen = process.env['SCHUTZBRIEF_PYTHON'];
  const seen: string[] = [];
  for (const command of chosen === undefined ? candidates : [chosen]) {
    const asked = await run(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { signal });
    const version = asked.code === 0 ? parsePythonVersion(asked.lines[0]) : undefined;
    if (version === undefined) continue;
    if (isNewEnough(version)) return { command, version };
    seen.push(`${command} is ${version.join('.')}`);
  }
  const found = seen.length > 0 ? ` (${seen.join(', ')})` : '';
  throw new LocalCloudProblem(
    'python-missing',
    `The local cloud needs Python ${oldest.join('.')} or newer, and none was found${found}.`,
    `Install one (Debian, Ubuntu: apt install python3 python3-venv · macOS: brew install python), or name it: SCHUTZBRIEF_PYTHON=/path/to/python3\n${ownEndpoint}`,
  );
}

/** Key of a virtual environment: changes with what is to be installed and with the Python it is for. */
export function venvKey(requirements: string, [major, minor]: readonly [number, number]): string {
  return `py${major}.${minor}-${createHash('sha256').update(requirements).digest('hex').slice(0, 12)}`;
}

interface VenvOptions {
  progress: (line: string) => void;
  signal?: AbortSignal;
  /** The emulator's, if left out. Others need a folder of their own, as what is outdated is removed. */
  packages?: PythonPackages;
}

/** The Python of a virtual environment with exactly these packages in it; makes it when it isn't there yet. */
export async function ensureVenv(venvsDir: string, options: VenvOptions): Promise<string> {
  const { packages = emulatorPackages } = options;
  const python = await findPython(options.signal);
  const venv = join(venvsDir, venvKey(await readFile(packages.requirements, 'utf8'), python.version));
  const inside = join(venv, 'bin', 'python');
  if (existsSync(inside)) return inside;

  options.progress(`Installing ${packages.what} into ${venv} (once, 10 to 30 s)`);
  await mkdir(venvsDir, { recursive: true });
  const draft = `${venv}.${process.pid}.draft`;
  try {
    await build(python, draft, packages, options.signal);
    // Complete or not there at all; when another process was quicker, its environment is as good as ours.
    await rename(draft, venv).catch((error: unknown) => {
      if (!existsSync(inside)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeOutdated(venvsDir, venv);
  return inside;
}

async function build(python: Python, venv: string, packages: PythonPackages, signal?: AbortSignal): Promise<void> {
  const made = await run(python.command, ['-m', 'venv', venv], { signal });
  if (made.code !== 0) throw venvProblem(python, made.lines);
  const pip = ['-m', 'pip', 'install', '--require-hashes', '--only-binary', ':all:', '--retries', '2', '--no-input'];
  const quiet = ['--quiet', '--disable-pip-version-check', '--progress-bar', 'off'];
  const installed = await run(join(venv, 'bin', 'python'), [...pip, ...quiet, '-r', packages.requirements], { signal });
  if (installed.code !== 0) throw installProblem(installed.lines, packages);
}

/** Names the package that brings the venv module, which Debian and Ubuntu leave out. */
export function venvProblem(python: Python, output: readonly string[]): LocalCloudProblem {
  const version = python.version.join('.');
  return new LocalCloudProblem(
    'venv-module-missing',
    `${python.command} (Python ${version}) could not make a virtual environment; its venv or ensurepip module seems to be missing.\n${tail(output, 3)}`,
    `Install it (Debian, Ubuntu: apt install python${version}-venv), or name another Python: SCHUTZBRIEF_PYTHON=/path/to/python3\n${ownEndpoint}`,
  );
}

/** Tells "no way to the package index" from other failures of an installation. */
export function installProblem(output: readonly string[], { what, requirements }: PythonPackages = emulatorPackages): LocalCloudProblem {
  const text = output.join('\n');
  const unreachable =
    /NewConnectionError|ConnectionError|ConnectTimeout|ReadTimeout|Read timed out|ProxyError|SSLError|Temporary failure in name resolution|Name or service not known|Connection refused|Network is unreachable|Max retries exceeded|from versions: none/i;
  if (unreachable.test(text)) {
    return new LocalCloudProblem(
      'package-index-unreachable',
      `The Python package index could not be reached, so ${what} could not be installed.\n${tail(output, 3)}`,
      `Check the network; behind a proxy set HTTPS_PROXY, for a mirror set PIP_INDEX_URL.\n${ownEndpoint}`,
    );
  }
  return new LocalCloudProblem(
    'python-install-failed',
    `pip could not install ${what}.\n${tail(output, 10)}`,
    `The versions and hashes stand in ${relative(projectDir, requirements)}.\n${ownEndpoint}`,
  );
}

/** Environments of former requirements; a draft may be another process's, still being made. */
async function removeOutdated(venvsDir: string, current: string): Promise<void> {
  for (const name of await readdir(venvsDir)) {
    const path = join(venvsDir, name);
    if (path !== current && !name.endsWith('.draft')) await rm(path, { recursive: true, force: true });
  }
}

function tail(lines: readonly string[], count: number): string {
  return lines
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n');
}
