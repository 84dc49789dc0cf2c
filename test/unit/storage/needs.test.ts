import { describe, expect, it } from '@jest/globals';
import { indexOfEach, partsOfUse, toEach, together, type Needs, type NeedsOf } from '../../../shared/storage/needs.ts';
import { doing, needsOf, only } from '../../../shared/storage/uses.ts';

const tickets: Needs = ['gets tickets', 'puts events', 'queries tickets by-id'];
const letters: Needs = ['puts events', 'queries letters by-id'];

describe('needs', () => {
  it('together are those of each, in one order and once', () => {
    expect(together(letters, tickets)).toEqual(['gets tickets', 'puts events', 'queries letters by-id', 'queries tickets by-id']);
    expect(together(tickets, letters)).toEqual(together(letters, tickets, tickets, []));
    expect(together()).toEqual([]);
  });

  it('can be said of several tables at once', () => {
    expect(toEach('deletes', ['tickets', 'letters'])).toEqual(['deletes tickets', 'deletes letters']);
    expect(indexOfEach('due', ['tickets', 'ledger'])).toEqual(['queries tickets due', 'queries ledger due']);
  });

  it('know no index that a table does not have', () => {
    expect(() => indexOfEach('by-skill', ['staff', 'tickets'])).toThrow('The table tickets has no index by-skill');
  });

  it('are told by their parts', () => {
    expect(partsOfUse('gets tickets')).toEqual({ right: 'gets', table: 'tickets' });
    expect(partsOfUse('queries tickets by-id')).toEqual({ right: 'queries', table: 'tickets', index: 'by-id' });
  });
});

describe('what code works with', () => {
  interface Shelf {
    take(): void;
    fill(): void;
    look(): void;
  }
  const shelfNeeds: NeedsOf<Shelf> = { take: ['deletes staff'], fill: ['puts staff', 'puts events'], look: ['gets staff'] };

  it('needs what the methods need that it names, and no others', () => {
    expect(only(shelfNeeds, 'fill', 'look').needs).toEqual(['gets staff', 'puts events', 'puts staff']);
  });

  it('needs what each of its dependencies needs', () => {
    expect(needsOf({ shelf: only(shelfNeeds, 'look'), walk: doing(tickets, ['gets staff']) }, undefined, { other: only(shelfNeeds, 'take') })).toEqual([
      'deletes staff',
      'gets staff',
      'gets tickets',
      'puts events',
      'queries tickets by-id',
    ]);
  });
});
