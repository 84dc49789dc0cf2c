import Mustache from 'mustache';
import type { Language } from '../../language.ts';

/** How a language writes numbers and days. */
const locales: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** Made when they are first needed: they take long, and whoever only reads letters formats nothing. */
const perLanguage = <Format>(make: (locale: string) => Format): ((language: Language) => Format) => {
  const made = new Map<Language, Format>();
  return (language) => {
    const format = made.get(language) ?? make(locales[language]);
    made.set(language, format);
    return format;
  };
};
const euros = perLanguage((locale) => new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }));
const numbers = perLanguage((locale) => new Intl.NumberFormat(locale));
const longDates = perLanguage((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }));
const lists = perLanguage((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));
const plurals = perLanguage((locale) => new Intl.PluralRules(locale));

/** Cents as a letter prints them: `1.234,56 €` (no-break space), in English `€1,234.56`; negative ones with a real minus sign. */
export const formatAmount = (cents: number, language: Language = 'de'): string =>
  euros(language)
    .format(cents / 100)
    .replace('-', '\u2212');

/** A number of things: `1.200`, in English `1,200`. */
export const formatNumber = (count: number, language: Language = 'de'): string => numbers(language).format(count);

/** A calendar day (`2026-03-15`) as it stands in a letter: `15. März 2026`, in English `15 March 2026`. */
export const formatDay = (day: string, language: Language = 'de'): string => longDates(language).format(new Date(`${day}T00:00:00Z`));

/** Things one after the other: `Rechnung, Attest und Foto`. */
export const formatList = (items: readonly string[], language: Language = 'de'): string => lists(language).format(items);

/** The forms that a noun has with a number in a language (Unicode CLDR): of German and English `one` and `other`. */
export const pluralForms = (language: Language): readonly string[] => plurals(language).resolvedOptions().pluralCategories;

/** In which of them it stands with this number: `one` with 1, `other` with 0 and 2. */
export const pluralForm = (count: number, language: Language): string => plurals(language).select(count);

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

/**
 * A variable in a mustache text: as what it stands there, in which sections, and whether one of them has its own name (so that it may be missing).
 */
export interface TextVariable {
  readonly name: string;
  readonly as: 'value' | 'section' | 'inverted';
  readonly inside: readonly string[];
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
        return [{ name, as: 'value', inside: [...open], guarded: open.has(name) }];
      case '#':
        return [{ name, as: 'section', inside: [...open], guarded: true }, ...collect(children ?? [], new Set([...open, name]))];
      case '^':
        return [{ name, as: 'inverted', inside: [...open], guarded: true }, ...collect(children ?? [], open)];
      default:
        throw new Error(`Letter texts cannot use the mustache tag "${type}"`);
    }
  });
}

/**
 * Fills a mustache text, without HTML escaping: a letter is not a web page.
 * @throws Error naming the variable (never a value) that the text needs and `view` lacks; what stands in sections that fall away is not needed.
 */
export function fillText(text: string, view: Readonly<Record<string, string>>): string {
  variablesIn(text);
  const missing = needed(Mustache.parse(text) as Token[], view).find((name) => !Object.hasOwn(view, name));
  if (missing !== undefined) throw new Error(`The letter's text needs "${missing}"`);
  return cleanText(Mustache.render(text, view, {}, { escape: String }));
}

/** The variables that are printed with this view: those in sections that fall away are not. */
function needed(tokens: readonly Token[], view: Readonly<Record<string, string>>): string[] {
  const has = (name: string): boolean => Object.hasOwn(view, name) && view[name] !== '';
  return tokens.flatMap(([type, name, , , children]) => {
    if (type === 'name' || type === '&') return [name];
    return children && has(name) === (type === '#') ? needed(children, view) : [];
  });
}
