import Mustache from 'mustache';

// Made when they are first needed: they take long, and whoever only reads letters formats nothing.
let euros: Intl.NumberFormat | undefined;
let longDate: Intl.DateTimeFormat | undefined;

/** Cents as they stand in a German letter: `1.234,56 €` (no-break space), negative ones with a real minus sign. */
export function formatAmount(cents: number): string {
  euros ??= new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' });
  return euros.format(cents / 100).replace('-', '\u2212');
}

/** A calendar day (`2026-03-15`) as it stands in a German letter: `15. März 2026`. */
export function formatDay(day: string): string {
  longDate ??= new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'UTC' });
  return longDate.format(new Date(`${day}T00:00:00Z`));
}

/**
 * Text as typed or stored, made fit to be set: NFC (so that `u` + diaeresis finds the font's `ü`), one kind of line break,
 * no tabs, no invisible break hints (soft hyphen, zero-width space, byte order mark), at most one empty line in a row.
 */
export const cleanText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** A variable in a mustache text, and whether it stands inside a section of its own name (and so may be missing). */
export interface TextVariable {
  readonly name: string;
  readonly guarded: boolean;
}

/**
 * Every variable in a mustache text.
 * @throws Error if the text isn't valid mustache or uses what letters don't need (partials, other delimiters).
 */
export const variablesIn = (text: string): TextVariable[] => collect(Mustache.parse(text) as Token[], new Set());

/** A parsed piece of mustache: [type, text or name, start, end, children]. */
type Token = [string, string, number, number, Token[]?, ...unknown[]];

function collect(tokens: readonly Token[], open: ReadonlySet<string>): TextVariable[] {
  return tokens.flatMap(([type, name, , , children]) => {
    switch (type) {
      case 'text':
      case '!':
        return [];
      case 'name':
      case '&':
        return [{ name, guarded: open.has(name) }];
      case '#':
        return [{ name, guarded: true }, ...collect(children ?? [], new Set([...open, name]))];
      case '^':
        return [{ name, guarded: true }, ...collect(children ?? [], open)];
      default:
        throw new Error(`Letter texts cannot use the mustache tag "${type}"`);
    }
  });
}

/**
 * Fills a mustache text, without HTML escaping: a letter is not a web page.
 * @throws Error naming the variable (never a value) that the text needs and `view` lacks.
 */
export function fillText(text: string, view: Readonly<Record<string, string>>): string {
  const missing = variablesIn(text).find(({ name, guarded }) => !guarded && !Object.hasOwn(view, name));
  if (missing) throw new Error(`The letter's text needs "${missing.name}"`);
  return cleanText(Mustache.render(text, view, {}, { escape: String }));
}
