import { latin1 } from '../../documents/check/bytes.ts';

/** An object in a stream of objects: its number, where it begins, and where the next one does. */
export interface PackedHead {
  readonly number: number;
  readonly from: number;
  readonly until: number;
}

/**
 * The head of a stream of objects (ISO 32000-1, 7.5.7), in the order in which they stand: pairs of numbers and nothing else, as many as it says it has, each leading to a place
 * behind the head. `undefined` where it is not so: comments, signs and numbers beyond these are read differently by every program.
 * @param first where the objects begin, and their places count from
 */
export function headOf(content: Uint8Array, count: number | undefined, first: number | undefined): PackedHead[] | undefined {
  if (count === undefined || first === undefined || !Number.isInteger(first) || !(first >= 0 && first <= content.length)) return undefined;
  // A remark behind all of its numbers is between it and the objects.
  const [head = '', ...remarks] = latin1(content.subarray(0, first)).split(/(?=%)/);
  if (/[^\d\0\t\n\f\r ]/.test(head) || !remarks.every((remark) => /^%[^\r\n]*[\r\n][\0\t\n\f\r ]*$/.test(remark))) return undefined;
  const numbers = head.match(/\d+/g)?.map(Number) ?? [];
  if (numbers.length !== 2 * count || !numbers.every((number) => Number.isSafeInteger(number))) return undefined;
  const found = Array.from({ length: count }, (_, index) => ({ number: numbers[2 * index]!, from: first + numbers[2 * index + 1]! })).sort(
    (a, b) => a.from - b.from,
  );
  if ((found.at(-1)?.from ?? 0) >= content.length && count > 0) return undefined;
  // Two may stand at one place.
  const places = [...new Set(found.map(({ from }) => from)), content.length];
  const following = new Map(places.map((place, index) => [place, places[index + 1]!]));
  return found.map((one) => ({ ...one, until: following.get(one.from)! }));
}
