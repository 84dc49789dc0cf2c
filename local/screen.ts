/** What `npm start` shows: progress while it works, one screen at the end. */
import { relative } from 'node:path';
import type { Logins } from '../client/logins.ts';
import type { Outputs } from '../client/outputs.ts';
import { projectDir } from '../client/paths.ts';

export interface Screen {
  /** What just happened, one line each. */
  summary: readonly string[];
  outputs: Outputs;
  logins: Logins;
  outputsFile: string;
  logFile?: string;
  /** False for `--once`, where nothing is left to stop. */
  staysUp: boolean;
}

/** Progress lines with the seconds since the start. */
export function progressWriter(write: (text: string) => void, now: () => number = () => performance.now()) {
  const start = now();
  return (line: string): void => write(`${((now() - start) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
}

/** The last screen, as text. */
export function renderScreen(screen: Screen): string {
  const { outputs, logins, summary } = screen;
  const rule = '─'.repeat(78);
  const width = Math.max(0, ...Object.keys(logins).map((name) => name.length));
  const people = Object.entries(logins).map(([name, login]) => `${name.padEnd(width)}  ${login.username}  ${login.password}`);
  const someone = Object.keys(logins)[0];
  return [
    '',
    rule,
    screen.staysUp ? '  Schutzbrief runs on this machine.' : '  Everything worked. This was --once, so it stops now; npm start goes on.',
    '',
    ...block('What just happened', summary),
    ...block('API', [`${outputs.apiUrl}/v1`]),
    ...block('Logins', people),
    ...block('Try it', someone === undefined ? [`curl -s '${outputs.apiUrl}/v1/health'`] : tryOut(outputs, someone)),
    ...block('Mail and SMS', ['npm run -s outbox']),
    ...block('For scripts', [shortPath(screen.outputsFile)]),
    ...block('Log', screen.logFile === undefined ? [] : [shortPath(screen.logFile)]),
    ...block('Stop', screen.staysUp ? ['Ctrl-C (your data stays; npm start -- --reset begins anew)'] : []),
    rule,
    '',
  ].join('\n');
}

function tryOut(outputs: Outputs, name: string): string[] {
  return [`TOKEN=$(npm run -s token -- ${name})`, `curl -s '${outputs.apiUrl}/v1/tickets' -H "authorization: Bearer $TOKEN"`];
}

/** A heading with its lines; nothing at all without lines. */
function block(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`  ${heading}`, ...lines.map((line) => `    ${line}`), ''];
}

function shortPath(path: string): string {
  const inside = relative(projectDir, path);
  return inside.startsWith('..') ? path : inside;
}
