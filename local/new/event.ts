import { idPrefixes } from '../../shared/id.ts';
import type { House } from './house.ts';
import { inWords, isVerbNoun, valueName } from './names.ts';
import { oneOf, refused } from './refusal.ts';
import type { Skeleton } from './skeleton.ts';
import { todo } from './todo.ts';

export interface WantedEvent {
  /** Its file: `task-added`. */
  readonly name: string;
  /** The thing that it tells of: `ticket`. */
  readonly of?: string | undefined;
  /** What the ids of that begin with, where no event tells of it yet. */
  readonly prefix?: string | undefined;
}

/** An event, as README says under "How to add an event". @throws LocalCloudProblem `bad-argument` */
export function eventSkeleton(wanted: WantedEvent, { events }: House): Skeleton {
  const { name } = wanted;
  if (!isVerbNoun(name)) throw refused('event', `"${name}" does not say what happened to what`, 'For example: task-added');
  const aggregates = new Map(events.map(({ event, example }) => [event.type.split('.')[0]!, (example as { aggregateId: string }).aggregateId.split('_')[0]!]));
  const of = wanted.of ?? [...aggregates.keys()].find((aggregate) => name.startsWith(`${aggregate}-`));
  if (of === undefined) throw refused('--of', `say of what ${name} tells`, `Events tell of: ${[...aggregates.keys()].toSorted().join(', ')}`);
  const prefix = aggregates.get(of) ?? newAggregate(of, wanted.prefix);
  const type = `${of}.${name.startsWith(`${of}-`) ? name.slice(of.length + 1) : name}`;
  if (events.some(({ event, file }) => event.type === type || file === name)) throw refused('event', `${type} is there already`, `See events/${name}.ts`);

  const example = {
    id: 'evt_01JQ0000000000000000000000',
    type,
    version: 1,
    aggregateId: `${prefix}_01JQ0000000000000000000000`,
    at: '2026-03-15T09:30:00.000Z',
  };
  const value = valueName(name);
  return {
    made: {
      [`events/${name}.ts`]: eventSource(name, type, prefix),
      [`events/examples/${name}.v1.json`]: json({ ...example, data: {} }),
      [`test/unit/events/invalid/${name}/free-text.json`]: json({
        ...example,
        data: { text: todo('what somebody might put in by mistake, and a file name for it') },
      }),
    },
    extended: [],
    left: [
      `Write it in the transaction of what it tells: events: [${value}.make({ … })] in the …-table.ts of ${of}, with "puts events" in the method’s needs.`,
      `To act on it: npm run new -- worker <concept>/<verb-noun> ${name}`,
      'npm run generate',
    ],
  };
}

function newAggregate(of: string, prefix: string | undefined): string {
  return oneOf(
    '--prefix',
    prefix,
    idPrefixes.filter((one) => one !== 'cus'),
    `what ids of ${of} begin with (no event tells of it yet)`,
  );
}

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

const eventSource = (name: string, type: string, prefix: string): string => `
  import * as z from 'zod';
  import { eventType, idWith } from './event.ts';

  /** ${todo(`what ${inWords(name)} means to whoever hears it`)} */
  export const ${valueName(name)} = eventType({
    type: '${type}',
    summary: '${todo('what happened, in a sentence')}',
    aggregate: idWith('${prefix}'),
    // ${todo('codes only, as code() and z.enum allow them; none is fine too, and the example beside it')}
    data: z.object({}),
  });
`;
