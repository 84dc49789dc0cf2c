import { LocalCloudProblem } from '../../client/problem.ts';

/** An argument that cannot be taken: which, why, and what could stand there instead. */
export const refused = (argument: string, why: string, instead: string): LocalCloudProblem =>
  new LocalCloudProblem('bad-argument', `${argument}: ${why}.`, instead);

/** The argument, if it is one of these. @throws LocalCloudProblem that lists them */
export function oneOf<T extends string>(argument: string, given: string | undefined, choices: readonly T[], what: string): T {
  const chosen = choices.find((choice) => choice === given);
  if (chosen !== undefined) return chosen;
  throw refused(argument, given === undefined ? `say ${what}` : `"${given}" is not ${what}`, `There are: ${choices.join(', ')}`);
}
