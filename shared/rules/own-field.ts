import * as z from 'zod';
import { tellsOfHealth, matters, type Matter } from '../tickets/kinds/kinds.ts';
import type { Fact } from './fact.ts';
import { within } from './fact.ts';
import { fieldNames, fieldOf, RuleDay, type FieldSort } from './kind-field.ts';
import { isReportRedacted, reportOf, type Seen } from './seen.ts';

/** What can be asked of a field, by its sort; that it is there, or not, of all. */
const comparisons: Readonly<Record<FieldSort, readonly string[]>> = {
  number: ['at-most', 'at-least'],
  day: ['on-or-before', 'on-or-after'],
  word: ['one-of'],
  flag: ['true', 'false'],
  other: [],
};

const is = z.enum(['there', 'absent', 'at-most', 'at-least', 'on-or-before', 'on-or-after', 'one-of', 'true', 'false']);
const fieldName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be the name of a field');

const schema = z
  .strictObject({
    fact: z.literal('detail'),
    field: fieldName.describe('A field that the kinds named by the condition on `kind` ask for in `details`'),
    is: is.describe('Of a number `at-most`, `at-least` with `value`; of a day `on-or-before`, `on-or-after` with `day`; of a word `one-of` with `words`'),
    value: z.int().min(-1_000_000_000).max(1_000_000_000).optional(),
    day: RuleDay.optional(),
    words: z.array(z.string().max(80)).min(1).max(50).optional(),
  })
  .describe('What kinds of ticket ask for besides, as it was reported');
export type OwnFieldCondition = z.infer<typeof schema>;

/** What a comparison compares with, and under which name. */
const operandOf: Readonly<Record<OwnFieldCondition['is'], 'value' | 'day' | 'words' | undefined>> = {
  there: undefined,
  absent: undefined,
  'at-most': 'value',
  'at-least': 'value',
  'on-or-before': 'day',
  'on-or-after': 'day',
  'one-of': 'words',
  true: undefined,
  false: undefined,
};

type Test = (condition: OwnFieldCondition, value: unknown) => boolean;

const bounded: Test = ({ is: bound, value }, found) =>
  typeof found === 'number' && value !== undefined && within({ is: bound as 'at-most' | 'at-least', value }, found);

const tests: Readonly<Record<OwnFieldCondition['is'], Test>> = {
  there: (_, found) => found !== undefined,
  absent: (_, found) => found === undefined,
  'at-most': bounded,
  'at-least': bounded,
  'on-or-before': ({ day }, found) => typeof found === 'string' && day !== undefined && found <= day,
  'on-or-after': ({ day }, found) => typeof found === 'string' && day !== undefined && found >= day,
  'one-of': ({ words }, found) => typeof found === 'string' && words?.includes(found) === true,
  true: (_, found) => found === true,
  false: (_, found) => found === false,
};

/** What was reported under a name; `undefined` where nothing was. */
export const reportedValue = (seen: Pick<Seen, 'steps'>, field: string): unknown => reportOf(seen)?.details?.[field as never];

/** Whether it is known what was reported: nothing was taken out of it. */
export const isKnownReport = (seen: Pick<Seen, 'steps'>): boolean => reportOf(seen) !== undefined && !isReportRedacted(seen);

/** A field of its kind's own. Of a report from which something was taken out nothing is known. */
export const ownField = {
  schema,
  holds: (condition, seen) => isKnownReport(seen) && tests[condition.is](condition, reportedValue(seen, condition.field)),
} satisfies Fact<typeof schema>;

/** A problem with a part of a condition or an action. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * What is wrong with naming a field in a rule for these kinds of ticket; nothing where each of them has it.
 * @param kinds `undefined` where the rule is for all kinds
 */
export function fieldProblem(field: string, kinds: readonly Matter[] | undefined, sorts?: readonly FieldSort[]): string | undefined {
  if (!kinds) return 'needs a condition on `kind` (one-of) that says whose field it is';
  const lacking = kinds.find((kind) => fieldOf(kind, field) === undefined);
  if (lacking) {
    const names = fieldNames(lacking);
    return `is no field of tickets of the kind ${lacking}: ${names.length > 0 ? `they have ${names.join(', ')}` : 'they have none'}`;
  }
  const other = sorts && kinds.find((kind) => !sorts.includes(fieldOf(kind, field)!.sort));
  return other ? `is no ${sorts.join(' or ')} on tickets of the kind ${other}` : undefined;
}

/** What is wrong with a condition on a field of these kinds. */
export function ownFieldProblems({ field, is: asked, ...operands }: OwnFieldCondition, kinds: readonly Matter[] | undefined): Problem[] {
  const wrongField = fieldProblem(field, kinds);
  if (wrongField) return [{ path: ['field'], message: wrongField }];
  const fields = kinds!.map((kind) => fieldOf(kind, field)!);
  const open = new Set(['there', 'absent']);
  const unfit = fields.find(({ sort }) => !open.has(asked) && !comparisons[sort].includes(asked));
  if (unfit) return [{ path: ['is'], message: `cannot be asked of this field: ask one of ${[...open, ...comparisons[unfit.sort]].join(', ')}` }];
  const needed = operandOf[asked];
  const names = ['value', 'day', 'words'] as const;
  const wrong = names.flatMap((name): Problem[] => {
    const given = operands[name] !== undefined;
    if (given === (name === needed)) return [];
    return [{ path: [name], message: given ? `does not go with ${asked}` : `is needed by ${asked}` }];
  });
  const unknown = operands.words?.find((word) => fields.some(({ words }) => words && !words.includes(word)));
  return unknown === undefined
    ? wrong
    : [...wrong, { path: ['words'], message: `has a word that this field never has: it has ${fields[0]!.words!.join(', ')}` }];
}

/** The kinds of ticket that rules may be for: what tells of health is for people. */
export const ruledMatters = matters.filter((matter) => !tellsOfHealth(matter)) as [Matter, ...Matter[]];
