import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { NewDocument } from '../../shared/documents/document.ts';
import { fileStores } from '../../shared/files/file-stores.ts';
import { letterTemplates } from '../../shared/letters/templates/letter-templates.ts';
import { classifiedAttributes, type Classification } from '../../shared/personal-data/classification.ts';
import { oneLine } from '../../shared/personal-data/one-line.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { NewReminder } from '../../shared/tasks/reminder.ts';
import { NewTask } from '../../shared/tasks/task.ts';
import { InteractionContent } from '../../shared/tickets/interaction.ts';
import { allActivities } from '../../shared/time/activity.ts';
import { SpentTime } from '../../shared/time/time-entry.ts';

const attributes = storedItems.kinds.flatMap(({ kind, schema }) =>
  classifiedAttributes(schema).map(({ path, classification }) => ({ name: `${kind}.${path}`, path, classification })),
);
const namesOf = (isMeant: (classification: Classification) => boolean): string[] =>
  attributes.filter(({ classification }) => isMeant(classification)).map(({ name }) => name);

interface JsonSchema {
  readonly type?: string;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** Of a single line, in which anything may stand. */
const { pattern: anyLine } = z.toJSONSchema(oneLine(1)) as JsonSchema;

/** Texts in which somebody can say what they like: no pattern of its own, and room for more than a name of a place. */
function freeTexts(schema: JsonSchema, path = '', named = schema.$defs ?? {}): string[] {
  if (schema.$ref) return freeTexts(named[schema.$ref.split('/').at(-1)!]!, path, named);
  const inside = [
    ...Object.entries(schema.properties ?? {}).map(([name, property]) => [property, path === '' ? name : `${path}.${name}`] as const),
    ...(schema.items ? [[schema.items, `${path}[]`] as const] : []),
    ...[...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map((option) => [option, path] as const),
  ];
  const isFree = schema.type === 'string' && (!schema.pattern || schema.pattern === anyLine) && !schema.format && (schema.maxLength ?? 0) >= 100;
  return [...(isFree ? [path] : []), ...inside.flatMap(([part, at]) => freeTexts(part, at, named))];
}

describe('what may tell of health (Art. 9)', () => {
  const marked = attributes.filter(({ classification }) => classification.special === 'health');

  it('is every free text that can be written on a case, and whoever else was in the accident', () => {
    const onCases = [InteractionContent, NewTask, NewReminder, NewDocument, SpentTime].flatMap((schema) =>
      freeTexts(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema),
    );
    // The title of a task is stored as the subject that it is.
    const written = [...new Set(onCases.map((path) => (path === 'title' ? 'subject' : path)))];
    expect(written.length).toBeGreaterThan(6);
    expect(written.filter((path) => !marked.some((attribute) => attribute.path === path))).toEqual([]);
    const others = new Set(marked.map(({ path }) => path).filter((path) => !written.includes(path)));
    expect([...others]).toEqual([
      // Words of clerks.
      'tags[]',
      'incident.thirdParties[].role',
      'reportedBy.relation',
      'reportedBy.ground',
      // What kinds of ticket ask for that tell of health by themselves, and the mark on letters of theirs.
      'details.bills[].on',
      'details.bills[].amountCents',
      'details.prescribedOn',
      'special',
    ]);
  });

  it('is marked in every kind of item that has the text, not only in one', () => {
    const paths = new Set(marked.map(({ path }) => path));
    const unmarked = attributes.filter(({ path, classification }) => paths.has(path) && classification.special === 'none');
    expect(unmarked.map(({ name }) => name)).toEqual([]);
  });

  it('is what a clerk writes into a letter', () => {
    expect([...letterTemplates.values()].some(({ fields }) => fields.some((field) => field.type === 'text' && field.multiline))).toBe(true);
    const values = classifiedAttributes(fileStores['letter-files'].holds).filter(({ classification }) => classification.special === 'health');
    expect(values.map(({ path }) => path)).toEqual(['content.values']);
  });

  it('is what people send, and how they call it', () => {
    const told = (['uploads', 'document-files'] as const).map((name) =>
      classifiedAttributes(fileStores[name].holds)
        .filter(({ classification }) => classification.special === 'health')
        .map(({ path }) => path),
    );
    expect(told).toEqual([
      ['content', 'metadata'],
      ['fileName', 'content', 'metadata'],
    ]);
  });
});

describe('what measures the work of staff', () => {
  it('is the time that was spent and the load, and is about nobody else', () => {
    expect(namesOf(({ performance }) => performance === true)).toEqual([
      'time-entry.minutes',
      'workload.assigned',
      'recorded-time.minutes',
      'recorded-time.activity',
      'recorded-time.on',
      'day-sheet.minutes',
      'day-sheet.teams[].entries',
      ...allActivities.map((activity) => `effort.${activity}`),
      'stopwatch.activity',
      'stopwatch.startedAt',
    ]);
    expect(namesOf(({ performance, subject }) => performance === true && subject !== 'staff')).toEqual([]);
  });
});

describe('pseudonymous keys', () => {
  it('are classified: they lead to a person as long as that is stored', () => {
    expect(namesOf(({ pseudonymous }) => pseudonymous === true)).toEqual(['idempotency-marker.pk', 'request-count.pk', 'event.pk']);
  });

  it('leave no partition key that is about nobody, but for what names no person', () => {
    expect(attributes.filter(({ path, classification }) => path === 'pk' && classification.subject === 'none').map(({ name }) => name)).toEqual([
      'deletion-run.pk',
      'run-part.pk',
      'run-count.pk',
      'closed-cases.pk',
      'text-module.pk',
      'text-module-version.pk',
      // Names of what letters are about.
      'topic.pk',
      'topic-version.pk',
      'letter-module.pk',
      'letter-module-version.pk',
      'rule.pk',
      'rule-version.pk',
      // Months.
      'effort.pk',
      'effort-people.pk',
    ]);
  });
});
