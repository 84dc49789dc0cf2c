/** `npm run -s token -- paula`: prints a fresh access token of one of the story's people, and nothing else. */
import { accessToken } from '../client/access-token.ts';
import { readLogins } from '../client/logins.ts';
import { readOutputs } from '../client/outputs.ts';
import { describeFailure, LocalCloudProblem } from '../client/problem.ts';

try {
  const name = process.argv[2];
  const logins = await readLogins();
  const login = name === undefined ? undefined : logins[name];
  if (login === undefined) throw unknownLogin(name, Object.keys(logins));
  process.stdout.write(`${await accessToken(readOutputs(), login)}\n`);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function unknownLogin(name: string | undefined, known: string[]): LocalCloudProblem {
  const what = name === undefined ? 'Whose token?' : `There is no login "${name}".`;
  const remedy = known.length === 0 ? 'No story has been played yet: npm start' : `Usage: npm run -s token -- ${known.join('|')}`;
  return new LocalCloudProblem('login-unknown', what, remedy);
}

function explain(error: unknown): string {
  const refused = error instanceof Error && ['ECONNREFUSED', 'TimeoutError'].some((sign) => String(error).includes(sign));
  return refused ? 'The local cloud does not answer. Start it first: npm start' : describeFailure(error);
}
