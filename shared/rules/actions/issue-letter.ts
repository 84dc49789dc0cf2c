import * as z from 'zod';
import { DomainError } from '../../domain-error.ts';
import type { LetterField, LetterValues } from '../../letters/letter-field.ts';
import { fieldsSchema, type LetterTemplate } from '../../letters/letter-template.ts';
import { filledInFields } from '../../letters/master-data-fields.ts';
import { letterTemplates } from '../../letters/templates/letter-templates.ts';
import { dayOf } from '../../personal-data/calendar.ts';
import { oneLine } from '../../personal-data/one-line.ts';
import type { Matter } from '../../tickets/kinds/kinds.ts';
import { action, done } from '../action.ts';
import { amountFrom, amountProblems, AmountSource } from '../amount-source.ts';
import type { Problem } from '../own-field.ts';
import { reportOf, type Seen } from '../seen.ts';

/** Days that a letter may name, and where each is from. */
const days: Readonly<Record<'incident-day' | 'opened-day' | 'today', (seen: Seen) => string | undefined>> = {
  'incident-day': (seen) => {
    const at = reportOf(seen)?.incident?.at;
    return at === undefined ? undefined : dayOf(new Date(at));
  },
  'opened-day': ({ ticket }) => dayOf(new Date(ticket.openedAt)),
  today: ({ now }) => dayOf(now),
};
type DayName = keyof typeof days;

const Value = z.union([
  z.strictObject({ text: oneLine(500) }).describe('As it stands here, and nothing that the customer wrote'),
  z.strictObject({ day: z.enum(Object.keys(days) as [DayName, ...DayName[]]) }),
  z.strictObject({ amount: AmountSource }),
  z.strictObject({
    lines: z
      .array(z.strictObject({ label: oneLine(120), amount: AmountSource }))
      .min(1)
      .max(20),
  }),
]);
type Value = z.infer<typeof Value>;

/** Which sort of value a field of a letter takes; of some, no rule has any. */
const fits: Readonly<Partial<Record<LetterField['type'], 'text' | 'day' | 'amount' | 'lines'>>> = {
  text: 'text',
  date: 'day',
  amount: 'amount',
  lines: 'lines',
  choice: 'text',
};

/** Letters that grant something, or only tell: what decides against somebody is for people to write (Art. 22 GDPR). */
const templates = [...letterTemplates.values()].filter(({ decidesAgainst }) => !decidesAgainst).map(({ code }) => code) as [string, ...string[]];

const schema = z.strictObject({
  do: z.literal('issue-letter'),
  template: z.enum(templates).describe('A letter that decides against nobody'),
  values: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/), Value)
    .describe('What the template asks for, by the names of its fields, each as text, day, amount or lines'),
});

/** Whether the letter says that an amount is paid. */
export const promisesMoney = ({ template }: Pick<z.infer<typeof schema>, 'template'>): boolean =>
  letterTemplates.get(template)!.blocks.some((block) => block.kind === 'total' && block.result);

/** Sets a letter from a template and puts it into the letter centre. */
export const issueLetter = action({
  deed: 'issue-letter',
  schema,
  leaves: () => ({ answered: true }),
  wants: () => ({ customer: true }),
  problems({ template: code, values }, kinds) {
    const template = letterTemplates.get(code)!;
    const fields = new Map(filledInFields(template).map((field) => [field.name, field]));
    const needed = [...fields.values()].filter(({ name, required }) => required && values[name] === undefined);
    return [
      ...needed.map(({ name }) => ({ path: ['values', name], message: `is needed by the template: a value of the sort ${fits[fields.get(name)!.type]}` })),
      ...Object.entries(values).flatMap(([name, value]) =>
        valueProblems(template, fields.get(name), value, kinds).map(({ path, message }) => ({ path: ['values', name, ...path], message })),
      ),
    ];
  },
  does(draft, { template: code, values: sources }, { seen }) {
    const template = letterTemplates.get(code)!;
    const values: LetterValues = Object.fromEntries(Object.entries(sources).map(([name, value]) => [name, valueFrom(value, seen)]));
    const { ticket } = draft;
    return done(draft, 'issue-letter', {
      ticket: { ...ticket, answeredAt: ticket.answeredAt ?? seen.now.toISOString() },
      letters: [...draft.letters, { template, values }],
    });
  },
});

function valueProblems(template: LetterTemplate, field: LetterField | undefined, value: Value, kinds: readonly Matter[] | undefined): Problem[] {
  if (!field)
    return [
      {
        path: [],
        message: `is no field of the template: it has ${filledInFields(template)
          .map(({ name }) => name)
          .join(', ')}`,
      },
    ];
  const sort = Object.keys(value)[0]!;
  const wanted = fits[field.type];
  if (wanted === undefined) return [{ path: [], message: 'is filled in by people only' }];
  if (sort !== wanted) return [{ path: [], message: `must be a value of the sort ${wanted}` }];
  if ('amount' in value) return amountProblems(value.amount, kinds).map(({ path, message }) => ({ path: ['amount', ...path], message }));
  if ('lines' in value)
    return value.lines.flatMap(({ amount }, index) =>
      amountProblems(amount, kinds).map(({ path, message }) => ({ path: ['lines', index, 'amount', ...path], message })),
    );
  if (!('text' in value)) return [];
  // As the template itself asks, whose words name no value.
  const problem = fieldsSchema({ ...template, fields: [field] }).safeParse({ [field.name]: value.text }).error?.issues[0]?.message;
  return problem === undefined ? [] : [{ path: ['text'], message: `does not fit the field: ${problem}` }];
}

function valueFrom(value: Value, seen: Seen): LetterValues[string] {
  if ('text' in value) return value.text;
  if ('day' in value) return known(days[value.day](seen));
  if ('amount' in value) return known(amountFrom(value.amount, seen));
  return value.lines.map(({ label, amount }) => ({ label, amountCents: known(amountFrom(amount, seen)) }));
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new DomainError('conflict', 'letter-value-unknown');
  return value;
}
