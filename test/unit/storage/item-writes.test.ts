import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { technical } from '../../../shared/personal-data/classification.ts';
import { deletionRules } from '../../../shared/personal-data/deletion-rules.ts';
import { customerKeys, headAttributes, itemKind } from '../../../shared/storage/item-kind.ts';
import { dueAttributes, headItem, putAnonymous, putChild, putHead, update } from '../../../shared/storage/item-writes.ts';
import { putOf } from './put-of.ts';

const head = itemKind({
  kind: 'head',
  table: 'tickets',
  title: 'Kopf',
  sk: 'hd#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('head'),
    id: technical(z.string(), 'Kennung'),
    at: technical(z.iso.datetime(), 'Zeitpunkt'),
    gold: technical(z.boolean(), 'Wichtig').optional(),
    place: z.strictObject({ city: technical(z.string(), 'Ort') }).optional(),
    count: technical(z.number(), 'Anzahl').optional(),
    ...headAttributes,
  }),
  ending: { class: { oneOf: ['login-ip', 'login-time'], of: (item) => (item.gold ? 'login-time' : 'login-ip') }, recordedAt: (item) => item.at },
});
const child = itemKind({
  kind: 'child',
  table: 'letters',
  title: 'Kind',
  sk: 'ch#',
  foundBy: 'partition',
  schema: z.object({ ...customerKeys('child'), text: technical(z.string(), 'Text') }),
  ending: { withHead: 'head', under: ({ pk, sk }) => ({ pk, prefix: `ch#${sk}#` }) },
});
const anonymous = itemKind({
  kind: 'figure',
  table: 'statistics',
  title: 'Zahl',
  sk: '',
  foundBy: 'none',
  schema: z.object({ pk: technical(z.string(), 'Monat'), sk: technical(z.string(), 'Art'), kind: technical(z.literal('figure'), 'Art des Eintrags') }),
  ending: 'never',
});

const dating = { rules: deletionRules('general'), today: '2026-03-20' };
const attributes = { pk: 'cus_1', sk: 'hd#abc', id: 'abc', at: '2026-03-15T23:30:00.000Z' };
const since = '2026-03-20T00:00:00.000Z';

describe('a new head', () => {
  it('has its name and the end of its own class, counted from the day in Berlin', () => {
    // 30 days after the sixteenth; 90 days for what is gold.
    expect(putOf(putHead(head, attributes, dating))).toEqual({
      ...attributes,
      kind: 'head',
      dueOn: '2026-04-16',
      duePk: expect.stringMatching(/^due#\d+$/),
      dueSk: '2026-04-16#abc',
    });
    expect(headItem(head, { ...attributes, gold: true }, dating)).toMatchObject({ dueOn: '2026-06-15', dueSk: '2026-06-15#abc' });
  });

  it.each<[string, object, string]>([
    ['an attribute that is not declared', { colour: 'red' }, 'New head does not fit its schema: undeclared colour'],
    ['one that is not, deep inside', { place: { city: 'Köln', street: 'Lindenstraße' } }, 'New head does not fit its schema: undeclared place.street'],
    ['one of another type', { gold: 'yes' }, 'New head does not fit its schema: gold'],
    ['one that is missing', { id: undefined }, 'New head does not fit its schema: id'],
    ['a key of another kind', { sk: 'tck#abc' }, 'A new head has a sort key that its kind does not declare'],
  ])('is refused with %s, without a word of what stands in it', (_, change, complaint) => {
    expect(() => putHead(head, { ...attributes, ...change }, dating)).toThrow(new Error(complaint));
  });

  it('is written whole, with what must hold for it', () => {
    const refusal = () => new Error('taken');
    expect(putHead(head, attributes, dating, { refusal })).toMatchObject({ table: 'tickets', refusal });
  });
});

describe('a new child', () => {
  const parent = { pk: 'cus_1', sk: 'hd#abc' };

  it('lies where its kind says that children of that head lie', () => {
    expect(putChild(child, parent, 'one', { text: 'x' })).toEqual({
      table: 'letters',
      put: { pk: 'cus_1', sk: 'ch#hd#abc#one', kind: 'child', text: 'x' },
    });
  });

  it('is refused with what is not declared, or where its place is not that of its kind', () => {
    expect(() => putChild(child, parent, 'one', { text: 'x', colour: 'red' } as never)).toThrow('New child does not fit its schema: undeclared colour');
    const astray = { ...child, ending: { withHead: 'head', under: ({ pk }: { pk: string }) => ({ pk, prefix: 'elsewhere#' }) } };
    expect(() => putChild(astray, parent, 'one', { text: 'x' })).toThrow('A new child has a sort key that its kind does not declare');
  });
});

describe('what never ends', () => {
  it('is declared all the same', () => {
    expect(putAnonymous(anonymous, { pk: '2026-03', sk: 'x' })).toEqual({ table: 'statistics', put: { pk: '2026-03', sk: 'x', kind: 'figure' } });
    expect(() => putAnonymous(anonymous, { pk: '2026-03', sk: 'x', name: 'Paula' } as never)).toThrow(/^New figure does not fit its schema: undeclared name$/);
  });
});

describe('a change', () => {
  const key = { pk: 'cus_1', sk: 'hd#abc' };

  it('is of declared attributes, each as it is declared', () => {
    const changes = { set: { gold: true, count: undefined }, setOnce: { at: since }, add: { count: 1 }, remove: ['heldSince' as const] };
    expect(update(head, key, changes, { if: { exists: true } })).toEqual({ table: 'tickets', update: key, changes, if: { exists: true } });
  });

  it.each<[string, object]>([
    ['colour', { set: { colour: 'red' } }],
    ['colour', { setOnce: { colour: 'red' } }],
    ['colour', { add: { colour: 1 } }],
    ['colour', { remove: ['colour'] }],
    ['at', { set: { at: 'yesterday' } }],
    ['place', { set: { place: { city: 'Köln', street: 'Lindenstraße' } } }],
    ['kind', { set: { kind: 'tail' } }],
  ])('is refused for %s: %j', (name, changes) => {
    expect(() => update(head, key, changes)).toThrow(new Error(`Changed head does not fit its schema: ${name}`));
  });
});

describe('the due day of a head', () => {
  it.each(['heldSince', 'restrictedSince'])('is known, and out of the index, while it is stopped: %s', (state) => {
    expect(dueAttributes(head, { ...attributes, [state]: since }, '2026-04-16')).toEqual({ dueOn: '2026-04-16' });
  });

  it.each(['retainedSince', 'deletingSince'])('runs on in every other state: %s', (state) => {
    expect(dueAttributes(head, { ...attributes, [state]: since }, '2026-04-16')).toMatchObject({ dueSk: '2026-04-16#abc' });
  });
});
