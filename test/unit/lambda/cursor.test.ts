import { describe, expect, it } from '@jest/globals';
import { idOf, newId } from '../../../shared/id.ts';
import { PageRequest } from '../../../shared/lambda/cursor.ts';
import { MessagePosition } from '../../../shared/tickets/ticket.ts';

const Request = PageRequest(idOf('tck'));

describe('PageRequest', () => {
  it('takes the position behind which a page begins', () => {
    const id = newId('tck');
    expect(Request.parse({ limit: '5', cursor: id })).toEqual({ limit: 5, cursor: id });
  });

  it('begins at the start when there is none', () => {
    expect(Request.parse({})).toEqual({ limit: 25 });
  });

  it.each([
    ['a cursor of other things', { cursor: newId('let') }],
    ['a cursor somebody made up', { cursor: 'tck#cus_01JQ0000000000000000000000' }],
    ['a cursor too long', { cursor: 'A'.repeat(101) }],
    ['no items', { limit: '0' }],
    ['too many items', { limit: '101' }],
    ['half an item', { limit: '1.5' }],
  ])('refuses %s', (_what, query) => {
    expect(Request.safeParse(query).success).toBe(false);
  });
});

it('a position by the last message stands in a URL as it is', () => {
  const position = `2026-03-15T09:30:00.000Z~${newId('tck')}`;
  expect(MessagePosition.parse(position)).toBe(position);
  expect(new URL(`https://api.example/v1/tickets?cursor=${position}`).search).toBe(`?cursor=${position}`);
});
