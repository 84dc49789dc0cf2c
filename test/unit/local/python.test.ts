import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installProblem, isNewEnough, parsePythonVersion, venvKey, venvProblem } from '../../../local/python.ts';

describe('Python versions', () => {
  it.each([
    ['3.9', false],
    ['3.10', true],
    ['3.13', true],
    ['4.0', true],
    ['2.7', false],
  ])('%s is new enough: %s', (text, expected) => {
    expect(isNewEnough(parsePythonVersion(`${text}\n`) ?? [0, 0])).toBe(expected);
  });

  it.each(['', 'command not found', undefined])('%j is no version', (text) => {
    expect(parsePythonVersion(text)).toBeUndefined();
  });
});

describe('venvKey', () => {
  it('changes with the requirements and with the Python', () => {
    const keys = [venvKey('a', [3, 11]), venvKey('b', [3, 11]), venvKey('a', [3, 12])];
    expect(new Set(keys).size).toBe(3);
    expect(venvKey('a', [3, 11])).toBe(keys[0]);
  });
});

describe('what to do when the installation fails', () => {
  it.each([
    "WARNING: Retrying after connection broken by 'NewConnectionError(...): Failed to establish a new connection: [Errno 111] Connection refused'",
    'socket.gaierror: [Errno -3] Temporary failure in name resolution',
    'ReadTimeoutError: Read timed out.',
    "Caused by ProxyError('Cannot connect to proxy.')",
  ])('tells an unreachable index: %s', (line) => {
    const problem = installProblem([line, 'ERROR: No matching distribution found']);
    expect(problem.kind).toBe('package-index-unreachable');
    expect(problem.message).toContain('AWS_ENDPOINT_URL=');
  });

  it('tells a wrong hash from that, and shows it', () => {
    const problem = installProblem(['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.']);
    expect(problem.kind).toBe('python-install-failed');
    expect(problem.message).toContain('DO NOT MATCH THE HASHES');
  });

  it('names the package with the venv module', () => {
    const problem = venvProblem({ command: 'python3', version: [3, 12] }, ['ensurepip is not available']);
    expect(problem.kind).toBe('venv-module-missing');
    expect(problem.remedy).toContain('apt install python3.12-venv');
  });
});

describe('requirements.txt', () => {
  it.each(['local', 'test/security/contract'])('of %s pins every package by version and hash, and names no registry', async (folder) => {
    const text = await readFile(join(import.meta.dirname, '../../..', folder, 'requirements.txt'), 'utf8');
    const packages = text.split(/\n(?=\S)/).filter((block) => !block.startsWith('#'));
    expect(packages.length).toBeGreaterThan(15);
    expect(packages.filter((block) => !/^[\w-]+==[\w.]+ (; [^\\]+)?\\\n +--hash=sha256:[0-9a-f]{64}/.test(block))).toEqual([]);
    expect(text).not.toMatch(/https?:|^--/m);
  });
});
