/** The forms that a word has: as it is, its umlauts as two letters, its accents left out. */
export type Word = readonly string[];

/** The words of a line, whatever stands between them. */
export const wordsOf = (line: string): Word[] =>
  line
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .map(formsOf);

/** Letters that Unicode does not part into a letter and its mark, and that people without the keys write as that letter. */
const plainLetters: Readonly<Record<string, string>> = { ł: 'l', ı: 'i', đ: 'd', ħ: 'h' };

const twoLetters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ø: 'oe', å: 'aa', æ: 'ae', œ: 'oe' };

function formsOf(written: string): Word {
  const word = written.replaceAll(/[łıđħ]/g, (letter) => plainLetters[letter]!);
  const spelled = withoutAccents(word.replaceAll(/[äöüßøåæœ]/g, (letter) => twoLetters[letter]!));
  const bare = withoutAccents(word.replaceAll('ß', 'ss').replaceAll('ø', 'o'));
  return spelled === bare ? [spelled] : [spelled, bare];
}

const withoutAccents = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '');

/** All ways to write these words as one, few since few words have two forms. */
export const joinedForms = (words: readonly Word[]): Set<string> =>
  new Set(
    words.slice(0, 12).reduce<string[]>((texts, word) => texts.flatMap((text) => word.map((form) => text + form)).slice(0, 64), words.length > 0 ? [''] : []),
  );
