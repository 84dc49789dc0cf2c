/** The forms that a word has: as it is, its umlauts as two letters, its accents left out. */
export type Word = readonly string[];

/** The words of a line, whatever stands between them. */
export const wordsOf = (line: string): Word[] =>
  line
    .normalize('NFKC')
    .toLowerCase()
    // Also where a code and its place are written as one.
    .replaceAll(/(?<=\p{N})(?=\p{L})|(?<=\p{L})(?=\p{N})/gu, ' ')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .map(formsOf);

const twoLetters: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'oe',
  å: 'aa',
  æ: 'ae',
  œ: 'oe',
  đ: 'dj',
  þ: 'th',
  ð: 'dh',
  ı: 'i',
  ł: 'l',
  ħ: 'h',
};
/** What is one letter and no letter with an accent, without what makes it its own. */
const oneLetter: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', đ: 'd', þ: 'th', ð: 'd', ı: 'i', ł: 'l', ħ: 'h' };

function formsOf(word: string): Word {
  const spelled = withoutAccents(word.replaceAll(/[äöüßøåæœđþðıłħ]/g, (letter) => twoLetters[letter]!));
  const bare = withoutAccents(word.replaceAll(/[ßøæœđþðıłħ]/g, (letter) => oneLetter[letter]!));
  return spelled === bare ? [spelled] : [spelled, bare];
}

const withoutAccents = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '');

/** All ways to write these words as one, few since few words have two forms. */
export const joinedForms = (words: readonly Word[]): Set<string> =>
  new Set(
    words.slice(0, 12).reduce<string[]>((texts, word) => texts.flatMap((text) => word.map((form) => text + form)).slice(0, 64), words.length > 0 ? [''] : []),
  );
