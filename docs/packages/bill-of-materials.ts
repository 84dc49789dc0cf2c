/** What the project is made of, from the lock files alone: packages of npm, and of Python where a tool of ours is written in it. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

const root = join(import.meta.dirname, '../..');

/** Files that pin Python packages by version and hash. None of them runs in the cloud. */
export const pythonRequirements = ['local/requirements.txt', 'test/security/contract/requirements.txt'];

const Licence = z.union([
  z.object({ expression: z.string() }).transform(({ expression }) => expression),
  z.object({ license: z.object({ id: z.string() }) }).transform(({ license }) => license.id),
  z.object({ license: z.object({ name: z.string() }) }).transform(({ license }) => license.name),
]);

const Component = z.looseObject({ name: z.string(), version: z.string(), purl: z.string(), licenses: z.array(z.unknown()).optional() });
export type Component = z.infer<typeof Component>;

/** A bill of materials in CycloneDX's JSON, as far as it is looked at. */
export const Bill = z.looseObject({ bomFormat: z.literal('CycloneDX'), components: z.array(Component) });
export type Bill = z.infer<typeof Bill>;

/** What a component says of its licences, in SPDX's words; none where it says nothing. */
export const licencesOf = ({ licenses = [] }: Component): string[] => licenses.map((licence) => Licence.parse(licence));

/** What npm has locked, of every platform; nothing is asked of a registry. */
export async function npmBill(): Promise<Bill> {
  const { stdout } = await promisify(execFile)('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return Bill.parse(JSON.parse(stdout));
}

/** The packages that a requirements file pins, with their hashes; two versions where platforms differ. */
export const pythonComponents = (requirements: string): Component[] =>
  requirements
    .split(/\n(?=\S)/)
    .flatMap((block) => {
      const [, name, version] = /^([\w.-]+)==([\w.]+)/.exec(block) ?? [];
      return name && version ? [{ name, version, hashes: [...block.matchAll(/--hash=sha256:([0-9a-f]{64})/g)].map(([, content]) => content) }] : [];
    })
    .map(({ name, version, hashes }) => ({
      'bom-ref': `pkg:pypi/${name}@${version}`,
      type: 'library',
      name,
      version,
      scope: 'excluded',
      purl: `pkg:pypi/${name}@${version}`,
      hashes: hashes.map((content) => ({ alg: 'SHA-256', content })),
    }));

/** Everything together. */
export async function wholeBill(): Promise<Bill> {
  const [bill, ...requirements] = await Promise.all([npmBill(), ...pythonRequirements.map((file) => readFile(join(root, file), 'utf8'))]);
  const python = new Map(requirements.flatMap(pythonComponents).map((component) => [component.purl, component]));
  return { ...bill, components: [...bill.components, ...python.values()] };
}
