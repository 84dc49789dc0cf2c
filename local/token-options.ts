/** The command line of `npm run token`. */
import { parseArgs } from 'node:util';
import { LocalCloudProblem } from '../client/problem.ts';

export interface TokenOptions {
  /** Whose token, as the story names them, or by their id. */
  readonly name?: string | undefined;
  readonly help: boolean;
}

/** Whether it is the name of a login that the house made: the id of its owner. */
export const isLoginName = (name: string | undefined): name is string => /^(?:cus|agt|adm)_[0-9A-HJKMNP-TV-Z]{26}$/.test(name ?? '');

/** `known`: who has a login; nobody before a story was played. */
export const tokenUsage = (known: readonly string[]): string => `npm run -s token -- ${known.length > 0 ? known.join('|') : 'NAME'}

  Prints a fresh access token, good for 15 minutes, and nothing else: of one of the story's people, of a machine
  (crm, device, oms), or, on a local cloud, of a customer or a member of staff by their id (cus_…, agt_…), who gets a new password for it:
  TOKEN=$(npm run -s token -- ${known[0] ?? 'paula'})
${known.length > 0 ? '' : '\n  No story has been played yet: npm start\n'}`;

/** Reads the arguments; what isn't understood is refused with the usage. */
export function tokenOptions(args: readonly string[], known: readonly string[]): TokenOptions {
  const refused = (what: string) => new LocalCloudProblem('bad-argument', what, tokenUsage(known));
  const { values, positionals } = (() => {
    try {
      return parseArgs({ args: [...args], allowPositionals: true, options: { help: { type: 'boolean', short: 'h', default: false } } });
    } catch (error) {
      throw refused(error instanceof Error ? error.message : String(error));
    }
  })();
  const [name, ...more] = positionals;
  if (more.length > 0) throw refused('One at a time.');
  return { name, help: values.help };
}
