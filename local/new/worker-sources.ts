import { todo } from './todo.ts';

export interface WorkerNames {
  readonly concept: string;
  /** `remind-of-task` */
  readonly name: string;
  /** `remindOfTask` */
  readonly value: string;
  /** `RemindOfTask` */
  readonly type: string;
  /** The events that it acts on, by their names and files. */
  readonly heard: readonly { readonly value: string; readonly file: string }[];
}

export const workerSource = ({ value, type }: WorkerNames): string => `
  import type { DomainEvent } from '../../events/event.ts';
  import type { Used } from '../../shared/storage/uses.ts';

  /** What it works with on the tables. */
  export const ${value}Uses = {
    // ${todo('what of the tables it works with, method by method, as in tickets: only(ticketNeeds, …)')}
  };

  export interface ${type}Deps extends Used<typeof ${value}Uses> {
    readonly now: () => Date;
  }

  /**
   * ${todo('what it does, and what it leaves alone')}
   * @throws DomainError ${todo('which, and which of them are tried again')}
   */
  export async function ${value}(_event: DomainEvent, _deps: ${type}Deps): Promise<void> {
    throw new Error('${todo('read the thing that the event names anew, judge, and change it')}');
  }
`;

export const handlerSource = ({ name, value, type, heard }: WorkerNames): string => `
  ${heard.map((event) => `import { ${event.value} } from '../../${event.file}';`).join('\n')}
  import { liveQueueWorker } from '../../shared/lambda/live-queue-worker.ts';
  import { logger } from '../../shared/lambda/logger.ts';
  import { fromBus } from '../../shared/lambda/queue-worker.ts';
  import { ${value}, type ${type}Deps } from './${name}.ts';

  const deps: ${type}Deps = { now: () => new Date() };

  export const handler = liveQueueWorker({
    log: logger('${name}'),
    message: fromBus(${heard.map((event) => event.value).join(', ')}),
    handle: (event) => ${value}(event, deps),
  });
`;

/** The method of its stack that makes its function and its queue. */
export const queueSource = ({ name, value, type, heard }: WorkerNames): string => `
  private ${value}(): void {
    const ${value} = new LambdaFunction(this, '${type}Function', {
      name: '${name}',
      description: '${todo('what it does, for whoever meets it in the console')}',
    });
    new EventQueue(this, '${type}', {
      events: [${heard.map((event) => event.value).join(', ')}],
      worker: ${value},
      errorImpact: '${todo('what it means for people when it fails')}',
    });
  }`;

export const workerTestSource = ({ concept, name, value }: WorkerNames): string => `
  import { expect, it } from '@jest/globals';
  import { ${value} } from '../../functions/${concept}/${name}.ts';
  import { describeStorage } from './harness.ts';

  describeStorage('${name}', () => {
    it('${todo('what it does on an event, and that a repeat changes nothing')}', () => {
      expect(${value}).toBe('${todo('what has become of what the event names')}');
    });
  });
`;
