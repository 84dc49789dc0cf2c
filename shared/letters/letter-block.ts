import * as z from 'zod';
import { ValueName } from './letter-field.ts';
import { textLine } from './typesetting/content.ts';

/** A text with placeholders (mustache). */
export const LetterText = z.string().min(1).max(4000);
const ShortText = z.string().min(1).max(400);

/** What must be so of the values for a block to be there. An amount or a number of nothing counts as not given. */
export const BlockCondition = z.discriminatedUnion('is', [
  z.strictObject({ value: ValueName, is: z.literal('given') }),
  z.strictObject({ value: ValueName, is: z.literal('not-given') }),
  z.strictObject({ value: ValueName, is: z.literal('one-of'), codes: z.array(z.string().max(40)).min(1).max(20) }),
]);
export type BlockCondition = z.infer<typeof BlockCondition>;

const when = z.array(BlockCondition).min(1).max(5).optional().describe('All of this must be so; without it the block is in every letter');

/** A page on the web, the same in every letter: nothing is filled into it, so no address tells of a person. */
const PageAddress = z
  .string()
  .max(200)
  .regex(
    /^https:\/\/(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?:\/[\w.~:/?#@!$&'()*+,;=%-]*)?$/,
    'must be the address of a page, like https://portal.example.org/schaden; it takes no placeholders',
  );

const heading = textLine(40).describe('Above the column');

/** A part of a letter's text. */
export const LetterTemplateBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), text: ShortText, when }).describe('A heading of what follows'),
  z
    .strictObject({ kind: z.literal('paragraph'), text: LetterText, when })
    .describe('An empty line in a text or a value begins a new paragraph; one that comes out empty is left out'),
  z
    .strictObject({ kind: z.literal('list'), ordered: z.boolean().optional(), items: z.array(ShortText).min(1).max(40), when })
    .describe('Points, with bullets or numbers; one that comes out empty is left out'),
  z.strictObject({ kind: z.literal('list-of'), field: ValueName, ordered: z.boolean().optional(), when }).describe('The points in a value of the type `list`'),
  z
    .strictObject({ kind: z.literal('table'), field: ValueName, headings: z.strictObject({ label: textLine(40), amount: textLine(20) }), when })
    .describe('A table of the amounts in a value of the type `lines`'),
  z
    .strictObject({
      kind: z.literal('total'),
      name: ValueName,
      label: textLine(80),
      plus: z.array(z.string()).max(10),
      minus: z.array(z.string()).max(10),
      result: z.boolean(),
      onlyWith: z.string().optional(),
      atLeastCents: z.int().optional(),
      atMostCents: z.int().optional(),
      floorCents: z.int().optional(),
    })
    .describe(
      'A row under the table before it: the sum of the values in `plus` less those in `minus`. Texts may use its `name`. `onlyWith` leaves the row out where that value is missing or zero; `atLeastCents` and `atMostCents` refuse a letter whose sum is lower or higher; a sum below `floorCents` is printed as that',
    ),
  z
    .strictObject({
      kind: z.literal('columns'),
      field: ValueName,
      columns: z
        .array(z.strictObject({ heading, shows: ValueName }))
        .min(2)
        .max(5),
      sumLabel: textLine(40).optional(),
      when,
    })
    .describe('A table of the rows in a value of the type `rows`. `sumLabel`: what a last row is called that adds up its amounts'),
  z
    .strictObject({
      kind: z.literal('fixed-columns'),
      columns: z
        .array(z.strictObject({ heading, align: z.enum(['left', 'right']) }))
        .min(2)
        .max(5),
      rows: z
        .array(z.array(z.string().max(200)).min(2).max(5))
        .min(1)
        .max(60),
      when,
    })
    .describe('A table whose rows are the same in every letter, but for placeholders in them'),
  z.strictObject({ kind: z.literal('link'), text: ShortText, url: PageAddress, when }).describe('A page on the web, as text and as a QR code'),
]);
export type LetterTemplateBlock = z.infer<typeof LetterTemplateBlock>;
