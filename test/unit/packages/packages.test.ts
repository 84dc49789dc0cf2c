import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../../../client/paths.ts';
import { npmBill, pythonComponents, pythonRequirements, wholeBill, type Component } from '../../../docs/packages/bill-of-materials.ts';
import { exceptions, isAllowed, licenceProblems } from '../../../docs/packages/licence-rules.ts';
import { AuditReport, knownWeaknesses } from '../../../docs/packages/weakness-rules.ts';

describe('licences', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['MIT or MPL-2.0', true],
    ['Apache-2.0 AND MIT', true],
    ['Apache-2.0 AND GPL-3.0-only', false],
    ['GPL-3.0-only', false],
    ['MIT AND (GPL-3.0-only OR ISC)', false],
    ['SEE LICENSE IN LICENSE', false],
    ['', false],
  ])('%s is allowed: %s', (expression, expected) => {
    expect(isAllowed(expression)).toBe(expected);
  });

  const excepted: Component[] = Object.entries(exceptions).map(([name, { licence }]) => ({
    name,
    version: '1.0.0',
    purl: `pkg:npm/${name}@1.0.0`,
    ...(licence !== '' && { licenses: [{ license: { id: licence } }] }),
  }));
  const of = (name: string, ...licenses: object[]): Component => ({ name, version: '1.0.0', purl: `pkg:npm/${name}@1.0.0`, licenses });

  it('are refused where nobody has allowed them: others, none, one of several, and what an exception is not for', () => {
    expect(licenceProblems(excepted)).toEqual([]);
    expect(licenceProblems([...excepted, of('a', { license: { id: 'ISC' } }), of('b', { expression: 'MIT OR GPL-3.0-only' })])).toEqual([]);
    const bad = [
      of('a', { license: { id: 'AGPL-3.0-only' } }),
      of('b'),
      of('c', { license: { id: 'MIT' } }, { license: { name: 'Commercial' } }),
      of('argparse', { license: { id: 'GPL-3.0-only' } }),
    ];
    expect(licenceProblems([...excepted, ...bad])).toEqual([
      'a@1.0.0: AGPL-3.0-only is not allowed',
      'b@1.0.0: no licence is not allowed',
      'c@1.0.0: MIT, Commercial is not allowed',
      'argparse@1.0.0: GPL-3.0-only is not allowed',
    ]);
  });

  it('have no exception that nothing needs', () => {
    expect(licenceProblems(excepted.slice(1))).toEqual([`${excepted[0]!.name}: an exception that nothing needs`]);
  });
});

describe('the bill of materials', () => {
  it('has every package of the lock file, under its version', async () => {
    const lock = JSON.parse(readFileSync(join(projectDir, 'package-lock.json'), 'utf8')) as { packages: Record<string, { version: string; name?: string }> };
    const listed = new Set((await npmBill()).components.map(({ name, version }) => `${name}@${version}`));
    // One that is installed under another name is listed under either of them.
    const missing = Object.entries(lock.packages)
      .filter(([path]) => path !== '')
      .filter(([path, { version, name }]) => ![path.split('node_modules/').at(-1), name].some((called) => listed.has(`${called}@${version}`)));
    expect(missing.map(([path]) => path)).toEqual([]);
    expect(listed.size).toBeGreaterThan(400);
  });

  it('has the packages of Python with their hashes, each once', async () => {
    const requirements = pythonRequirements.map((file) => readFileSync(join(projectDir, file), 'utf8'));
    for (const text of requirements) expect(pythonComponents(text)).toHaveLength(text.match(/^[\w.-]+==/gm)!.length);
    const python = (await wholeBill()).components.filter(({ purl }) => purl.startsWith('pkg:pypi/'));
    expect(new Set(python.map(({ purl }) => purl)).size).toBe(python.length);
    expect(python.map(({ name }) => name)).toEqual(expect.arrayContaining(['ministack', 'schemathesis']));
    expect(python.filter(({ hashes }) => (hashes as unknown[]).length === 0)).toEqual([]);
  });
});

describe('known weaknesses', () => {
  const advisory = { url: 'https://github.com/advisories/GHSA-xxxx', title: 'Prototype pollution', severity: 'high', range: '<1.2.3', cwe: [] };
  const report = AuditReport.parse({ auditReportVersion: 2, vulnerabilities: { a: { via: [advisory, advisory] }, b: { via: ['a'] } }, metadata: {} });

  it('are told once each, by the package that has them', () => {
    expect(knownWeaknesses(report, '2026-11-27', {})).toEqual(['a <1.2.3: Prototype pollution (high, https://github.com/advisories/GHSA-xxxx)']);
    expect(knownWeaknesses({ ...report, vulnerabilities: {} }, '2026-11-27', {})).toEqual([]);
  });

  it('are accepted by name only, and for a time', () => {
    const accepted = { 'GHSA-xxxx': { why: 'is not reached', until: '2026-12-01' } };
    expect(knownWeaknesses(report, '2026-11-30', accepted)).toEqual([]);
    expect(knownWeaknesses(report, '2026-12-01', accepted)).toHaveLength(1);
    expect(knownWeaknesses(report, '2026-11-30', { 'GHSA-yyyy': accepted['GHSA-xxxx'] })).toHaveLength(1);
  });

  it('are not read out of an answer that says that nobody could be asked', () => {
    expect(AuditReport.safeParse({ message: '405 Method Not Allowed', statusCode: 405 }).success).toBe(false);
  });
});
