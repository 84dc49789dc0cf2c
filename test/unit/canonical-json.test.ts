import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../shared/canonical-json.ts';

/** The same JSON, with the names of every object in the opposite order. */
function reordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reordered);
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reordered(member)]),
  );
}

describe('the one text of a JSON', () => {
  it.each([
    ['names in another order', '{"a":1,"b":{"c":2,"d":3}}', '{ "b": {"d":3, "c":2}, "a": 1 }'],
    ['a number written otherwise', '{"a":100}', '{"a":1e2}'],
    ['a character written otherwise', '{"a":"ü"}', '{"a":"\\u00fc"}'],
  ])('is the same for %s', (_, one, other) => {
    expect(canonicalJson(JSON.parse(other))).toBe(canonicalJson(JSON.parse(one)));
  });

  it.each([
    ['entries in another order', '[1,2]', '[2,1]'],
    ['a text for a number', '{"a":1}', '{"a":"1"}'],
    ['nothing for no field', '{"a":null}', '{}'],
    ['a name that objects have', '{"__proto__":{"a":1}}', '{}'],
  ])('is another for %s', (_, one, other) => {
    expect(canonicalJson(JSON.parse(other))).not.toBe(canonicalJson(JSON.parse(one)));
  });

  it('says the same as what it is of, in whatever order', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value));
      }),
    );
    fc.assert(
      fc.property(
        fc.object({ key: fc.stringMatching(/^[a-z]{1,4}$/), maxDepth: 4, values: [fc.integer(), fc.string(), fc.boolean(), fc.constant(null)] }),
        (value) => {
          expect(canonicalJson(reordered(value))).toBe(canonicalJson(value));
        },
      ),
    );
  });

  it('refuses what is nested beyond any form, and does not run out of stack', () => {
    const nested = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown;
    expect(() => canonicalJson(nested)).toThrow('invalid-body');
  });
});
