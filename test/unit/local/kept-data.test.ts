import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { LocalCloudProblem } from '../../../client/problem.ts';
import { dataShape, outgrown, type ShapeLine } from '../../../local/data-shape.ts';
import { assureReadable } from '../../../local/kept-data.ts';
import { stateFolders } from '../../../local/state.ts';
import { classifiedAttributes, technical } from '../../../shared/personal-data/classification.ts';
import { outboxEvent } from '../../../shared/storage/event-item.ts';
import type { ItemKind } from '../../../shared/storage/item-kind.ts';
import { tables, type TableShape } from '../../../shared/storage/tables.ts';
import { storedItems } from '../../../shared/stored-items.ts';

const text = () => technical(z.string(), 'Text');

/** A kind as it might be declared: in everything else like one that is. */
const thing = (shape: z.ZodRawShape, more: object = {}): ItemKind => ({
  ...outboxEvent,
  kind: 'thing',
  table: 'statistics',
  ending: 'never',
  written: undefined,
  ...more,
  schema: z.object({ pk: text(), sk: text(), kind: technical(z.literal('thing'), 'Art'), ...shape }),
});

const shapeOf = (kind: ItemKind, inTables: Record<string, TableShape> = tables): ShapeLine[] => dataShape([kind], inTables);

const before = thing({ name: text(), place: z.object({ city: text() }).optional(), parts: z.array(z.object({ name: text() })) });
const place = z.object({ city: text() }).optional();
const parts = z.array(z.object({ name: text() }));

describe('the shape of the data', () => {
  it('has every table, every kind and every attribute that is classified', () => {
    const lines = dataShape();
    const plain = (path: string): string => path.replaceAll('?', '');
    const has = new Set(lines.map(({ of, path }) => `${of} ${plain(path)}`));
    const wanted = storedItems.kinds.flatMap(({ table, kind, schema }) => classifiedAttributes(schema).map(({ path }) => `${table}/${kind} ${path}`));
    // What is classified as one may have parts of its own (`incident.place`), or be told as one word (a list of words).
    const isThere = (line: string): boolean =>
      has.has(line) || has.has(`${line}[]`) || [...has].some((one) => one.startsWith(`${line}.`) || one.startsWith(`${line}[]`));
    expect(wanted.filter((line) => !isThere(line))).toEqual([]);
    expect(Object.keys(tables).filter((table) => !has.has(`${table} indexes`))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(100);
  });

  it('is the same each time it is made, and when it was kept in a file', () => {
    expect(outgrown(JSON.parse(JSON.stringify(dataShape())) as ShapeLine[], dataShape())).toEqual([]);
  });
});

describe('data that was kept', () => {
  it.each<[string, ItemKind]>([
    ['nothing has changed', before],
    ['an attribute has come that may be absent', thing({ name: text(), place, parts, colour: text().optional() })],
    ['an attribute has come that has a default', thing({ name: text(), place, parts, version: technical(z.int().default(1), 'Fassung') })],
    ['something whole has come that may be absent', thing({ name: text(), place, parts, owner: z.object({ since: text() }).optional() })],
    [
      'something has come that may be absent in something that is there',
      thing({ name: text(), place: z.object({ city: text(), zip: text().optional() }).optional(), parts }),
    ],
    ['it is called otherwise in German', thing({ name: text(), place, parts }, { title: 'Gegenstand' })],
  ])('can be read where %s', (_what, now) => {
    expect(outgrown(shapeOf(before), shapeOf(now))).toEqual([]);
  });

  it.each<[string, ItemKind, string]>([
    ['must have an attribute more', thing({ name: text(), place, parts, colour: text() }), 'colour is new'],
    ['lost an attribute', thing({ place, parts }), 'name is otherwise or gone'],
    ['must have what could be absent', thing({ name: text(), place: z.object({ city: text() }), parts }), 'place?.city is otherwise or gone'],
    ['has an attribute of another type', thing({ name: technical(z.int(), 'Zahl'), place, parts }), 'name is otherwise or gone'],
    ['has an attribute of another form', thing({ name: technical(z.iso.date(), 'Tag'), place, parts }), 'name is otherwise or gone'],
    [
      'must have more in something that could be absent',
      thing({ name: text(), place: z.object({ city: text(), zip: text() }).optional(), parts }),
      'place?.zip is new',
    ],
    ['must have more in each of a list', thing({ name: text(), place, parts: z.array(z.object({ name: text(), size: text() })) }), 'parts[].size is new'],
    ['has another key', thing({ name: text(), place, parts }, { sk: 'thing#' }), 'declared is otherwise or gone'],
    ['is found in another way', thing({ name: text(), place, parts }, { foundBy: 'partition' }), 'declared is otherwise or gone'],
  ])('must begin anew where a kind of item %s', (_what, now, why) => {
    expect(outgrown(shapeOf(before), shapeOf(now))).toContain(`statistics/thing: ${why}`);
  });

  it('must begin anew where a kind is gone, or has gone to another table', () => {
    expect(outgrown(shapeOf(before), shapeOf(thing({}, { kind: 'other' })))).toContain('statistics/thing: name is otherwise or gone');
    expect(outgrown(shapeOf(before), shapeOf({ ...before, table: 'events' }))).toContain('statistics/thing: name is otherwise or gone');
  });

  it('must begin anew where a table has other indexes, but not where there is a table or a kind more', () => {
    const { statistics, ...others } = tables;
    expect(outgrown(shapeOf(before), shapeOf(before, { ...tables, statistics: { ...statistics, indexes: { due: 'ALL' } } }))).toEqual([
      'statistics: indexes is otherwise or gone',
      'statistics: indexes is new',
    ]);
    expect(outgrown(shapeOf(before, others), shapeOf(before))).toEqual([]);
    expect(outgrown(dataShape(storedItems.kinds.slice(1)), dataShape())).toEqual([]);
  });
});

describe('a start on data of an earlier one', () => {
  let stateDir: string;
  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'kept-'));
  });
  afterEach(() => rm(stateDir, { recursive: true }));

  const shape = shapeOf(before);
  const otherwise = shapeOf(thing({ title: text(), colour: text(), size: text(), weight: text(), price: text() }));

  /** What the emulator leaves when it ends. */
  async function endRun(): Promise<void> {
    const saved = join(stateFolders(stateDir).services, 'cloudformation.json');
    await mkdir(dirname(saved), { recursive: true });
    await writeFile(saved, '{}');
  }

  async function refusal(now: readonly ShapeLine[]): Promise<LocalCloudProblem> {
    try {
      await assureReadable(stateDir, now);
    } catch (problem) {
      return problem as LocalCloudProblem;
    }
    throw new Error('The data was taken for readable');
  }

  it('goes on with what the same code wrote', async () => {
    await assureReadable(stateDir, shape);
    await endRun();
    await assureReadable(stateDir, shape);
  });

  it('goes on, and from then on in the new shape, where only what may be absent has come', async () => {
    const wider = shapeOf(thing({ name: text(), place, parts, colour: text().optional() }));
    await assureReadable(stateDir, shape);
    await endRun();
    await assureReadable(stateDir, wider);
    expect((await refusal(shape)).message).toContain('colour? is otherwise or gone');
  });

  it('stops before other code touches anything, and says what to do', async () => {
    await assureReadable(stateDir, shape);
    await endRun();
    const note = await readFile(stateFolders(stateDir).shape, 'utf8');
    const { kind, message, remedy } = await refusal(otherwise);
    expect([kind, remedy]).toEqual(['data-outgrown', expect.stringContaining('npm start -- --reset')]);
    expect(message).toContain('statistics/thing: name is otherwise or gone');
    expect(message.match(/statistics\/thing/g)).toHaveLength(5);
    expect(message).toContain('and 3 more');
    expect(await readFile(stateFolders(stateDir).shape, 'utf8')).toBe(note);
  });

  it.each([
    ['is missing', undefined],
    ['is no JSON', 'Paula'],
    ['is of something else', '{"hello":"world"}'],
  ])('stops where the note of the shape %s', async (_what, note) => {
    await endRun();
    if (note !== undefined) await writeFile(stateFolders(stateDir).shape, note);
    expect((await refusal(shape)).message).toContain('nothing says in which shape it was written');
  });

  it('begins with any shape where nothing was kept: a first start that was broken off left only its note', async () => {
    await assureReadable(stateDir, shape);
    await assureReadable(stateDir, otherwise);
    await endRun();
    await assureReadable(stateDir, otherwise);
  });
});
