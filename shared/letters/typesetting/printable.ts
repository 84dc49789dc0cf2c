import { printableRanges } from './printable-ranges.ts';

/** Whether both fonts of our letters have a glyph for a code point. The table is made from them by `npm run generate`: whoever takes a name in need not load a font. */
function covers(codePoint: number): boolean {
  let [low, high] = [0, ranges().length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges()[middle]!.last < codePoint) low = middle + 1;
    else high = middle;
  }
  return low < ranges().length && ranges()[low]!.first <= codePoint;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

let read: readonly Range[] | undefined;
const ranges = (): readonly Range[] =>
  (read ??= printableRanges
    .flatMap((line) => line.split(' '))
    .map((range) => {
      const [first, last = first] = range.split('-').map((hex) => Number.parseInt(hex, 16)) as [number, number?];
      return { first, last };
    }));

/** No control, format, surrogate, private-use or separator characters: PDF/A-2a wants every glyph to stand for a Unicode text. */
const isText = (character: string): boolean => /^[^\p{C}\p{Zl}\p{Zp}]$/u.test(character);

const isCovered = (characters: readonly string[]): boolean => characters.every((character) => isText(character) && covers(character.codePointAt(0)!));

/** A letter with its marks, each taken apart from the next. */
const clusters = (text: string): string[] => text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];

/**
 * A letter with its marks as glyphs of the fonts: the composed one (NFC), or else all of it taken apart (NFD), since the fonts know where to put
 * marks on plain letters only. `undefined` of one that they cannot set.
 */
function asGlyphs(cluster: string): string | undefined {
  const composed = [...cluster.normalize('NFC')];
  if (composed.length === 1 && isCovered(composed)) return composed[0];
  const apart = [...cluster.normalize('NFD')];
  return isCovered(apart) ? apart.join('') : undefined;
}

/** Most of what letters say, and nothing to take apart in it. */
const plain = /^[ -~\u00c0-\u00ff]*$/;

/** Text as the fonts can set it. */
export const inGlyphs = (text: string): string =>
  plain.test(text)
    ? text
    : clusters(text)
        .map((cluster) => asGlyphs(cluster) ?? cluster)
        .join('');

/** Whether letters can print a text; line breaks are no matter of fonts. */
export const isPrintable = (text: string): boolean => clusters(text).every((cluster) => cluster === '\n' || asGlyphs(cluster) !== undefined);
