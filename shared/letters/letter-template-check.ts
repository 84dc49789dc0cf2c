import type { Language } from '../language.ts';
import { builtInNames } from './built-in-placeholders.ts';
import type { BlockCondition, LetterTemplateBlock } from './letter-block.ts';
import { placeholdersOf, type LetterField } from './letter-field.ts';
import { fillText, variablesIn, type TextVariable } from './typesetting/text.ts';

/** What of a template is checked beyond its shape: what is filled in, and the texts in one language. */
export interface CheckedTemplate {
  readonly language: Language;
  readonly fields: readonly LetterField[];
  readonly subject: string;
  readonly salutation: Readonly<Record<string, string>>;
  readonly blocks: readonly LetterTemplateBlock[];
  readonly closing: string;
  readonly remark: string;
}

/** What is wrong, where. The words name what is known, and quote nothing that was written. */
export interface TemplateProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** All names that a template's texts can use, as they stand to each other. */
interface Names {
  readonly fields: ReadonlyMap<string, LetterField>;
  /** Placeholders that there are in every letter. */
  readonly always: ReadonlySet<string>;
  /** Whose each of the others is: a section of that name, or a condition on it, makes sure of it. */
  readonly ownerOf: ReadonlyMap<string, string>;
  /** The forms for numbers, each with all those that stand for it together. */
  readonly forms: ReadonlyMap<string, readonly string[]>;
}

/** What is wrong with a template; nothing if it can be filled whatever the clerk leaves out and whoever the customer is. */
export function problemsOf(template: CheckedTemplate): TemplateProblem[] {
  const { fields, blocks, subject, salutation, closing, remark } = template;
  const names = namesOf(template);
  const texts: [string, TemplateProblem['path']][] = [
    [subject, ['subject']],
    ...Object.entries(salutation).map(([form, text]): [string, string[]] => [text, ['salutation', form]]),
    [closing, ['closing']],
    [remark, ['remark']],
  ];
  return [
    ...twice(fields, blocks, template.language),
    ...texts.flatMap(([text, path]) => [...problemsOfLine(text, path, names, []), ...emptyProblem(text, path, names)]),
    ...blocks.flatMap((block, index) =>
      problemsOfBlock(block, blocks.slice(0, index), names).map(({ path, message }) => ({ path: ['blocks', index, ...path], message })),
    ),
  ];
}

function namesOf({ fields, blocks, language }: CheckedTemplate): Names {
  const made = fields.map((field) => ({ field, ...placeholdersOf(field, language) }));
  const totals = blocks.flatMap((block) => (block.kind === 'total' ? [block.name] : []));
  const required = made.filter(({ field }) => field.required).flatMap(({ names }) => names);
  return {
    fields: new Map(fields.map((field) => [field.name, field])),
    always: new Set([...builtInNames.always, ...totals, ...required]),
    ownerOf: new Map([
      ...builtInNames.atTimes.map((name) => [name, name] as const),
      ...made.flatMap(({ field, names, forms }) => [...names, ...forms].map((name) => [name, field.name] as const)),
    ]),
    forms: new Map(made.flatMap(({ forms }) => forms.map((form) => [form, forms] as const))),
  };
}

/** Names that mean two things. */
function twice(fields: readonly LetterField[], blocks: readonly LetterTemplateBlock[], language: Language): TemplateProblem[] {
  const taken = new Set<string>([...builtInNames.always, ...builtInNames.atTimes]);
  const problems: TemplateProblem[] = [];
  const take = (names: readonly string[], path: TemplateProblem['path']): void => {
    if (names.some((name) => taken.has(name) || name in {})) problems.push({ path, message: 'is taken' });
    for (const name of names) taken.add(name);
  };
  for (const [index, field] of fields.entries()) {
    const { names, forms } = placeholdersOf(field, language);
    take([...new Set([field.name, ...names, ...forms])], ['fields', index, 'name']);
  }
  for (const [index, block] of blocks.entries()) if (block.kind === 'total') take([block.name], ['blocks', index, 'name']);
  return problems;
}

const braces = 'has braces that are no placeholder: each {{ needs its }}, each {{#name}} its {{/name}}';

function problemsOfText(text: string, path: TemplateProblem['path'], names: Names, given: readonly string[]): TemplateProblem[] {
  const say = (message: string): TemplateProblem[] => [{ path, message }];
  // Comments, partials, other delimiters and single braces would reach nobody, or the customer.
  if (/[{}]/.test(text.replaceAll(/\{\{[#^/]?\s*\p{L}[^{}\s]*\s*\}\}/gu, ''))) return say(braces);
  const variables = variablesOf(text);
  if (!variables) return say(braces);
  if (variables.some(({ name }) => !names.always.has(name) && !names.ownerOf.has(name)))
    return say(`has a placeholder that is unknown here: there are ${[...new Set([...names.always, ...names.ownerOf.keys()])].join(', ')}`);
  const open = [...new Set(variables.filter((variable) => !isThere(variable, names, given)).map(({ name }) => name))];
  if (open.length > 0)
    return open.flatMap((name) => say(`has {{${name}}}, which not every letter has: put it into {{#${guardOf(name, names)}}} … {{/${guardOf(name, names)}}}`));
  const lacking = [...new Set(variables.map(({ name }) => names.forms.get(name)))].find((forms) => forms && !areComplete(forms, variables));
  return lacking ? say(`needs ${lacking.map((form) => `{{#${form}}}`).join(' and ')}: one of them is there, by the number`) : [];
}

/** One that is set in one piece, or nearly: what clerks write over many lines has no room there. */
function problemsOfLine(text: string, path: TemplateProblem['path'], names: Names, given: readonly string[]): TemplateProblem[] {
  const problems = problemsOfText(text, path, names, given);
  if (problems.length > 0) return problems;
  const long = variablesOf(text)?.find(({ name, as }) => as === 'value' && isMultiline(names.fields.get(name)));
  return long ? [{ path, message: `has {{${long.name}}}, which can have many lines: only a paragraph has room for it` }] : [];
}

const isMultiline = (field: LetterField | undefined): boolean => field?.type === 'text' && field.multiline === true;

/** Which section makes sure of a placeholder: that of its value, or its own where it is a form, or where the value itself is no placeholder (rows). */
function guardOf(name: string, names: Names): string {
  const owner = names.ownerOf.get(name)!;
  return names.forms.has(name) || !names.ownerOf.has(owner) ? name : owner;
}

/** Whether a variable is there wherever its text is. */
function isThere({ name, as, inside, guarded }: TextVariable, names: Names, given: readonly string[]): boolean {
  if (as !== 'value' || guarded || names.always.has(name)) return true;
  const owner = names.ownerOf.get(name)!;
  return !names.forms.has(name) && [...inside, ...given].includes(owner);
}

/** Whether something is said for every number: each form has a section, or one of them has both. */
const areComplete = (forms: readonly string[], variables: readonly TextVariable[]): boolean => {
  const has = (form: string, as: TextVariable['as']): boolean => variables.some((variable) => variable.name === form && variable.as === as);
  return forms.every((form) => has(form, 'section')) || forms.some((form) => has(form, 'section') && has(form, 'inverted'));
};

/** So many letters are looked at, each with other values given; where there could be more, only the one with none of them and the one with all. */
const mostLookedThrough = 256;

/** What has to say something says it in every letter. */
function emptyProblem(text: string, path: TemplateProblem['path'], names: Names): TemplateProblem[] {
  const variables = variablesOf(text);
  if (!variables || problemsOfText(text, path, names, []).length > 0) return [];
  const used = new Set(variables.flatMap(({ name }) => names.ownerOf.get(name) ?? []));
  const choices = [...used].map((owner) => waysToGive(owner, names));
  const many = choices.reduce((product, ways) => product * ways.length, 1) > mostLookedThrough;
  const letters = many
    ? [choices.flatMap((ways) => ways[0]!), choices.flatMap((ways) => ways.at(-1)!)]
    : choices.reduce<string[][]>((sets, ways) => sets.flatMap((set) => ways.map((way) => [...set, ...way])), [[]]);
  const isEmpty = letters.some((given) => fillText(text, Object.fromEntries([...names.always, ...given].map((name) => [name, 'x']))) === '');
  return isEmpty ? [{ path, message: 'has nothing to say in some letters: outside of sections there must be text' }] : [];
}

/** The placeholders that there are together, for each way in which a value can be given, and for none where it can be left out. Of its forms there is one. */
function waysToGive(owner: string, names: Names): string[][] {
  const own = [...names.ownerOf].flatMap(([name, of]) => (of === owner ? [name] : []));
  const said = own.filter((name) => !names.forms.has(name));
  const forms = own.filter((name) => names.forms.has(name));
  const given = forms.length === 0 ? [said] : forms.map((form) => [...said, form]);
  return names.fields.get(owner)?.required ? given : [[], ...given];
}

function variablesOf(text: string): TextVariable[] | undefined {
  try {
    return variablesIn(text);
  } catch {
    return undefined;
  }
}

function problemsOfBlock(block: LetterTemplateBlock, before: readonly LetterTemplateBlock[], names: Names): TemplateProblem[] {
  const conditions = 'when' in block ? (block.when ?? []) : [];
  const given = conditions.flatMap(({ value, is }) => (is === 'not-given' ? [] : [value]));
  const wrong = conditions.flatMap((condition, index) => problemsOfCondition(condition, ['when', index], names));
  const line = (value: string, ...path: (string | number)[]) => problemsOfLine(value, path, names, given);
  const field = (name: string, type: LetterField['type']) => problemsOfSource(name, type, names, given);
  switch (block.kind) {
    case 'paragraph':
      return [...wrong, ...problemsOfText(block.text, ['text'], names, given)];
    case 'heading':
    case 'link':
      return [...wrong, ...line(block.text, 'text')];
    case 'list':
      return [...wrong, ...block.items.flatMap((item, index) => line(item, 'items', index))];
    case 'list-of':
      return [...wrong, ...field(block.field, 'list')];
    case 'table':
      return [...wrong, ...field(block.field, 'lines')];
    case 'columns':
      return [...wrong, ...problemsOfColumns(block, names), ...field(block.field, 'rows')];
    case 'fixed-columns':
      return [
        ...wrong,
        ...block.rows.flatMap((row, index) => [
          ...(row.length === block.columns.length ? [] : [{ path: ['rows', index], message: `must have ${block.columns.length} cells, one for each column` }]),
          ...row.flatMap((cell, at) => line(cell, 'rows', index, at)),
        ]),
      ];
    default:
      return problemsOfTotal(block, before, names);
  }
}

/** What a table or list is made of must be there, of the right type, and given wherever the block is. */
function problemsOfSource(name: string, type: LetterField['type'], names: Names, given: readonly string[]): TemplateProblem[] {
  const path = ['field'];
  const field = names.fields.get(name);
  if (field?.type !== type) return [{ path, message: `must be one of the values of the type \`${type}\`` }];
  return field.required || given.includes(name) ? [] : [{ path, message: 'is not required: give the block a condition that it is given' }];
}

function problemsOfColumns({ field: name, columns, sumLabel }: Extract<LetterTemplateBlock, { kind: 'columns' }>, names: Names): TemplateProblem[] {
  const field = names.fields.get(name);
  if (field?.type !== 'rows') return [];
  const there = field.columns.map((column) => column.name);
  const isText = (shows: string): boolean => field.columns.some(({ name: column, type }) => column === shows && type === 'text');
  return [
    ...columns.flatMap(({ shows }, index) =>
      there.includes(shows) ? [] : [{ path: ['columns', index, 'shows'], message: `must be a column of that value: ${there.join(', ')}` }],
    ),
    ...(sumLabel === undefined || columns.some(({ shows }) => isText(shows)) ? [] : [{ path: ['sumLabel'], message: 'needs a column of text to stand in' }]),
  ];
}

function problemsOfCondition(condition: BlockCondition, path: TemplateProblem['path'], names: Names): TemplateProblem[] {
  const field = names.fields.get(condition.value);
  if (condition.is === 'one-of') {
    if (field?.type !== 'choice') return [{ path: [...path, 'value'], message: 'must be one of the values of the type `choice`' }];
    const codes = field.options.map(({ code }) => code);
    return condition.codes.every((code) => codes.includes(code)) ? [] : [{ path: [...path, 'codes'], message: `must be of ${codes.join(', ')}` }];
  }
  if (field || builtInNames.atTimes.includes(condition.value)) return [];
  return [{ path: [...path, 'value'], message: `must be one of ${[...names.fields.keys(), ...builtInNames.atTimes].join(', ')}` }];
}

function problemsOfTotal(
  { plus, minus, onlyWith }: Extract<LetterTemplateBlock, { kind: 'total' }>,
  before: readonly LetterTemplateBlock[],
  names: Names,
): TemplateProblem[] {
  const isAmount = (name: string): boolean => ['lines', 'amount'].includes(names.fields.get(name)?.type ?? '');
  const wrong = (['plus', 'minus'] as const).flatMap((side) =>
    (side === 'plus' ? plus : minus).flatMap((name, index) =>
      isAmount(name) ? [] : [{ path: [side, index], message: 'must be an amount, or a value of the type `lines`' }],
    ),
  );
  const table = before.findLast(({ kind }) => kind !== 'total');
  return [
    ...wrong,
    ...(onlyWith === undefined || isAmount(onlyWith) ? [] : [{ path: ['onlyWith'], message: 'must be an amount, or a value of the type `lines`' }]),
    ...(table?.kind === 'table' ? [] : [{ path: [], message: 'does not follow a table' }]),
    // Texts may name it, and it may refuse the letter: it is in every one.
    ...(table?.kind === 'table' && table.when ? [{ path: [], message: 'follows a table that is not in every letter' }] : []),
  ];
}
