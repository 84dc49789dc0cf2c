import type { LetterTemplate, TemplateBlock } from './letter-template.ts';
import { variablesIn } from './typesetting/text.ts';

type Checked = Pick<LetterTemplate, 'fields' | 'blocks' | 'subject' | 'salutation' | 'closing' | 'remark'>;

/** What is wrong with a template beyond its shape, in words; nothing if it can be filled whatever the clerk leaves out. `builtIn` are the names every letter has, `atTimes` those that some have. */
export function problemsOf(
  { fields, blocks, subject, salutation, closing, remark }: Checked,
  builtIn: readonly string[],
  atTimes: readonly string[],
): string[] {
  const totals = blocks.filter((block) => block.kind === 'total');
  const names = [...fields, ...totals].map(({ name }) => name);
  const typeOf = new Map<string, string>(fields.map(({ name, type }) => [name, type]));
  const textTypes = new Map([...typeOf, ...atTimes.map((name) => [name, 'text'] as const)]);
  const always = new Set<string>([...builtIn, ...totals.map(({ name }) => name), ...fields.filter(({ required }) => required).map(({ name }) => name)]);
  const texts = [subject, ...Object.values(salutation), closing, remark, ...blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []))];
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `The name "${name}" is used twice`),
    ...texts.flatMap((text) => problemsOfText(text, always, textTypes)),
    ...blocks.flatMap((block, index) => problemsOfBlock(block, blocks[index - 1], typeOf)),
    ...blocks.flatMap((block) => (block.kind === 'table' && !always.has(block.field) ? [`The table's field "${block.field}" is not required`] : [])),
  ];
}

function problemsOfText(text: string, always: ReadonlySet<string>, typeOf: ReadonlyMap<string, string>): string[] {
  try {
    return variablesIn(text).flatMap(({ name, guarded }) => {
      if (typeOf.get(name) === 'lines') return [`A text uses the rows of "${name}"`];
      if (always.has(name)) return [];
      if (!typeOf.has(name)) return [`A text uses "${name}", which is not declared`];
      return guarded ? [] : [`A text uses the optional "${name}" outside a section of its own`];
    });
  } catch (error) {
    return [(error as Error).message];
  }
}

function problemsOfBlock(block: TemplateBlock, before: TemplateBlock | undefined, typeOf: ReadonlyMap<string, string>): string[] {
  if (block.kind === 'table') return typeOf.get(block.field) === 'lines' ? [] : [`The table's field "${block.field}" has no rows`];
  if (block.kind !== 'total') return [];
  const unknown = [...block.plus, ...block.minus, ...(block.onlyWith === undefined ? [] : [block.onlyWith])].filter(
    (name) => !['lines', 'amount'].includes(typeOf.get(name) ?? ''),
  );
  return [
    ...unknown.map((name) => `The total "${block.name}" uses "${name}", which is no amount`),
    ...(before === undefined || before.kind === 'paragraph' ? [`The total "${block.name}" does not follow a table`] : []),
  ];
}
