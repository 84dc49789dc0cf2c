import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LetterCategory, LetterImportance } from '../../../shared/letters/letter-category.ts';
import { countsOf, fits, readAs, readByOpening, readingOf, ReadingState, type Reading } from '../../../shared/letters/reading.ts';

const at = new Date('2026-03-15T09:30:00.000Z');
const later = new Date('2026-03-16T09:30:00.000Z');
const opened = { firstOpenedAt: '2026-03-14T08:00:00.000Z' };
const put = (state: ReadingState): { reading: Reading } => ({ reading: { state, at: at.toISOString() } });

describe('where a letter is', () => {
  it.each([
    ['nobody has touched it', {}, { state: 'unread' }],
    ['it was opened', opened, { state: 'read', at: opened.firstOpenedAt }],
    ['it was put away unopened', put('archived'), put('archived').reading],
    ['it is kept as unread, though it was opened', { ...opened, ...put('unread') }, put('unread').reading],
  ])('%s', (_, letter, where) => {
    expect(readingOf(letter)).toEqual(where);
  });

  it.each(ReadingState.options.flatMap((before) => ReadingState.options.map((state) => [before, state] as const)))(
    'was %s, and the customer says %s',
    (before, state) => {
      const letter = { ...opened, ...put(before) };
      const marked = readAs(letter, state, later);
      expect(readingOf(marked)).toEqual({ state, at: (before === state ? at : later).toISOString() });
      if (before === state) expect(marked).toBe(letter);
    },
  );

  it('is the same letter, where what is said follows already', () => {
    for (const [letter, state] of [
      [{}, 'unread'],
      [opened, 'read'],
    ] as const)
      expect(readAs(letter, state, later)).toBe(letter);
    expect(readAs(opened, 'unread', later)).toEqual({ ...opened, reading: { state: 'unread', at: later.toISOString() } });
  });

  it('is read once it is opened, unless it was put away', () => {
    expect(readByOpening(put('unread'), later)).toEqual({ state: 'read', at: later.toISOString() });
    for (const letter of [{}, opened, put('read'), put('archived')]) expect(readByOpening(letter, later)).toBeUndefined();
  });
});

describe('which letters are wanted', () => {
  const letter = { category: 'payment', importance: 'action-needed', actBy: '2026-04-01', ...put('archived') } as const;
  it.each([
    ['whatever', {}, true],
    ['its state', { state: 'archived' }, true],
    ['another state', { state: 'unread' }, false],
    ['its category', { category: 'payment' }, true],
    ['another category', { category: 'claim' }, false],
    ['its importance', { importance: 'action-needed' }, true],
    ['another importance', { importance: 'important' }, false],
    ['its day', { actBy: '2026-04-01' }, true],
    ['a later day', { actBy: '2026-04-02' }, true],
    ['an earlier day', { actBy: '2026-03-31' }, false],
    ['all of it', { state: 'archived', category: 'payment', importance: 'action-needed', actBy: '2026-12-31' }, true],
    ['all but one', { state: 'archived', category: 'service', importance: 'action-needed' }, false],
  ] as const)('%s', (_, filter, wanted) => {
    expect(fits(letter, filter)).toBe(wanted);
  });

  it('by a day is none that sets no day', () => {
    expect(fits({ ...letter, actBy: undefined }, { actBy: '9999-12-31' })).toBe(false);
  });
});

describe('counts', () => {
  const some = fc.record({
    category: fc.constantFrom(...LetterCategory.options),
    importance: fc.constantFrom(...LetterImportance.options),
    actBy: fc.option(fc.constantFrom('2026-01-01', '2026-12-31'), { nil: undefined }),
    firstOpenedAt: fc.option(fc.constant(opened.firstOpenedAt), { nil: undefined }),
    reading: fc.option(fc.record({ state: fc.constantFrom(...ReadingState.options), at: fc.constant(at.toISOString()) }), { nil: undefined }),
  });

  it('are of every category, also of those without letters', () => {
    const none = { all: 0, unread: 0, archived: 0, actByOpen: 0 };
    expect(countsOf([])).toEqual(LetterCategory.options.map((category) => ({ category, ...none })));
  });

  it('are as many as each filter finds', () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 30 }), (letters) => {
        for (const { category, all, unread, archived, actByOpen } of countsOf(letters)) {
          const found = (filter: object) => letters.filter((letter) => fits(letter, { category, ...filter })).length;
          expect([all, unread, archived]).toEqual([found({}), found({ state: 'unread' }), found({ state: 'archived' })]);
          const open = (state: ReadingState) => found({ state, actBy: '9999-12-31' });
          expect(actByOpen).toBe(open('unread') + open('read'));
        }
      }),
    );
  });
});
