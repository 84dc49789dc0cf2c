import * as z from 'zod';

/** The languages in which texts can be kept. What there is in German only is said in German. */
export const Language = z.enum(['de', 'en']);
export type Language = z.infer<typeof Language>;

/** Something in German, and in English where somebody has written that too. */
interface InLanguages<Words> {
  readonly de: Words;
  readonly en?: Words | undefined;
}

/** It in a language, or in German where there is none in that, and in which it is. */
export function inLanguage<Words>(all: InLanguages<Words>, language: Language): { readonly words: Words; readonly language: Language } {
  const words = all[language];
  return words === undefined ? { words: all.de, language: 'de' } : { words, language };
}
