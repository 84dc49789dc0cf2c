/**
 * Renders the sample letters and has veraPDF validate each as PDF/A-2a and PDF/UA-1: `npm run check:letters [-- --keep folder]`.
 * Needs `java` and `mvn` (veraPDF comes from Maven Central, version pinned in verapdf/pom.xml); says so and exits 0 where they
 * are missing. Exits 1 if a letter fails or veraPDF cannot be had.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { letterAssets } from '../../shared/letters/typesetting/font.ts';
import { renderLetter } from '../../shared/letters/typesetting/pdf.ts';
import { samples } from './samples.ts';

const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
const PROFILES = { '2a': 'PDF/A-2a', ua1: 'PDF/UA-1' } as const;

const has = (command: string, versionFlag: string): boolean => spawnSync(command, [versionFlag], { stdio: 'ignore' }).status === 0;

async function renderSamples(folder: string): Promise<string[]> {
  const assets = letterAssets(join(import.meta.dirname, '../../node_modules/source-sans/TTF'));
  const date = new Date('2026-03-15T09:30:00Z');
  const files: string[] = [];
  for (const [name, content] of Object.entries(samples)) {
    const file = join(folder, `${name}.pdf`);
    writeFileSync(file, await renderLetter(content, assets, date));
    files.push(file);
  }
  return files;
}

/** The class path of veraPDF's command line, fetched by Maven into its own repository. */
function veraPdfClassPath(scratch: string): string {
  const output = join(scratch, 'class-path.txt');
  const pom = join(import.meta.dirname, 'verapdf/pom.xml');
  execFileSync('mvn', ['-q', '-B', '-Dstyle.color=never', '-f', pom, `${DEPENDENCY_PLUGIN}:build-classpath`, `-Dmdep.outputFile=${output}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return readFileSync(output, 'utf8').trim();
}

interface Verdict {
  readonly file: string;
  readonly compliant: boolean;
  readonly failedRules: readonly string[];
}

/** What of veraPDF's JSON report (1.28) we read. */
interface Report {
  readonly report: {
    readonly jobs: readonly {
      readonly itemDetails: { readonly name: string };
      readonly validationResult?: readonly {
        readonly compliant: boolean;
        readonly details: {
          readonly ruleSummaries: readonly {
            readonly clause: string;
            readonly testNumber: number;
            readonly description: string;
            readonly failedChecks: number;
          }[];
        };
      }[];
    }[];
  };
}

/** @throws Error with veraPDF's own message if it gives no report. */
function validate(classPath: string, profile: keyof typeof PROFILES, files: readonly string[]): Verdict[] {
  const { stdout, stderr } = spawnSync(
    'java',
    ['-cp', classPath, 'org.verapdf.apps.GreenfieldCliWrapper', '--flavour', profile, '--format', 'json', ...files],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (!stdout.startsWith('{')) throw new Error(`veraPDF gave no report: ${stderr || stdout}`);
  return (JSON.parse(stdout) as Report).report.jobs.map(({ itemDetails, validationResult }) => {
    const [result] = validationResult ?? [];
    const failedRules = result?.details.ruleSummaries.map((rule) => `${rule.clause}-${rule.testNumber} (${rule.failedChecks}×): ${rule.description}`) ?? [
      'could not be read',
    ];
    return { file: basename(itemDetails.name), compliant: result?.compliant ?? false, failedRules };
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { keep: { type: 'string' } } });
  const scratch = mkdtempSync(join(tmpdir(), 'letters-'));
  try {
    if (values.keep) mkdirSync(values.keep, { recursive: true });
    const files = await renderSamples(values.keep ?? scratch);
    console.log(`${files.length} sample letters rendered${values.keep ? ` to ${values.keep}` : ''}.`);
    if (!has('java', '-version') || !has('mvn', '-version')) {
      console.log('SKIPPED: validation by veraPDF needs java and mvn, which this machine does not have.');
      return 0;
    }
    const classPath = veraPdfClassPath(scratch);
    let failed = 0;
    for (const profile of ['2a', 'ua1'] as const) {
      const verdicts = validate(classPath, profile, files);
      if (verdicts.length !== files.length) throw new Error(`veraPDF validated ${verdicts.length} of ${files.length} letters`);
      for (const { file, compliant, failedRules } of verdicts) {
        console.log(`${compliant ? 'valid  ' : 'INVALID'}  ${PROFILES[profile].padEnd(8)}  ${file}`);
        if (!compliant) console.log(failedRules.map((rule) => `           ${rule}`).join('\n'));
        failed += compliant ? 0 : 1;
      }
    }
    console.log(failed === 0 ? 'All letters are valid PDF/A-2a and PDF/UA-1.' : `${failed} validations failed.`);
    return failed === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = await main();
