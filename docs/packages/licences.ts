/**
 * `npm run licences`: every package of npm with its licence, most frequent licences first. Fails where one is not allowed
 * (licence-rules.ts); with `--quiet` it says only that. Reads the lock file, and asks nobody.
 */
import { licencesOf, npmBill } from './bill-of-materials.ts';
import { exceptions, licenceProblems } from './licence-rules.ts';

const { components } = await npmBill();
if (!process.argv.includes('--quiet')) {
  const byLicence = Object.entries(Object.groupBy(components, (component) => licencesOf(component).join(', ') || 'none stated'));
  for (const [licence, packages = []] of byLicence.toSorted(([, a = []], [, b = []]) => b.length - a.length)) {
    console.log(`${licence}: ${packages.length}`);
    for (const { name, version } of packages) console.log(`  ${name}@${version}${exceptions[name] ? `  (${exceptions[name].why})` : ''}`);
  }
}
const problems = licenceProblems(components);
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error('Choose another package, or say in docs/packages/licence-rules.ts why it may be here.');
  process.exitCode = 1;
}
