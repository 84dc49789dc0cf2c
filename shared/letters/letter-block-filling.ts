import type { Language } from '../language.ts';
import type { BlockCondition, LetterTemplateBlock } from './letter-block.ts';
import { isGiven, sumsOf, type LetterField, type LetterLine, type LetterTableRow, type LetterValues } from './letter-field.ts';
import type { LetterBlock, LetterRow } from './typesetting/content.ts';
import { formatAmount } from './typesetting/text.ts';

/** What blocks are filled with: values as they were given, as texts print them, the totals in cents by their names, and what fills a text. */
export interface Filling {
  readonly values: LetterValues;
  readonly view: Readonly<Record<string, string>>;
  readonly totals: ReadonlyMap<string, number>;
  readonly fill: (text: string) => string;
}

interface Blocks {
  readonly language: Language;
  readonly fields: readonly LetterField[];
  readonly blocks: readonly LetterTemplateBlock[];
}

/** The blocks of a letter as they are printed; those whose condition does not hold, and those that come out empty, are left out. */
export function composeBlocks({ language, fields, blocks }: Blocks, filling: Filling): LetterBlock[] {
  const { values, totals, fill } = filling;
  const composed: LetterBlock[] = [];
  let rows: LetterRow[] = [];
  for (const block of blocks) {
    if ('when' in block && block.when?.some((condition) => !holds(condition, filling))) continue;
    switch (block.kind) {
      case 'heading':
        composed.push(...filled(fill(block.text)).map((text) => ({ kind: 'heading' as const, text })));
        break;
      case 'paragraph':
        composed.push(
          ...fill(block.text)
            .split('\n\n')
            .flatMap(filled)
            .map((text) => ({ kind: 'paragraph' as const, text })),
        );
        break;
      case 'list':
        composed.push(...listOf(block.items.map(fill).flatMap(filled), block));
        break;
      case 'list-of':
        composed.push(...listOf(values[block.field] as readonly string[], block));
        break;
      case 'table':
        rows = itemRows(values[block.field] as readonly LetterLine[], language);
        composed.push({ kind: 'table', headings: block.headings, rows });
        break;
      case 'total':
        if (block.onlyWith === undefined || centsIn(values[block.onlyWith]) !== 0)
          rows.push({ label: block.label, amount: formatAmount(totals.get(block.name) ?? 0, language), role: block.result ? 'result' : 'step' });
        break;
      case 'columns':
        composed.push(columnsOf(block, fields, values, language));
        break;
      case 'fixed-columns':
        composed.push({ kind: 'columns', columns: block.columns, rows: block.rows.map((row) => row.map(fill)) });
        break;
      default:
        composed.push({ kind: 'link', text: fill(block.text), url: block.url });
    }
  }
  return composed;
}

/** A text as a list of one, or of none where it says nothing. */
const filled = (text: string): string[] => (text === '' ? [] : [text]);

const listOf = (items: readonly string[], { ordered = false }: { readonly ordered?: boolean | undefined }): LetterBlock[] =>
  items.length === 0 ? [] : [{ kind: 'list', ordered, items }];

/** Values are given or not; of what every letter brings along, what is printed tells. */
function holds(condition: BlockCondition, { values, view }: Filling): boolean {
  const { value } = condition;
  if (condition.is === 'one-of') return condition.codes.some((code) => code === values[value]);
  const given = Object.hasOwn(values, value) ? isGiven(values[value]) : Object.hasOwn(view, value);
  return given === (condition.is === 'given');
}

const itemRows = (lines: readonly LetterLine[], language: Language): LetterRow[] =>
  lines.map(({ label, amountCents }) => ({ label, amount: formatAmount(amountCents, language), role: 'item' }));

function columnsOf(
  { field: name, columns, sumLabel }: Extract<LetterTemplateBlock, { kind: 'columns' }>,
  fields: readonly LetterField[],
  values: LetterValues,
  language: Language,
): LetterBlock {
  const field = fields.find((one) => one.name === name) as Extract<LetterField, { type: 'rows' }>;
  const rows = values[name] as readonly LetterTableRow[];
  const amounts = new Map(sumsOf(field, rows));
  const cell = (row: LetterTableRow, column: string): string => {
    const value = row[column];
    return typeof value === 'number' ? formatAmount(value, language) : (value ?? '');
  };
  const sums = columns.map(({ shows }) => (amounts.has(shows) ? formatAmount(amounts.get(shows)!, language) : ''));
  return {
    kind: 'columns',
    columns: columns.map(({ heading, shows }) => ({ heading, align: amounts.has(shows) ? 'right' : 'left' })),
    rows: rows.map((row) => columns.map(({ shows }) => cell(row, shows))),
    // The name of the sums stands where there is none, at the beginning most times.
    ...(sumLabel !== undefined && { total: sums.map((sum, index) => (index === sums.indexOf('') ? sumLabel : sum)) }),
  };
}

/** What a value comes to, in cents: an amount, or the rows of one of the type `lines`. */
export function centsIn(value: LetterValues[string]): number {
  if (typeof value === 'number') return value;
  return typeof value === 'object' ? (value as readonly LetterLine[]).reduce((sum, { amountCents }) => sum + amountCents, 0) : 0;
}
