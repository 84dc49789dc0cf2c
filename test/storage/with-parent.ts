/**
 * Runs a command as long as whoever started us lives: our standard input is their end of a pipe, and it closes when they are
 * gone, whatever the reason. So an interrupted test run leaves nothing behind.
 */
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command!, args, { stdio: 'ignore' });
const end = (): void => void child.kill('SIGTERM');

process.stdin.on('end', end).on('close', end).resume();
process.once('SIGTERM', end);
child.once('error', () => process.exit(1));
child.once('exit', (code) => process.exit(code ?? 0));
