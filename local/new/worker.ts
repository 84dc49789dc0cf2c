import { lambdaEntries } from '../../infra/lambda-entries.ts';
import type { House } from './house.ts';
import { behindLast, withImport, withStep } from './insert.ts';
import { inWords, isVerbNoun, typeName, valueName } from './names.ts';
import { oneOf, refused } from './refusal.ts';
import type { Skeleton } from './skeleton.ts';
import { todo } from './todo.ts';
import { handlerSource, queueSource, workerSource, workerTestSource } from './worker-sources.ts';

export interface WantedWorker {
  readonly concept: string;
  /** `remind-of-task`, of its function too. */
  readonly name: string;
  /** Files of the events that it acts on. */
  readonly events: readonly string[];
}

/** A worker on events, as README says under "How to add an event". @throws LocalCloudProblem `bad-argument` */
export function workerSkeleton({ concept, name, events }: WantedWorker, house: House): Skeleton {
  const stack = `infra/${concept}-stack.ts`;
  if (house.source(stack) === undefined) {
    const concepts = house.folders('functions').filter((folder) => house.source(`infra/${folder}-stack.ts`) !== undefined);
    throw refused('worker', `"${concept}" has no stack of its own, ${stack}`, `Concepts with a stack: ${concepts.join(', ')}`);
  }
  if (!isVerbNoun(name)) throw refused('worker', `"${name}" is not a verb and a noun`, 'For example: remind-of-task');
  if (name in lambdaEntries) throw refused('worker', `a function of the name ${name} is there already`, 'See infra/lambda-entries.ts');
  const known = house.events.map(({ file }) => file);
  if (events.length === 0) oneOf('event', undefined, known, 'on which event it acts');
  for (const event of events) oneOf('event', event, known, 'an event');

  const [value, type] = [valueName(name), typeName(name)];
  const heard = events.toSorted().map((event) => ({ value: valueName(event), file: `events/${event}.ts` }));
  const names = { concept, name, value, type, heard };
  return {
    made: {
      [`functions/${concept}/${name}.ts`]: workerSource(names),
      [`functions/${concept}/${name}-handler.ts`]: handlerSource(names),
      [`test/storage/${name}.test.ts`]: workerTestSource(names),
    },
    extended: [
      {
        file: 'infra/lambda-entries.ts',
        list: 'lambdaEntries',
        change: (text) =>
          behindLast(
            withImport(text, `${value}Uses`, `../functions/${concept}/${name}.ts`),
            'entry of a function',
            `\n  '${name}': { handler: 'functions/${concept}/${name}-handler.ts', needs: needsOf(${value}Uses) },`,
            new RegExp(`^ {2}'[\\w-]+': \\{\\s*handler: 'functions/${concept}/[^]*?\\},$`, 'gm'),
            /^ {2}'[\w-]+': \{\s*handler: '[^]*?\},$/gm,
          ),
      },
      {
        file: stack,
        list: 'the stack',
        change: (text) =>
          withStep(
            [
              ...heard.map((event) => [event.value, `../${event.file}`] as const),
              ['EventQueue', './constructs/event-queue.ts'] as const,
              ['LambdaFunction', './constructs/lambda-function.ts'] as const,
            ].reduce((all, [imported, from]) => withImport(all, imported, from), text),
            `this.${value}();`,
            queueSource(names),
          ),
      },
      {
        file: 'infra/store-registry.ts',
        list: 'stores',
        change: (text) =>
          behindLast(
            text,
            'row of a queue',
            `\n  queue('${concept}/${type}', 'Warteschlange ${todo(`deutscher Name für ${inWords(name)}`)}', 'pseudonym', thinEvent),`,
            new RegExp(`^ {2}queue\\(\\s*'${concept}/[^]*?\\),$`, 'gm'),
            /^ {2}queue\(\s*'[^]*?\),$/gm,
          ),
      },
    ],
    left: [
      `Say in ${name}.ts what of the tables it works with, and make that in ${name}-handler.ts, which does not compile while something is missing.`,
      `Derive the ids of what it makes from the event’s (derivedId), so that a repeat changes nothing.`,
      `Walk it in a course in test/storage/function-courses.ts, which does not compile without: npm test -- storage function-needs`,
      `Grant what is not of the tables in ${stack}.`,
      'npm run generate',
      `No test says: a line in functions/${concept}/README.md, and in the flow in README.md.`,
    ],
  };
}
