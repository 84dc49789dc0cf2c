/**
 * `npm run check:weaknesses`: what is known against the packages that are locked, by the advisories that npm's registry serves. It needs the
 * network, so it is not among the checks that must hold at every change. Ends with 1 where something is known that nobody has accepted
 * (weakness-rules.ts), and with 2 where the registry serves no advisories: not asked is not clean.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonRequirements } from './bill-of-materials.ts';
import { AuditReport, knownWeaknesses } from './weakness-rules.ts';

const { stdout } = spawnSync('npm', ['audit', '--package-lock-only', '--json'], { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' });
const report = AuditReport.safeParse(parsed(stdout));
if (report.success) {
  const weaknesses = knownWeaknesses(report.data, new Date().toISOString().slice(0, 10));
  for (const weakness of weaknesses) console.error(weakness);
  console.log(weaknesses.length === 0 ? 'Nothing is known against the packages of npm.' : `${weaknesses.length} known, see docs/packages/weakness-rules.ts`);
  process.exitCode = weaknesses.length === 0 ? 0 : 1;
} else {
  console.error('NOT CHECKED: the registry serves no advisories, or cannot be reached. Run this where https://registry.npmjs.org can be asked.');
  process.exitCode = 2;
}
console.log('The tools in Python are asked about by pip-audit, where there is network:');
for (const file of pythonRequirements) console.log(`  pipx run pip-audit --require-hashes --disable-pip -r ${file}`);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
