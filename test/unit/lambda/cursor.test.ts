import { describe, expect, it } from '@jest/globals';
import { idOf, newId } from '../../../shared/id.ts';
import { cursorAfter, PageRequest } from '../../../shared/lambda/cursor.ts';

const Request = PageRequest(idOf('tck'));

describe('PageRequest', () => {
  it('takes back the cursor that a page gave', () => {
    const id = newId('tck');
    expect(Request.parse({ limit: '5', cursor: cursorAfter(id) })).toEqual({ limit: 5, cursor: id });
  });

  it('begins at the start when there is none', () => {
    expect(Request.parse({})).toEqual({ limit: 25 });
    expect(cursorAfter(undefined)).toBeUndefined();
  });

  it.each([
    ['a cursor of other things', { cursor: cursorAfter(newId('let')) }],
    ['a cursor somebody made up', { cursor: Buffer.from('tck#cus_01JQ0000000000000000000000').toString('base64url') }],
    ['a cursor too long', { cursor: 'A'.repeat(101) }],
    ['no items', { limit: '0' }],
    ['too many items', { limit: '101' }],
    ['half an item', { limit: '1.5' }],
  ])('refuses %s', (_what, query) => {
    expect(Request.safeParse(query).success).toBe(false);
  });
});
