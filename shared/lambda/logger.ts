import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';

/** Every field that a log line may have. None can hold a name, an address, a customer's id or a text that somebody typed. */
export const LogFields = z
  .strictObject({
    requestId: z.string(),
    route: z.string(),
    status: z.number(),
    code: z.string(),
    errorName: z.string(),
    /** Where an unexpected error was thrown: stack frames without the message. */
    frames: z.array(z.string()),
    eventId: z.string(),
    eventType: z.string(),
    messageId: z.string(),
    runId: z.string(),
    ruleId: z.string(),
    table: z.string(),
    store: z.string(),
    kind: z.string(),
    count: z.number(),
    durationMs: z.number(),
  })
  .partial();

export type LogFields = z.infer<typeof LogFields>;

/** Structured log of coded messages: `code` is a stable word, never a sentence with values in it. */
export interface Log {
  info(code: string, fields?: LogFields): void;
  warn(code: string, fields?: LogFields): void;
  error(code: string, fields?: LogFields): void;
}

/** The log of a function, as JSON lines. Fields that are not declared are dropped, whatever the types were told. */
export function logger(serviceName: string): Log {
  const powertools = new Logger({ serviceName });
  const only = (fields: LogFields = {}): LogFields => Object.fromEntries(Object.entries(fields).filter(([name]) => name in LogFields.shape));
  return {
    info: (code, fields) => powertools.info(code, only(fields)),
    warn: (code, fields) => powertools.warn(code, only(fields)),
    error: (code, fields) => powertools.error(code, only(fields)),
  };
}

/** What may be said of an unexpected error. Its message stays out: SDK and parser messages quote their input. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const stack = error.stack ?? '';
  const message = stack.indexOf(error.message);
  const frames = (message < 0 ? stack : stack.slice(message + error.message.length))
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  return { errorName: error.name, frames };
}
