import { describe, expect, it } from '@jest/globals';
import { allows, needs, noNeeds, rights, tablesOf, together, told, type Declared, type Use } from '../../../shared/storage/needs.ts';

const tickets = needs({ gets: ['tickets'], updates: ['tickets'], puts: ['events', 'tickets'], indexes: { tickets: ['worklist', 'by-id'] } });
const letters = needs({ puts: ['events', 'letters'], indexes: { letters: ['by-id'] } });

describe('needs', () => {
  it('are the same in whatever order they are written down, and however often', () => {
    expect(needs({ puts: ['tickets', 'events', 'tickets'], indexes: { tickets: ['by-id', 'worklist'], staff: ['by-skill'] } })).toEqual(
      needs({ indexes: { staff: ['by-skill'], tickets: ['worklist', 'by-id'] }, puts: ['events', 'tickets'] }),
    );
  });

  it('are nothing where nothing is said', () => {
    expect(needs({})).toEqual(noNeeds);
    expect(needs({ gets: [], indexes: { tickets: [] } })).toEqual(noNeeds);
    expect(tablesOf(noNeeds)).toEqual([]);
  });

  it('know no index that the table does not have', () => {
    expect(() => needs({ indexes: { tickets: ['by-skill'] } } as unknown as Declared)).toThrow('The table tickets has no index by-skill');
  });

  it.each<[Use, boolean]>([
    [{ right: 'gets', table: 'tickets' }, true],
    [{ right: 'gets', table: 'events' }, false],
    [{ right: 'puts', table: 'events' }, true],
    [{ right: 'deletes', table: 'tickets' }, false],
    [{ right: 'queries', table: 'tickets' }, false],
    [{ table: 'tickets', index: 'by-id' }, true],
    [{ table: 'tickets', index: 'due' }, false],
    [{ table: 'letters', index: 'by-id' }, false],
  ])('allow what is among them: %j %p', (use, allowed) => {
    expect(allows(tickets, use)).toBe(allowed);
  });

  it.each(rights)('of %s are no need of anything else', (right) => {
    const one = needs({ [right]: ['privacy'] });
    expect(rights.filter((other) => allows(one, { right: other, table: 'privacy' }))).toEqual([right]);
  });

  it('together are those of each', () => {
    expect(together(tickets, letters)).toEqual(
      needs({
        gets: ['tickets'],
        updates: ['tickets'],
        puts: ['events', 'letters', 'tickets'],
        indexes: { letters: ['by-id'], tickets: ['by-id', 'worklist'] },
      }),
    );
    expect(together(tickets, needs({ indexes: { tickets: ['due'] } })).indexes).toEqual({ tickets: ['by-id', 'due', 'worklist'] });
    expect(together(tickets, tickets, noNeeds)).toEqual(tickets);
    expect(together()).toEqual(noNeeds);
  });

  it('name every table, by whatever is done to it', () => {
    expect(tablesOf(together(tickets, needs({ indexes: { staff: ['by-skill'] }, checks: ['customers'] })))).toEqual([
      'customers',
      'events',
      'staff',
      'tickets',
    ]);
  });

  it('are told in words', () => {
    expect([told({ right: 'gets', table: 'tickets' }), told({ table: 'tickets', index: 'by-id' })]).toEqual(['gets tickets', 'queries tickets by-id']);
  });
});
