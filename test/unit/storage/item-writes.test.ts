import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { customerData, technical } from '../../../shared/personal-data/classification.ts';
import { deletionRules } from '../../../shared/personal-data/deletion-rules.ts';
import { dueKeys } from '../../../shared/storage/due-index.ts';
import { customerKeys, headAttributes, itemKind } from '../../../shared/storage/item-kind.ts';
import { check, dueAttributes, dueOf, headItem, putChild, putHead, remove, update } from '../../../shared/storage/item-writes.ts';
import type { Item } from '../../../shared/storage/item.ts';
import type { Write } from '../../../shared/storage/transact.ts';
import { putOf } from './put-of.ts';

const text = (what: string) => customerData(z.string(), what, 'Probe');

/** A head, as any is. */
const fileKind = itemKind({
  kind: 'file',
  table: 'tickets',
  title: 'Akte',
  sk: 'fil#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('file'),
    id: text('Kennung'),
    openedAt: customerData(z.iso.datetime(), 'Eröffnet am', 'Probe'),
    subject: text('Betreff').optional(),
    place: z.strictObject({ city: text('Ort') }).optional(),
    pages: technical(z.number(), 'Seiten'),
    ...headAttributes,
  }),
  ending: {
    class: 'customer-master-data',
    recordedAt: (item) => item.openedAt,
    outside: () => [],
  },
});

/** What goes with it, from another table. */
const sheetKind = itemKind({
  kind: 'sheet',
  table: 'letters',
  title: 'Blatt',
  sk: 'sht#',
  foundBy: 'partition',
  schema: z.object({ ...customerKeys('sheet'), text: text('Inhalt') }),
  ending: { withHead: 'file', under: ({ pk, sk }) => ({ pk, prefix: `sht#${sk.slice('fil#'.length)}#` }) },
});

const dating = { rules: deletionRules('insurer'), today: '2026-03-15' };
const key = { pk: 'cus_1', sk: 'fil#fil_1' };
const misplaced = { pk: 'cus_1', sk: 'sht#fil_1#1' };
const attributes = { ...key, id: 'fil_1', openedAt: '2026-03-01T09:30:00.000Z', subject: 'Fahrradunfall', place: { city: 'Köln' }, pages: 3 };
const options = { if: { exists: true }, refusal: () => new Error('refused') };

/** Never run: the compiler is the test. */
export const undeclaredDoesNotCompile = () => {
  const name = { nickname: 'x' };
  const more = { ...attributes, ...name };
  // @ts-expect-error a head declares no nickname
  putHead(fileKind, more, dating);
  // @ts-expect-error nor does a child, in a spread either
  putChild(sheetKind, key, '7', { text: 'x', ...name });
};

/** What a careless writer hands over, whom no type keeps from it. */
const loose = (value: object) => value as never;

/** What is said against a write: never with a value in it, for it may be somebody's. */
function refusalOf(write: () => unknown): string {
  try {
    write();
  } catch (error) {
    const { message } = error as Error;
    expect(message).not.toMatch(/Paula|Köln|fil_1/);
    return message;
  }
  return 'none';
}

describe('a new head', () => {
  it('has what was said, its kind’s name, and the day and index place that its kind’s ending gives it', () => {
    expect(putHead(fileKind, attributes, dating, options)).toEqual({
      table: 'tickets',
      put: { ...attributes, kind: 'file', ...dueKeys('fil_1', '2030-04-01') },
      ...options,
    });
    expect(headItem(fileKind, attributes, dating)).toEqual(putOf(putHead(fileKind, attributes, dating)));
  });

  it.each([
    ['an attribute that nobody declared', { nickname: 'Paula' }, 'undeclared nickname'],
    ['one within another', { place: { city: 'Köln', door: 'Paula' } }, 'undeclared place.door'],
    ['another type than was declared', { pages: 'Paula' }, 'pages'],
    ['another type within', { place: { city: 4 } }, 'place.city'],
    ['nothing where something must be', { id: undefined }, 'id'],
    ['a state that is none', { frozenSince: '2026-03-15T09:30:00.000Z' }, 'undeclared frozenSince'],
  ])('is refused with %s', (_, over, wrong) => {
    expect(refusalOf(() => putHead(fileKind, loose({ ...attributes, ...over }), dating))).toBe(`New file does not fit its schema: ${wrong}`);
  });

  it('is refused in a place of another kind', () => {
    expect(refusalOf(() => putHead(fileKind, { ...attributes, ...misplaced }, dating))).toBe('A file has a sort key that its kind does not declare');
  });

  it('cannot call itself something else, nor choose its day', () => {
    const chosen = loose({ ...attributes, kind: 'note', dueOn: '2099-01-01', duePk: 'due#0', dueSk: '2099-01-01#x' });
    expect(putOf(putHead(fileKind, chosen, dating))).toEqual(putOf(putHead(fileKind, attributes, dating)));
  });

  it.each(['heldSince', 'restrictedSince'])('has its day, but no place in the due index, where it must not be deleted: %s', (state) => {
    const item = { ...headItem(fileKind, attributes, dating), [state]: '2026-03-15T09:30:00.000Z' };
    expect(dueOf(fileKind, item, dating)).toEqual({ dueOn: '2030-04-01' });
    expect(dueAttributes(fileKind, item, '2031-01-01')).toEqual({ dueOn: '2031-01-01' });
  });

  it.each(['retainedSince', 'deletingSince'])('is found when it is due, although nobody sees it: %s', (state) => {
    const item = { ...headItem(fileKind, attributes, dating), [state]: '2026-03-15T09:30:00.000Z' };
    expect(dueAttributes(fileKind, item, '2031-01-01')).toEqual(dueKeys('fil_1', '2031-01-01'));
  });

  it('is dated by what others know, where it is told', () => {
    const item = headItem(fileKind, attributes, dating);
    expect(dueOf(fileKind, item, dating, { 'relationship-ended': '2024-12-31' })).toEqual(dueKeys('fil_1', '2028-04-01'));
  });

  it('ends in the class that it is of, counted from the day in Berlin on which it came to be', () => {
    const chosen = itemKind({
      ...fileKind,
      ending: { class: { oneOf: ['login-ip', 'login-time'], of: ({ pages }) => (pages > 3 ? 'login-time' : 'login-ip') }, recordedAt: (item) => item.openedAt },
    });
    // 30 days after the second of March; 90 days for the thick ones.
    const atNight = { ...attributes, openedAt: '2026-03-01T23:30:00.000Z' };
    expect(headItem(chosen, atNight, dating)).toMatchObject(dueKeys('fil_1', '2026-04-02'));
    expect(headItem(chosen, { ...atNight, pages: 4 }, dating)).toMatchObject(dueKeys('fil_1', '2026-06-01'));
  });

  it('lies in the due index by its id, else by its partition, unless its kind says by what', () => {
    const day = '2031-01-01';
    const withEnding = (over: object) => itemKind({ ...fileKind, ending: { ...(fileKind.ending as object), ...over } as never });
    expect(dueAttributes(fileKind, { pk: 'cus_1' }, day).dueSk).toBe(`${day}#cus_1`);
    expect(dueAttributes(fileKind, { pk: 'cus_1', id: 'fil_1' }, day).dueSk).toBe(`${day}#fil_1`);
    const byPages = withEnding({ dueId: ({ pages }: Item) => `p${String(pages)}` });
    expect(dueAttributes(byPages, { pk: 'cus_1', id: 'fil_1', pages: 7 }, day)).toEqual(dueKeys('p7', day));
  });
});

describe('a new child', () => {
  it('lies where its kind says that children of its head lie', () => {
    expect(putChild(sheetKind, key, '7', { text: 'Seite sieben' }, options)).toEqual({
      table: 'letters',
      put: { pk: 'cus_1', sk: 'sht#fil_1#7', kind: 'sheet', text: 'Seite sieben' },
      ...options,
    });
  });

  it('lies nowhere else, whatever is said', () => {
    const elsewhere = loose({ text: 'Seite sieben', pk: 'cus_2', sk: 'sht#fil_2#7', kind: 'file' });
    expect(putOf(putChild(sheetKind, key, '7', elsewhere))).toEqual(putOf(putChild(sheetKind, key, '7', { text: 'Seite sieben' })));
  });

  it.each([
    ['an attribute that nobody declared', { text: 'x', nickname: 'Paula' }, 'undeclared nickname'],
    ['a day of its own: it ends with its head', { text: 'x', dueOn: '2030-04-01' }, 'undeclared dueOn'],
    ['another type than was declared', { text: 4 }, 'text'],
    ['nothing where something must be', {}, 'text'],
  ])('is refused with %s', (_, over, wrong) => {
    expect(refusalOf(() => putChild(sheetKind, key, '7', loose(over)))).toBe(`New sheet does not fit its schema: ${wrong}`);
  });

  it('is refused where its kind contradicts itself', () => {
    const astray = itemKind({ ...sheetKind, ending: { withHead: 'file', under: ({ pk }) => ({ pk, prefix: 'fil#' }) } });
    expect(refusalOf(() => putChild(astray, key, '7', { text: 'x' }))).toBe('A sheet has a sort key that its kind does not declare');
  });
});

describe('a change', () => {
  it('is of attributes that the kind declares', () => {
    const changes = {
      set: { subject: 'Diebstahl', pages: undefined },
      setOnce: { deletingSince: '2026-03-15T09:30:00.000Z' },
      remove: ['place', 'duePk', 'heldSince'] as const,
      add: { pages: 2 },
    };
    expect(update(fileKind, key, changes, options)).toEqual({ table: 'tickets', update: key, changes, ...options });
  });

  const wrong: [string, object, string][] = [
    ['sets', { set: { nickname: 'Paula' } }, 'nickname'],
    ['sets once', { setOnce: { nickname: 'Paula' } }, 'nickname'],
    ['removes', { remove: ['subject', 'nickname'] }, 'nickname'],
    ['adds to', { add: { nickname: 1 } }, 'nickname'],
    ['sets to nothing', { set: { nickname: undefined } }, 'nickname'],
    ['sets, with others that are,', { set: { subject: 'x', nickname: 'Paula' }, add: { pages: 1, letters: 1 } }, 'letters, nickname'],
  ];
  it.each(wrong)('is refused that %s what nobody declared', (_, changes, names) => {
    expect(refusalOf(() => update(fileKind, key, loose(changes)))).toBe(`Changed file does not fit its schema: ${names}`);
  });

  it.each([
    ['sets', { set: { pages: 'Paula' } }, 'pages'],
    ['sets, within,', { set: { place: { city: 'Köln', door: 'Paula' } } }, 'place'],
    ['sets once', { setOnce: { openedAt: 'Paula' } }, 'openedAt'],
    ['adds to', { add: { subject: 1 } }, 'subject'],
    ['calls itself', { set: { kind: 'note' } }, 'kind'],
  ])('is refused that %s what is no such thing', (_, changes, names) => {
    expect(refusalOf(() => update(fileKind, key, loose(changes)))).toBe(`Changed file does not fit its schema: ${names}`);
  });

  it('is refused that removes what must be there', () => {
    expect(refusalOf(() => update(fileKind, key, { remove: ['id', 'subject', 'dueOn'] }))).toBe('Changed file does not fit its schema: id, dueOn');
  });
});

describe('a place of another kind', () => {
  const writes: [string, () => Write][] = [
    ['changed', () => update(fileKind, misplaced, { set: { subject: 'x' } })],
    ['looked at', () => check(fileKind, misplaced, { if: { exists: true } })],
    ['deleted', () => remove(fileKind, misplaced)],
  ];
  it.each(writes)('is not %s', (_, write) => {
    expect(refusalOf(write)).toBe('A file has a sort key that its kind does not declare');
  });
});

describe('conditions and deletions', () => {
  it('are of the kind’s table', () => {
    expect(check(sheetKind, { pk: 'cus_1', sk: 'sht#fil_1#1' }, options)).toEqual({ table: 'letters', check: { pk: 'cus_1', sk: 'sht#fil_1#1' }, ...options });
    expect(remove(fileKind, key, options)).toEqual({ table: 'tickets', delete: key, ...options });
  });
});
