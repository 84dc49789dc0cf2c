import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { EventType } from '../events/event.ts';

const root = join(import.meta.dirname, '..');

export interface CataloguedEvent {
  /** Name of its file in events/, and of its examples. */
  readonly file: string;
  readonly event: EventType<Record<string, unknown>>;
  /** As it is published. */
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
        .map((event) => ({ file, event, example: exampleOf(file, event.version) }));
    }),
  );
  return events.flat();
}

const isEventType = (value: unknown): value is CataloguedEvent['event'] =>
  typeof value === 'object' && value !== null && 'type' in value && 'reads' in value && 'make' in value;

/** The example of an event in one of its versions. */
export function exampleOf(file: string, version: number): unknown {
  return JSON.parse(readFileSync(join(root, 'events', 'examples', `${file}.v${version}.json`), 'utf8'));
}

/**
 * One JSON schema per event, with its version and an example; on the bus it is the `detail`, its type the `detail-type`. Where there
 * was a version before, its schema too: who takes a new version in must still read that.
 */
export function eventReference(catalogue: readonly CataloguedEvent[]): object {
  return {
    description:
      'What Schutzbrief publishes on its event bus. Delivery is at least once and in no order; an event’s id is the same each time. ' +
      'Every change of an event’s data raises its version by one. Events of the version before may still come for seven weeks; ' +
      'an event without a version is of version 1.',
    events: Object.fromEntries(
      catalogue.map(({ event, example }) => {
        const { type, summary, version, before } = event;
        return [type, { summary, version, schema: jsonSchema(event.published), ...(before && { before: jsonSchema(before) }), example }];
      }),
    ),
  };
}

function jsonSchema(event: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(event);
  return schema;
}
