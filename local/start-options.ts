/** The command line of `npm start`. */
import { parseArgs } from 'node:util';
import { LocalCloudProblem } from '../client/problem.ts';

export interface StartOptions {
  /** Do everything, then stop and exit. */
  once: boolean;
  /** Forget all data first. */
  reset: boolean;
  port: number;
  help: boolean;
}

const defaultPort = 8420;

export const usage = `npm start -- [--once] [--reset] [--port N]

  --once    put everything up, play the story unless it was played before (--reset begins anew), stop, and exit
            (non-zero if anything was wrong)
  --reset   forget the data of earlier starts
  --port N  the port of the local cloud (or SCHUTZBRIEF_PORT; otherwise ${defaultPort})

  AWS_ENDPOINT_URL=http://… npm start   uses an AWS endpoint of your own instead of the local cloud
`;

/** Reads the arguments; what isn't understood is refused with the usage. */
export function startOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const { values } = parsed(args);
  return { once: values.once, reset: values.reset, help: values.help, port: portOf(values.port ?? env['SCHUTZBRIEF_PORT']) };
}

function parsed(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { once: flag, reset: flag, help: flag, port: { type: 'string' } } });
  } catch (error) {
    throw new LocalCloudProblem('bad-argument', error instanceof Error ? error.message : String(error), usage);
  }
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return defaultPort;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new LocalCloudProblem('bad-argument', `"${text}" is not a port.`, 'A port is a number from 1 to 65535.');
}
