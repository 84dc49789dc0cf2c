import * as z from 'zod';
import type { Language } from '../../language.ts';
import { Country } from '../../personal-data/country.ts';
import { cleanText } from './text.ts';

/** One line of text, cleaned; at most `max` UTF-16 units. Line breaks, control, format and private-use characters are refused. */
export const textLine = (max: number) =>
  z
    .string()
    .overwrite(cleanText)
    .min(1)
    .max(max)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'has characters that cannot be printed');

/** Share of light that a colour gives back, as the eye weighs it (WCAG 2.2, "relative luminance"); `#rrggbb`. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const Color = z.string().regex(/^#[0-9a-f]{6}$/i, { error: 'must look like #12456b', abort: true });

/** A colour in which text on white can be read: contrast of 4.5 to 1 at least (WCAG 2.2, 1.4.3). */
const TextColor = Color.refine((color) => 1.05 / (luminance(color) + 0.05) >= 4.5, 'is too light for text on white paper');

/**
 * A logo as shapes: what the `d` and `fill` of an SVG's paths say, in a box of this width and height. Drawn so, it is sharp at any size,
 * and nothing has to lie beside the code. All of it passes through an environment variable, so it is short.
 */
export const Logo = z.strictObject({
  width: z.number().positive().max(10_000),
  height: z.number().positive().max(10_000),
  paths: z
    .array(z.strictObject({ d: z.string().regex(/^[Mm][\sMmLlHhVvCcSsQqTtAaZzeE\d,.+-]*$/, 'is no path data of SVG'), color: Color }))
    .min(1)
    .max(20)
    .refine((paths) => paths.reduce((sum, { d }) => sum + d.length, 0) <= 2000, 'has more than 2000 characters of path data'),
});
export type Logo = z.infer<typeof Logo>;

/** Who sends the letter. Comes from the stage's configuration; holds no customer's data. */
export const LetterSender = z.strictObject({
  company: textLine(80),
  street: textLine(80),
  postalCode: textLine(12),
  city: textLine(60),
  /**
   * Columns of the footer, each with its lines: address, contact, board, register (the details that AktG §80, GmbHG §35a
   * and HGB §37a demand on business letters).
   */
  footer: z
    .array(z.array(textLine(60)).min(1).max(6))
    .min(1)
    .max(4),
  /** Where customers call, as it is printed. */
  phone: textLine(40).optional(),
  /** The portal's address as it is printed: `portal.musterschutz.example`. */
  portal: textLine(80).optional(),
  /** In which the company's name and the lines of tables are set. */
  color: TextColor.optional(),
  logo: Logo.optional(),
});
export type LetterSender = z.infer<typeof LetterSender>;

/** Who gets the letter. `form` picks the salutation; `neutral` where we don't know or shall not say. */
export const LetterRecipient = z.strictObject({
  form: z.enum(['frau', 'herr', 'neutral']),
  /** Academic title or title of nobility in front of the name, e.g. `Dr.` */
  title: textLine(40).optional(),
  givenName: textLine(80).optional(),
  familyName: textLine(80),
  /** Firm or institution above the name. */
  organisation: textLine(80).optional(),
  /** At whose address, without the "c/o" before it. */
  careOf: textLine(80).optional(),
  street: textLine(80),
  /** A second line of the address. */
  addition: textLine(80).optional(),
  postalCode: textLine(16).optional(),
  city: textLine(60),
  /** State or province. */
  region: textLine(40).optional(),
  /** Where the letter goes, as our own post has it: abroad its name is the last line (DIN 5008). */
  country: Country,
});
export type LetterRecipient = z.infer<typeof LetterRecipient>;

/** The clerk under whose name the letter goes out. */
export const LetterSignatory = z.strictObject({
  name: textLine(100),
  /** What the clerk does, e.g. `Schadenservice`. */
  role: textLine(80),
  phone: textLine(40).optional(),
  email: textLine(80).optional(),
});
export type LetterSignatory = z.infer<typeof LetterSignatory>;

/**
 * The numbers a letter is filed under: `ours` under the template's label (e.g. Schadennummer), `yours` as "Ihr Zeichen", and that of the
 * contract.
 */
export const LetterReference = z.strictObject({ ours: textLine(40), yours: textLine(40).optional(), insuranceNumber: textLine(40).optional() });
export type LetterReference = z.infer<typeof LetterReference>;

/** A row of a table: an item, a step of the calculation, or its result. */
export interface LetterRow {
  readonly label: string;
  /** As printed, e.g. `1.234,56 €`. */
  readonly amount: string;
  readonly role: 'item' | 'step' | 'result';
}

/** A column of a table: what stands above it, and to which side its cells are set. */
export interface LetterColumn {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

/** A part of the letter's body. */
export type LetterBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Of what follows it. */
  | { readonly kind: 'heading'; readonly text: string }
  /** `ordered`: with numbers. */
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  /** A table of columns, each row with a text for each; `total` is a last row that sums up. */
  | {
      readonly kind: 'columns';
      readonly columns: readonly LetterColumn[];
      readonly rows: readonly (readonly string[])[];
      readonly total?: readonly string[] | undefined;
    }
  /** A page on the web, as text and as a code to be read by a phone. The address is the same in every letter. */
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'table'; readonly headings: { readonly label: string; readonly amount: string }; readonly rows: readonly LetterRow[] };

/** A letter, ready to be set: every text as it is printed, nothing left to decide but where it goes. */
export interface LetterContent {
  readonly language: Language;
  /** Fixed by the template; the only text that goes into the file's metadata. Never a person's name. */
  readonly title: string;
  readonly sender: LetterSender;
  /** Lines of the address window. */
  readonly recipient: readonly string[];
  /** The information block, from top to bottom. */
  readonly details: readonly { readonly label: string; readonly value: string }[];
  readonly subject: string;
  readonly salutation: string;
  readonly blocks: readonly LetterBlock[];
  readonly closing: string;
  /** Company, name and role under the closing. */
  readonly signature: readonly string[];
  /** A last line in small print, e.g. that no signature is needed. */
  readonly remark: string;
}
