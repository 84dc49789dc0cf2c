/** The command line of `npm run new`. */
import { parseArgs } from 'node:util';
import { LocalCloudProblem } from '../../client/problem.ts';
import { endpointSkeleton } from './endpoint.ts';
import { eventSkeleton } from './event.ts';
import type { House } from './house.ts';
import { itemSkeleton } from './item.ts';
import { isName } from './names.ts';
import { oneOf, refused } from './refusal.ts';
import type { Skeleton } from './skeleton.ts';
import { workerSkeleton } from './worker.ts';

export const usage = `npm run new -- item <concept>/<item> --table <table> --prefix <abc> --under <head>
npm run new -- item <concept>/<item> --table <table> --prefix <abc> --class <deletion class>
npm run new -- endpoint <concept>/<verb-noun> <method> </v1/path> [--new-concept]
npm run new -- event <what-happened> [--of <aggregate>] [--prefix <abc>]
npm run new -- worker <concept>/<verb-noun> <event> [<event> …]

  For example: npm run new -- item tickets/task --table tickets --prefix tsk --under ticket
               npm run new -- event task-added --of ticket
               npm run new -- endpoint tickets/add-task POST /v1/tickets/{ticketId}/tasks
               npm run new -- worker tickets/remind-of-task task-added
  In this order each finds what it needs. What may stand in a place is said when it is left out.
`;

const options = {
  table: { type: 'string' },
  prefix: { type: 'string' },
  under: { type: 'string' },
  class: { type: 'string' },
  of: { type: 'string' },
  'new-concept': { type: 'boolean' },
} as const;
type Option = keyof typeof options;

/** Which options each takes. */
const taken = { item: ['table', 'prefix', 'under', 'class'], endpoint: ['new-concept'], event: ['of', 'prefix'], worker: [] } as const satisfies Record<
  string,
  readonly Option[]
>;
type Thing = keyof typeof taken;

/** How many words may follow the name. */
const places: Record<Thing, number> = { item: 0, endpoint: 2, event: 0, worker: Infinity };

/** The skeleton that is asked for. @throws LocalCloudProblem `bad-argument`, which names the argument and what could stand there */
export function skeletonFor(words: readonly string[], house: House): Skeleton {
  const { values, positionals } = parsed(words);
  const [first, name, ...more] = positionals;
  const thing = oneOf('first word', first, Object.keys(taken) as Thing[], 'what is to be new');
  const strange = (Object.keys(values) as Option[]).find((option) => !(taken[thing] as readonly Option[]).includes(option));
  if (strange) throw refused(`--${strange}`, `says nothing of a new ${thing}`, usage);
  const superfluous = more[places[thing]];
  if (superfluous !== undefined) throw refused(superfluous, 'is one word too many', usage);
  if (thing === 'event') return eventSkeleton({ ...values, name: name ?? '' }, house);
  const place = placeOf(thing, name);
  if (thing === 'item') return itemSkeleton({ ...values, ...place }, house);
  if (thing === 'worker') return workerSkeleton({ ...place, events: more }, house);
  const [method, path] = more;
  return endpointSkeleton({ ...place, method, path, newConcept: values['new-concept'] }, house);
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new LocalCloudProblem('bad-argument', (error as Error).message, usage);
  }
}

/** `tickets/add-task` */
function placeOf(thing: Thing, text = ''): { readonly concept: string; readonly name: string } {
  const [concept = '', name = '', ...more] = text.split('/');
  if (!isName(concept) || name === '' || more.length > 0)
    throw refused(thing, `"${text}" is not <concept>/<name>`, `For example: tickets/${thing === 'item' ? 'task' : 'add-task'}`);
  return { concept, name };
}
