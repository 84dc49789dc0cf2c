import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { eventCatalogue, eventReference, exampleOf, type CataloguedEvent } from '../../../docs/events.ts';
import { eventType, idWith } from '../../../events/event.ts';
import { projectDir } from '../../../client/paths.ts';

const invalidDir = join(import.meta.dirname, 'invalid');
const invalid = globSync('*/*.json', { cwd: invalidDir }).toSorted();
const read = (file: string): unknown => JSON.parse(readFileSync(join(invalidDir, file), 'utf8'));

type Example = Record<string, unknown> & { readonly data: Record<string, unknown> };

/** What no event may be, made of a valid one. */
const spoilt: Readonly<Record<string, (example: Example) => object>> = {
  'a member that no envelope has': (example) => ({ ...example, customerId: 'cus_01JQ0000000000000000000000' }),
  'data that nobody declared': ({ data, ...rest }) => ({ ...rest, data: { ...data, note: 'x' } }),
  'no data': ({ data: _, ...rest }) => rest,
  'no id': ({ id: _, ...rest }) => rest,
  'an id that is none': (example) => ({ ...example, id: 'Paula Sommer' }),
  'no aggregate': ({ aggregateId: _, ...rest }) => rest,
  'a time that is none': (example) => ({ ...example, at: 'yesterday' }),
  'another type': (example) => ({ ...example, type: 'proof.planted' }),
  'a version that never was': (example) => ({ ...example, version: 0 }),
};

describe('every event', () => {
  let catalogue: CataloguedEvent[];
  beforeAll(async () => {
    catalogue = await eventCatalogue();
  });

  /** The events that are not as they should be. */
  const wrong = (isRight: (one: CataloguedEvent) => boolean): string[] => catalogue.filter((one) => !isRight(one)).map(({ file }) => file);

  it('is found, by its file', () => {
    const files = globSync('events/*.ts', { cwd: projectDir }).map((file) => basename(file, '.ts'));
    expect(catalogue.map(({ file }) => file).toSorted()).toEqual(files.filter((file) => file !== 'event').toSorted());
    expect(catalogue.length).toBeGreaterThan(5);
  });

  it('names its type once, as what happened to what', () => {
    const types = catalogue.map(({ event }) => event.type);
    expect(new Set(types).size).toBe(types.length);
    expect(types.filter((type) => !/^[a-z-]+\.[a-z-]+$/.test(type))).toEqual([]);
  });

  it('has an example of the version that is written and of the one before, and no other', () => {
    const wanted = catalogue.flatMap(({ file, event }) => [...(event.before ? [event.version - 1] : []), event.version].map((of) => `${file}.v${of}.json`));
    expect(globSync('*', { cwd: join(projectDir, 'events/examples') }).toSorted()).toEqual(wanted.toSorted());
  });

  it('is written as its example says', () => {
    for (const { file, event, example } of catalogue)
      expect({ file, read: event.published.safeParse(example) }).toMatchObject({ file, read: { data: example } });
  });

  it('is read in the version before as its example would have been written today', () => {
    for (const { file, event, example } of catalogue.filter((one) => one.event.before)) {
      const earlier = exampleOf(file, event.version - 1);
      expect({ file, published: event.before!.safeParse(earlier).success, read: event.reads.parse(earlier) }).toEqual({ file, published: true, read: example });
    }
  });

  it('is read from before there were versions', () => {
    for (const { file, event, example } of catalogue.filter((one) => one.event.version <= 2)) {
      const { version: _, ...unversioned } = exampleOf(file, 1) as Example;
      expect({ file, read: event.reads.parse(unversioned) }).toEqual({ file, read: example });
    }
  });

  it.each(Object.entries(spoilt))('is refused with %s', (_what, spoil) => {
    expect(wrong(({ event, example }) => !event.reads.safeParse(spoil(example as Example)).success)).toEqual([]);
  });

  it('has examples of what it refuses, each wrong in one thing only', () => {
    expect(wrong(({ file }) => existsSync(join(invalidDir, file)))).toEqual([]);
    for (const file of invalid) {
      const of = catalogue.find((one) => one.file === dirname(file));
      const { error } = of!.event.reads.safeParse(read(file));
      expect({ file, issues: error?.issues.length }).toEqual({ file, issues: 1 });
    }
  });
});

describe('the reference of events', () => {
  it('says of each its version, its schema and an example, and what the version before carried', () => {
    const event = eventType({
      type: 'ticket.opened',
      summary: 'A report came in.',
      aggregate: idWith('tck'),
      version: 2,
      data: z.object({ matter: z.string() }),
      previous: { data: z.object({ kind: z.string() }), upgrade: ({ kind }) => ({ matter: kind }) },
    });
    const carrying = (version: number, name: string) => ({
      properties: { version: { const: version }, data: { properties: { [name]: { type: 'string' } }, additionalProperties: false } },
      required: ['id', 'type', 'version', 'aggregateId', 'at', 'data'],
      additionalProperties: false,
    });
    expect(eventReference([{ file: 'ticket-opened', event, example: 'an example' }])).toMatchObject({
      events: {
        'ticket.opened': { summary: 'A report came in.', version: 2, schema: carrying(2, 'matter'), before: carrying(1, 'kind'), example: 'an example' },
      },
    });
  });

  it('says nothing of a version before the first', async () => {
    const { events } = eventReference(await eventCatalogue()) as { events: Record<string, { version: number; before?: object }> };
    expect(Object.values(events).filter(({ version, before }) => (version === 1) !== (before === undefined))).toEqual([]);
  });
});
