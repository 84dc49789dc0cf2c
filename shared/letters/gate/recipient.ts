import { joinedForms, wordsOf, type Word } from '../../personal-data/written-words.ts';

/** Whom a letter is for, as the house knows them. At least one of the names. */
export interface ExpectedRecipient {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly organisation?: string;
  /** Absent where the country has none. */
  readonly postalCode?: string;
  readonly city: string;
}

/**
 * Whether lines of an address name a person: the family name and a given name or its initial (people of one name live at one address), or the organisation; and, on a line below, the postal
 * code, or the place where the country has no codes. However it is written: capitals, umlauts or their two letters, hyphens, one word or two, given and family name on a line
 * each. The line of the sender above it, and by whom somebody is reached (c/o), name nobody.
 * @param lines what stands in the window, line by line
 */
export function namesRecipient(lines: readonly string[], { givenName, familyName, organisation, postalCode, city }: ExpectedRecipient): boolean {
  const all = lines.map(wordsOf);
  const isOfSender = (index: number): boolean => looksLikeSender(lines[index]!) || (postalCode !== undefined && has(all[index]!, postalCode));
  const names = lines.map((line, index) => (isOfSender(index) || isReachedBy(lines[index - 1]) ? [] : wordsOf(withoutReachedBy(line))));
  const isNamed = (line: readonly Word[], index: number): boolean =>
    (familyName !== undefined && (isPerson(line, givenName, familyName) || isOnTwoLines(names[index - 1] ?? [], line, givenName, familyName))) ||
    (organisation !== undefined && isFirm(names, index, organisation));
  const first = names.findIndex(isNamed);
  return first >= 0 && all.slice(first + 1).some((line) => has(line, postalCode ?? city));
}

/** As windows have it in small type: name, street and place in one line. */
const looksLikeSender = (line: string): boolean => /(?<!\d)\d{5}(?!\d)/.test(line) || (/\d/.test(line) && (line.match(/[,;|·•∙–*]/g)?.length ?? 0) >= 2);

const reachedBy = String.raw`(?:c\s*\/\s*o|℅|care of|per adresse|zu\s*h(?:ä|ae)nden|[zZ](?:u|\.)?\s*h(?:d|dn)(?![a-zäöü])|p\.?\s*adr|i\.\s*h(?:s|d))[\s.:]*(?:von\s)?`;
const beginsReachedBy = new RegExp(String.raw`^\s*(?:${reachedBy}|bei(?![a-zäöüß])|at(?:tn|t)?[.:])`, 'i');
/** In this case only: initials are written so too. */
const byAddress = /(?:^|\s)p\.\s?[aA]\./;
const isReachedByAlone = new RegExp(String.raw`^\s*(?:${reachedBy}|bei)\s*$`, 'i');
const anywhereReachedBy = new RegExp(String.raw`[\s,;(]${reachedBy}`, 'i');

const isReachedBy = (line: string | undefined): boolean => line !== undefined && (isReachedByAlone.test(line) || /^\s*p\.\s?[aA]\.[\s:]*$/.test(line));

/** What stands before it, which is who is meant. */
function withoutReachedBy(line: string): string {
  if (beginsReachedBy.test(line)) return '';
  const places = [anywhereReachedBy.exec(line)?.index, byAddress.exec(line)?.index].filter((place) => place !== undefined);
  return line.slice(0, Math.min(line.length, ...places));
}

/** Said before a name, and none. */
const titles: ReadonlySet<string> = new Set([
  'frau',
  'herr',
  'herrn',
  'fraeulein',
  'dr',
  'prof',
  'professor',
  'dipl',
  'ing',
  'med',
  'dent',
  'vet',
  'jur',
  'phil',
  'rer',
  'nat',
  'pol',
  'mag',
  'ma',
  'ba',
  'an',
  'mr',
  'mrs',
  'ms',
]);
const withoutTitles = (line: readonly Word[]): Word[] => line.filter((word) => !word.some((form) => titles.has(form)));

function isPerson(line: readonly Word[], givenName: string | undefined, familyName: string): boolean {
  if (!has(line, familyName)) return false;
  return givenName === undefined || givenNames(givenName).some((name) => has(line, name)) || isInitialOf(line, givenName, familyName);
}

/** All of them, and each. */
const givenNames = (givenName: string): string[] => [givenName, ...givenName.split(/[\s-]+/).filter((name) => name !== '')];

/** Letters beside the family name, of which the first is that of the first given name: `Thomas P. Sommer` is another. */
function isInitialOf(line: readonly Word[], givenName: string, familyName: string): boolean {
  const initial = wordsOf(givenName)[0]?.[0]?.[0];
  const words = withoutTitles(line);
  const letters = words.filter((word) => word.every((form) => form.length === 1));
  const rest = words.filter((word) => !letters.includes(word));
  return initial !== undefined && letters[0]?.includes(initial) === true && isExactly(rest, familyName);
}

/** Nothing but given names, and below nothing but the family name. */
function isOnTwoLines(above: readonly Word[], line: readonly Word[], givenName: string | undefined, familyName: string): boolean {
  if (givenName === undefined || !isExactly(line, familyName)) return false;
  const names = givenNames(givenName);
  const given = withoutTitles(above);
  return isExactly(given, givenName) || (given.length === 1 && names.some((name) => isExactly(given, name)));
}

const isExactly = (line: readonly Word[], sought: string): boolean => {
  const forms = joinedForms(wordsOf(sought));
  return [...joinedForms(line)].some((form) => forms.has(form));
};

/** Long ones go on below: this line has what is missing of it. */
const isFirm = (names: readonly (readonly Word[])[], index: number, organisation: string): boolean => {
  const from = Math.max(0, index - 2);
  return [names[index]!, names.slice(index - 1 < 0 ? 0 : index - 1, index + 1).flat(), names.slice(from, index + 1).flat()].some((lines) =>
    has(lines, organisation),
  );
};

/** So many words are taken together to find a name in: one that is letter-spaced is as many as it has letters. */
const mostTogether = 40;

/** Whether words that follow one another are what is sought, from the beginning of one to the end of another. */
function has(line: readonly Word[], sought: string): boolean {
  const forms = joinedForms(wordsOf(sought));
  return forms.size > 0 && line.some((_, from) => reaches(line, from, forms));
}

function reaches(line: readonly Word[], from: number, forms: ReadonlySet<string>): boolean {
  const longest = Math.max(...[...forms].map((form) => form.length));
  let together = new Set(['']);
  for (const word of line.slice(from, from + mostTogether)) {
    together = new Set([...together].flatMap((before) => word.map((form) => before + form)).filter((text) => text.length <= longest));
    if ([...together].some((text) => forms.has(text))) return true;
    if (together.size === 0) return false;
  }
  return false;
}
