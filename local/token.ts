/** `npm run -s token -- paula`: prints a fresh access token of one of the story's people, of a machine, or of whoever has that id, and nothing else. */
import { accessToken } from '../client/access-token.ts';
import { machineToken } from '../client/machine-token.ts';
import { readLogins, type Login, type Logins } from '../client/logins.ts';
import { readOutputs, type Outputs } from '../client/outputs.ts';
import { setPassword } from '../client/portal.ts';
import { describeFailure, LocalCloudProblem } from '../client/problem.ts';
import { isMachineRole } from '../shared/lambda/caller.ts';
import { isLoginName, tokenOptions, tokenUsage } from './token-options.ts';

try {
  const logins = await readLogins();
  const known = Object.keys(logins);
  const { name, help } = tokenOptions(process.argv.slice(2), known);
  process.stdout.write(help ? tokenUsage(known) : `${await tokenOf(name, logins)}\n`);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

async function tokenOf(name: string | undefined, logins: Logins): Promise<string> {
  const login = name === undefined ? undefined : logins[name];
  const outputs = readOutputs();
  if (isMachineRole(name)) return machineToken(outputs, name);
  if (login !== undefined) return accessToken(outputs, login);
  // Somebody who was taken in here: nobody is sent a first password, so they get one now. On AWS itself theirs is nobody's business.
  if (outputs.endpoint !== undefined && isLoginName(name)) return accessToken(outputs, await withPassword(outputs, name));
  throw new LocalCloudProblem('login-unknown', name === undefined ? 'Whose token?' : `There is no login "${name}".`, tokenUsage(Object.keys(logins)));
}

async function withPassword(outputs: Outputs, id: string): Promise<Login> {
  try {
    return await setPassword(outputs, id);
  } catch (error) {
    if (error instanceof Error && error.name === 'UserNotFoundException')
      throw new LocalCloudProblem('login-unknown', `${id} has no login.`, 'Take them in with one.');
    throw error;
  }
}

function explain(error: unknown): string {
  const refused = error instanceof Error && ['ECONNREFUSED', 'TimeoutError'].some((sign) => String(error).includes(sign));
  return refused ? 'The local cloud does not answer. Start it first: npm start' : describeFailure(error);
}
