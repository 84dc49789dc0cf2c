/**
 * In a fresh process: from the import of a bundle to its first answer. Told by standard input, so that nothing but the bundle and
 * the request is there; answers with one JSON line, the last on standard output.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FirstRequest, FirstAnswer } from './first-answer.ts';

const { bundle, event } = JSON.parse(readFileSync(0, 'utf8')) as FirstRequest;
const require = createRequire(import.meta.url);
const [started, cpuStarted] = [performance.now(), process.cpuUsage()];
const { handler } = require(bundle) as { handler: (event: unknown, context: unknown) => Promise<{ statusCode: number }> };
const { statusCode } = await handler(event, {});
const [answered, cpu] = [performance.now(), process.cpuUsage(cpuStarted)];
const answer: FirstAnswer = { statusCode, ms: answered - started, cpuMs: (cpu.user + cpu.system) / 1000 };
process.stdout.write(`\n${JSON.stringify(answer)}\n`);
