import { describe, expect, it } from '@jest/globals';
import { notExercised, textAttributes } from '../../../proof/coverage.ts';
import { searchFor } from '../../../proof/search.ts';
import type { Item } from '../../../shared/storage/item.ts';
import { canary, personaOf } from './personas.ts';

const person = personaOf('canary');
const search = searchFor(canary);
const ticketId = 'tck_01M81AEREZHXT34JYM1RKFGS0P';
const note = (text: string | undefined): Item => ({
  pk: 'cus_01M81AEGCQ7DAM36VXTCQFHVQ0',
  sk: 'int#1',
  kind: 'note',
  ticketId,
  type: 'call-note',
  ...(text !== undefined && { text }),
});
/** Of what every note has, and its text: other attributes are of other tests. */
const notes = (items: readonly Item[]): string[] =>
  notExercised(
    items.map((item) => ({ table: 'tickets' as const, item })),
    search,
    new Set(),
  ).filter((name) => ['note.pk', 'note.ticketId', 'note.text'].includes(name));

describe('attributes that hold text', () => {
  it('are those of customers and third parties whose schema does not say otherwise', () => {
    expect(textAttributes()).toEqual(
      expect.arrayContaining(['customer.givenName', 'correspondence.incident.thirdParties[].contact', 'note.text', 'customer.contactPoints[].address']),
    );
    expect(textAttributes().filter((name) => /\.(notifyBy|at|version|issuedAt|openings|retainedSince|assignee|displayName)$/.test(name))).toEqual([
      'correspondence.incident.at',
      'correspondence.noticeShown.version',
      'draft.incident.at',
    ]);
  });
});

describe('a proof that has not exercised something', () => {
  it('says so of an attribute that was never there', () => {
    expect(notes([])).toEqual(['note.pk', 'note.ticketId', 'note.text']);
    expect(notes([note(undefined)])).toEqual(['note.text']);
  });

  it('says so of text without a marker', () => {
    expect(notes([note('Ein ganz gewöhnlicher Vermerk')])).toEqual(['note.text']);
  });

  it('says nothing once a marker was seen in it, once among many', () => {
    expect(notes([note('Ein ganz gewöhnlicher Vermerk'), note(person.callNote)])).toEqual([]);
  });

  it('knows ids, dates, digests and codes when it sees them', () => {
    for (const value of ['evt_01M81AEREZHXT34JYM1RKFGS0P', '2026-11-22T10:00:00.000Z', '2026-11-22', 'a'.repeat(64), 'opponent', '192.0.2.17'])
      expect(notes([note(value)])).toEqual([]);
  });

  it('leaves out what it was told to', () => {
    expect(notExercised([], search, new Set(textAttributes()))).toEqual([]);
  });

  it('refuses items of unknown kind', () => {
    expect(() => notes([{ ...note('x'), kind: 'something' }])).toThrow('unknown kind');
  });
});
