import * as z from 'zod';

/** What a sender is told to do, in both languages of the house. Never says anything of the file itself. */
export interface Said {
  readonly de: string;
  readonly en: string;
}

/** The codes of a list of texts. */
export const codesOf = <Code extends string>(texts: Readonly<Record<Code, Said>>) => z.enum(Object.keys(texts) as [Code, ...Code[]]);
