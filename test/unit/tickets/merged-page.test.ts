import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergedPage } from '../../../shared/tickets/merged-page.ts';

const entry = (position: string) => ({ position });
const positions = (items: readonly { position: string }[]) => items.map(({ position }) => position);

describe('a page of several lists', () => {
  it.each([
    ['nothing of nothing', [], [], undefined],
    ['one list that was read whole', [{ found: ['5', '3'] }], ['5', '3'], undefined],
    ['one that goes on', [{ found: ['5', '3'], readTo: '3' }], ['5', '3'], '3'],
    ['more than a page', [{ found: ['9', '7'] }, { found: ['8', '6'] }], ['9', '8', '7'], '7'],
    ['no further than a list that goes on was read', [{ found: ['9', '8'], readTo: '8' }, { found: ['7', '1'] }], ['9', '8'], '8'],
    ['nothing, where what was read is not wanted, but where it goes on', [{ found: [], readTo: '8' }, { found: ['7'] }], [], '8'],
  ])('is %s', (_, parts, items, next) => {
    const page = mergedPage(
      parts.map(({ found, ...rest }: { found: string[]; readTo?: string }) => ({ found: found.map(entry), ...rest })),
      3,
      'descending',
    );
    expect([positions(page.items), page.next]).toEqual([items, next]);
  });

  it('shows everything once and in order, page by page, however it is spread and however much of it is wanted', () => {
    const place = fc.integer({ min: 0, max: 500 }).map((number) => String(number).padStart(3, '0'));
    const lists = fc.uniqueArray(fc.record({ place, list: fc.nat({ max: 4 }), wanted: fc.boolean() }), { selector: (one) => one.place, maxLength: 60 });
    fc.assert(
      fc.property(
        lists,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('ascending', 'descending'),
        (all, limit, reads, order) => {
          const inOrder = all.toSorted((one, other) => (one.place < other.place === (order === 'ascending') ? -1 : 1));
          const read = (list: number, after: string | undefined) => {
            const left = inOrder.filter((one) => one.list === list && (after === undefined || (order === 'ascending' ? one.place > after : one.place < after)));
            const part = left.slice(0, reads);
            return { found: part.filter(({ wanted }) => wanted).map((one) => entry(one.place)), ...(left.length > reads && { readTo: part.at(-1)!.place }) };
          };
          const shown: string[] = [];
          let after: string | undefined;
          do {
            const page = mergedPage(
              [0, 1, 2, 3, 4].map((list) => read(list, after)),
              limit,
              order,
            );
            expect(page.items.length).toBeLessThanOrEqual(limit);
            shown.push(...positions(page.items));
            expect(page.next).not.toBe(after ?? '');
            after = page.next;
          } while (after !== undefined);
          expect(shown).toEqual(inOrder.filter(({ wanted }) => wanted).map((one) => one.place));
        },
      ),
    );
  });
});
