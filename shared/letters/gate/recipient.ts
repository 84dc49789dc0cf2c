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
 * Whether lines of an address name a person: the family name and a given name or its initial (people of one name live at one address), or the organisation; and the postal code,
 * or the place where the country has no codes. However it is written: capitals, umlauts or their two letters, hyphens, one word or two.
 * @param lines what stands in the window, line by line
 */
export function namesRecipient(lines: readonly string[], { givenName, familyName, organisation, postalCode, city }: ExpectedRecipient): boolean {
  const words = lines.map(wordsOf);
  const person = familyName !== undefined && words.some((line) => has(line, familyName) && (givenName === undefined || hasGivenName(line, givenName)));
  const firm = organisation !== undefined && has(words.flat(), organisation);
  return (person || firm) && words.some((line) => has(line, postalCode ?? city));
}

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

/** One of the given names, all of them, or the initial of the first. */
function hasGivenName(line: readonly Word[], givenName: string): boolean {
  const names = givenName.split(/[\s-]+/).filter((name) => name !== '');
  const initial = wordsOf(names[0] ?? '')[0]?.[0]?.[0];
  return has(line, givenName) || names.some((name) => has(line, name)) || line.some((word) => initial !== undefined && word.includes(initial));
}
