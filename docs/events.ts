import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { EventType } from '../events/event.ts';

const root = join(import.meta.dirname, '..');

export interface CataloguedEvent {
  /** Name of its file in events/, and of its example's. */
  readonly file: string;
  readonly event: EventType<Record<string, unknown>>;
  readonly example: unknown;
}

/** Every published event with its example, found by looking. */
export async function eventCatalogue(): Promise<CataloguedEvent[]> {
  const files = globSync('events/*.ts', { cwd: root })
    .map((path) => basename(path, '.ts'))
    .filter((file) => file !== 'event')
    .sort();
  const events = await Promise.all(
    files.map(async (file) => {
      const exported = (await import(pathToFileURL(join(root, 'events', `${file}.ts`)).href)) as Record<string, unknown>;
      return Object.values(exported)
        .filter(isEventType)
        .map((event) => ({ file, event, example: exampleOf(file) }));
    }),
  );
  return events.flat();
}

const isEventType = (value: unknown): value is CataloguedEvent['event'] =>
  typeof value === 'object' && value !== null && 'type' in value && 'schema' in value && 'make' in value;

function exampleOf(file: string): unknown {
  return JSON.parse(readFileSync(join(root, 'events', 'examples', `${file}.json`), 'utf8'));
}

/** One JSON schema per event, with its example; on the bus it is the `detail`, its type the `detail-type`. */
export async function eventReference(): Promise<object> {
  const catalogue = await eventCatalogue();
  return {
    description: 'What Schutzbrief publishes on its event bus. Delivery is at least once and in no order; an event’s id is the same each time.',
    events: Object.fromEntries(
      catalogue.map(({ event, example }) => {
        const { $schema: _, ...schema } = z.toJSONSchema(event.schema);
        return [event.type, { summary: event.summary, schema, example }];
      }),
    ),
  };
}
