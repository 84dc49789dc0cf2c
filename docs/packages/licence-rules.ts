import { licencesOf, type Component } from './bill-of-materials.ts';

/** Licences that ask for no more than to be named, by their SPDX identifiers. */
export const allowed: ReadonlySet<string> = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0']);

/** Packages under other licences, or under none that npm can read, and why they may be here all the same. */
export const exceptions: Readonly<Record<string, { readonly licence: string; readonly why: string }>> = {
  'source-sans': { licence: 'OFL-1.1', why: 'The fonts of our letters; the licence lies beside them where they are used (NOTICE).' },
  'png-js': { licence: '', why: 'MIT by its file LICENSE; its package.json says nothing.' },
  'caniuse-lite': { licence: 'CC-BY-4.0', why: 'Data about browsers behind the coverage of jest; runs with the tests only, and is not passed on.' },
  argparse: { licence: 'PSF-2.0', why: 'Asks for no more than to be named, as Python does; runs with the tests only.' },
};

/**
 * Whether an SPDX expression lets us choose allowed licences only: `(MIT OR GPL-3.0)`, `Apache-2.0 AND MIT`. What is neither a list by OR of
 * lists by AND, nor in such brackets as a whole, is no expression that we can read, and not allowed.
 */
export const isAllowed = (expression: string): boolean =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(/ OR /i)
    .some((choice) => choice.split(/ AND /i).every((licence) => allowed.has(licence)));

/** Packages whose licence nobody has allowed, and exceptions that nothing needs any more. */
export function licenceProblems(components: readonly Component[]): string[] {
  const needed = new Set<string>();
  const refused = components.filter((component) => {
    const licences = licencesOf(component);
    if (licences.length > 0 && licences.every(isAllowed)) return false;
    const exception = exceptions[component.name];
    if (exception?.licence !== licences.join(', ')) return true;
    needed.add(component.name);
    return false;
  });
  return [
    ...refused.map((component) => `${component.name}@${component.version}: ${licencesOf(component).join(', ') || 'no licence'} is not allowed`),
    ...Object.keys(exceptions).flatMap((name) => (needed.has(name) ? [] : [`${name}: an exception that nothing needs`])),
  ];
}
