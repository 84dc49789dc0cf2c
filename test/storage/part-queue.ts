import type { Context, SQSEvent } from 'aws-lambda';
import type { Log, LogFields } from '../../shared/lambda/logger.ts';
import { queueWorker } from '../../shared/lambda/queue-worker.ts';
import { RunPart } from '../../shared/privacy/runs/deletion-run.ts';

/** A queue as SQS is one: what a worker has not finished comes again, and what fails too often is put aside. */
export class PartQueue {
  readonly waiting: { body: string; received: number }[] = [];
  readonly dead: RunPart[] = [];
  /** Everything that was ever handed over. */
  readonly handed: RunPart[] = [];
  readonly logged: { code: string; fields: LogFields | undefined }[] = [];

  readonly send = async (parts: readonly RunPart[]): Promise<void> => {
    this.handed.push(...parts);
    this.waiting.push(...parts.map((part) => ({ body: JSON.stringify(part), received: 0 })));
  };

  /** Works until nothing waits, as a Lambda behind the queue does. `workers` at the same time. */
  async work(handle: (part: RunPart) => Promise<void>, { workers = 1, maxReceives = 3 } = {}): Promise<void> {
    const note = (code: string, fields?: LogFields) => void this.logged.push({ code, fields });
    const log: Log = { info: note, warn: note, error: note };
    const lambda = queueWorker({ log, again: async () => undefined, message: RunPart, now: () => new Date(0), handle });
    const work = async (): Promise<void> => {
      for (let message = this.waiting.shift(); message; message = this.waiting.shift()) {
        const Records = [{ messageId: 'm', body: message.body, eventSource: 'aws:sqs' }];
        const { batchItemFailures } = await lambda({ Records } as SQSEvent, {} as Context);
        if (batchItemFailures.length === 0) continue;
        if (++message.received < maxReceives) this.waiting.push(message);
        else this.dead.push(JSON.parse(message.body) as RunPart);
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
  }

  /** What was put aside comes once more. */
  redrive(): void {
    this.waiting.push(...this.dead.splice(0).map((part) => ({ body: JSON.stringify(part), received: 0 })));
  }

  clear(): void {
    this.waiting.length = this.dead.length = this.handed.length = this.logged.length = 0;
  }
}
