import { describe, expect, it } from '@jest/globals';
import { addLetterModule } from '../../../../functions/letters/add-letter-module.ts';
import { DomainError } from '../../../../shared/domain-error.ts';
import {
  approved,
  draftOf,
  languageOf,
  LetterModuleContent,
  NewLetterModule,
  rewritten,
  saysAlready,
  templateOf,
  usableModule,
  withdrawn,
  type LetterModule,
} from '../../../../shared/letters/modules/letter-module.ts';
import { headAfter, headFor } from '../../../../shared/letters/modules/module-head.ts';
import { endOfUse } from '../../../../shared/letters/modules/letter-module-item.ts';
import { moduleTransitions, type ModuleStatus, type ModuleStep } from '../../../../shared/letters/modules/module-status.ts';
import { previewOf } from '../../../../shared/letters/modules/preview.ts';
import { releaseModules } from '../../../../shared/letters/modules/release-modules.ts';
import { composeLetter } from '../../../../shared/letters/letter-template.ts';
import { letterTemplates } from '../../../../shared/letters/templates/letter-templates.ts';
import { bicycle, paula, reference, sender, signatory } from '../../../letters/samples.ts';

const today = '2026-03-15';
const anna = { id: 'adm_anna', at: new Date('2026-03-15T09:30:00Z') };
const ben = { id: 'adm_ben', at: new Date('2026-03-16T09:30:00Z') };
const { code, content } = NewLetterModule.parse(addLetterModule.example);
const draft = draftOf(code, 1, content, anna);

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'done';
  } catch (error) {
    if (error instanceof DomainError) return `${error.kind}/${error.code}`;
    throw error;
  }
};

/** Where a module is wrong, and why. */
const wrongIn = (more: object): string[] =>
  LetterModuleContent.safeParse({ ...content, ...more }).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
const withBlocks = (...blocks: object[]) => ({ texts: { de: { ...content.texts.de, blocks } } });
const values = (...names: string[]) => ({ values: names.map((name) => ({ name: name.replace('?', ''), required: !name.endsWith('?') })) });

describe('what a module says', () => {
  it.each<[string, object, RegExp | undefined]>([
    ['a text of its own language', { texts: { de: content.texts.de, en: content.texts.de } }, undefined],
    ['no German', { texts: { en: content.texts.de } }, /^texts.de /],
    ['a value that nobody knows', values('shoeSize'), /^values.0.name /],
    ['a value twice', values('note?', 'note?'), /^values.1.name is there already/],
    [
      'a placeholder that nobody knows',
      withBlocks({ kind: 'paragraph', text: '{{shoeSize}}' }),
      /^texts.de.blocks.0.text has a placeholder that is unknown here: there are reference/,
    ],
    ['a value that it does not ask for', withBlocks({ kind: 'paragraph', text: '{{deductible}}' }), /^texts.de.blocks.0.text has a placeholder/],
    ['what some letters lack', withBlocks({ kind: 'paragraph', text: 'Zu {{note}}' }), /put it into \{\{#note\}\}/],
    ['the same in its section', withBlocks({ kind: 'paragraph', text: '{{#note}}Zu {{note}}{{/note}}' }), undefined],
    ['the same under a condition', withBlocks({ kind: 'paragraph', text: 'Zu {{note}}', when: [{ value: 'note', is: 'given' }] }), undefined],
    ['the same where it is not given', withBlocks({ kind: 'paragraph', text: 'Zu {{note}}', when: [{ value: 'note', is: 'not-given' }] }), /put it into/],
    ...['heading', 'link'].map((kind): [string, object, RegExp] => [
      `many lines in a ${kind}`,
      withBlocks({ kind, text: 'Zu{{#note}} {{note}}{{/note}}', ...(kind === 'link' && { url: 'https://portal.example' }) }),
      /^texts.de.blocks.0.text has \{\{note\}\}, which can have many lines/,
    ]),
    [
      'many lines in a point',
      withBlocks({ kind: 'list', items: ['a', '{{#note}}{{note}}{{/note}}'] }),
      /^texts.de.blocks.0.items.1 has \{\{note\}\}, which can/,
    ],
    [
      'many lines in a cell',
      withBlocks({
        kind: 'fixed-columns',
        columns: ['a', 'b'].map((heading) => ({ heading, align: 'left' })),
        rows: [['a', '{{#note}}{{note}}{{/note}}']],
      }),
      /^texts.de.blocks.0.rows.0.1 has \{\{note\}\}, which can/,
    ],
    [
      'many lines in its closing',
      { texts: { de: { ...content.texts.de, closing: 'Grüße{{#note}} {{note}}{{/note}}' } } },
      /^texts.de.closing has \{\{note\}\}, which can/,
    ],
    ['whether there are many lines, in a heading', withBlocks({ kind: 'heading', text: 'Termin{{#note}} und Hinweis{{/note}}' }), undefined],
    ['leftover braces', withBlocks({ kind: 'heading', text: 'Termin }}' }), /^texts.de.blocks.0.text has braces/],
    [
      'a subject that says nothing to some',
      { texts: { de: { ...content.texts.de, subject: '{{#organisation}}Zu {{organisation}}{{/organisation}}' } } },
      /^texts.de.subject has nothing to say/,
    ],
    [
      'and one that always says something',
      { texts: { de: { ...content.texts.de, subject: '{{#portal}}Online{{/portal}}{{^portal}}Brief{{/portal}}' } } },
      undefined,
    ],
    ['a title with a placeholder', { texts: { de: { ...content.texts.de, title: 'An {{fullName}}' } } }, /^texts.de.title /],
    ['signs that no letter prints', withBlocks({ kind: 'paragraph', text: 'Guten Tag 😀' }), /^texts.de.blocks.0.text has characters/],
    [
      'a condition on nothing',
      withBlocks({ kind: 'paragraph', text: 'x', when: [{ value: 'deductible', is: 'given' }] }),
      /^texts.de.blocks.0.when.0.value must be one of appointmentOn/,
    ],
    ['a condition on what some customers have', withBlocks({ kind: 'paragraph', text: 'x', when: [{ value: 'portal', is: 'not-given' }] }), undefined],
    [
      'a choice of what is none',
      withBlocks({ kind: 'paragraph', text: 'x', when: [{ value: 'note', is: 'one-of', codes: ['a'] }] }),
      /when.0.value must be one of the values of the type `choice`/,
    ],
    [
      'a web page with a placeholder',
      withBlocks({ kind: 'link', text: 'Hier:', url: 'https://portal.example/{{reference}}' }),
      /^texts.de.blocks.0.url must be/,
    ],
    ['a web page that is not safe', withBlocks({ kind: 'link', text: 'Hier:', url: 'http://portal.example' }), /^texts.de.blocks.0.url must be/],
    ['a script for a page', withBlocks({ kind: 'link', text: 'Hier:', url: 'javascript:alert(1)' }), /^texts.de.blocks.0.url must be/],
    ['a web page', withBlocks({ kind: 'link', text: 'Hier:', url: 'https://portal.example/hilfe?seite=2#a' }), undefined],
    [
      'six columns',
      withBlocks({
        kind: 'fixed-columns',
        columns: Array.from({ length: 6 }, () => ({ heading: 'a', align: 'left' })),
        rows: [['a', 'b', 'c', 'd', 'e', 'f']],
      }),
      /^texts.de.blocks.0.columns /,
    ],
    [
      'a row with a cell too few',
      withBlocks({
        kind: 'fixed-columns',
        columns: ['a', 'b'].map((heading) => ({ heading, align: 'left' })),
        rows: [
          ['a', 'b'],
          ['a', 'b', 'c'],
        ],
      }),
      /^texts.de.blocks.0.rows.1 must have 2 cells/,
    ],
  ])('with %s', (_, more, problem) => {
    const found = wrongIn(more).join('\n');
    if (problem) expect(found).toMatch(problem);
    else expect(found).toBe('');
  });

  it.each<[string, object, RegExp | undefined]>([
    ['a list of a text', { ...values('note'), ...withBlocks({ kind: 'list-of', field: 'note' }) }, /field must be one of the values of the type `list`/],
    [
      'a list that some lack',
      { ...values('missingDocuments?'), ...withBlocks({ kind: 'list-of', field: 'missingDocuments' }) },
      /field is not required: give the block a condition/,
    ],
    [
      'one for a number and not the other',
      { ...values('missingDocuments'), ...withBlocks({ kind: 'paragraph', text: '{{#missingDocumentsOne}}ein{{/missingDocumentsOne}}' }) },
      /needs \{\{#missingDocumentsOne\}\} and \{\{#missingDocumentsOther\}\}/,
    ],
    [
      'one for a number and all others',
      {
        ...values('missingDocuments'),
        ...withBlocks({ kind: 'paragraph', text: '{{#missingDocumentsOne}}ein{{/missingDocumentsOne}}{{^missingDocumentsOne}}alle{{/missingDocumentsOne}}' }),
      },
      undefined,
    ],
    [
      'a column that a value lacks',
      { ...values('cuts'), ...withBlocks({ kind: 'columns', field: 'cuts', columns: ['item', 'tax'].map((shows) => ({ heading: 'a', shows })) }) },
      /columns.1.shows must be a column of that value: item, submitted, reimbursed, reason/,
    ],
    [
      'a total under a table that some lack',
      {
        ...values('items?'),
        ...withBlocks(
          { kind: 'table', field: 'items', headings: { label: 'a', amount: 'b' }, when: [{ value: 'items', is: 'given' }] },
          { kind: 'total', name: 'sum', label: 'x', plus: ['items'], minus: [], result: true },
        ),
      },
      /^texts.de.blocks.1 follows a table that is not in every letter/,
    ],
    [
      'an unknown code of a choice',
      { ...values('remedy'), ...withBlocks({ kind: 'paragraph', text: 'x', when: [{ value: 'remedy', is: 'one-of', codes: ['war'] }] }) },
      /when.0.codes must be of ombudsman/,
    ],
  ])('with %s', (_, more, problem) => {
    // What the values of the example say is gone with them.
    const texts = (more as { texts: { de: object } }).texts;
    const found = wrongIn({ ...more, texts: { de: { ...texts.de, subject: 'Ihr Brief' } } }).join('\n');
    if (problem) expect(found).toMatch(problem);
    else expect(found).toBe('');
  });

  it('can be filled where a section of a value makes sure of what is made of it', () => {
    const text = '{{#missingDocuments}}Es fehlen {{missingDocumentsCount}}.{{/missingDocuments}}';
    const texts = { de: { ...content.texts.de, subject: `Ihr Fall ${text}`, blocks: [{ kind: 'paragraph', text: `Guten Tag. ${text}` }] } };
    const asked = LetterModuleContent.parse({ ...content, ...values('missingDocuments?'), texts });
    const subjectWith = (onlyRequired: boolean) => previewOf({ code, version: 1, content: asked }, { language: 'de', onlyRequired }, sender, today).subject;
    expect([subjectWith(true), subjectWith(false)]).toEqual(['Ihr Fall', 'Ihr Fall Es fehlen 2.']);
    expect(wrongIn({ ...values('missingDocuments?'), texts: { de: { ...texts.de, subject: text } } })).toEqual([
      'texts.de.subject has nothing to say in some letters: outside of sections there must be text',
    ]);
  });

  it('says something where there is a form for every number', () => {
    const subject = '{{#missingDocumentsOne}}Eine{{/missingDocumentsOne}}{{#missingDocumentsOther}}{{missingDocumentsCount}}{{/missingDocumentsOther}}';
    expect(wrongIn({ ...values('missingDocuments'), texts: { de: { ...content.texts.de, subject, blocks: [{ kind: 'paragraph', text: 'x' }] } } })).toEqual([]);
  });

  it('is told of a section that there is, for rows too', () => {
    const asked = (text: string) => ({
      ...values('cuts?'),
      texts: { de: { ...content.texts.de, subject: 'Ihr Brief', blocks: [{ kind: 'paragraph', text }] } },
    });
    expect(wrongIn(asked('{{cutsCount}}'))).toEqual([expect.stringContaining('put it into {{#cutsCount}} … {{/cutsCount}}')]);
    expect(wrongIn(asked('{{#cutsCount}}{{cutsCount}}{{/cutsCount}}'))).toEqual([]);
  });

  it('is refused without a word of what was written', () => {
    const secret = 'GEHEIMNIS';
    const found = wrongIn({ ...withBlocks({ kind: 'paragraph', text: `{{${secret}}}`, when: [{ value: `a${secret}`, is: 'given' }] }) });
    expect(found).toHaveLength(2);
    expect(found.join()).not.toContain(secret);
  });

  it('is in German where there is no English', () => {
    expect([languageOf(content, 'en'), languageOf({ texts: { de: content.texts.de, en: content.texts.de } }, 'en')]).toEqual(['de', 'en']);
  });

  it('is not set any more where a later release does not take it', () => {
    const old = { ...draft, content: { ...content, values: [{ name: 'shoeSize', required: true }] } } as unknown as LetterModule;
    expect(codeOf(() => usableModule(old))).toBe('unprocessable/letter-module-outdated');
    expect(usableModule(draft)).toEqual(draft);
  });
});

describe('a version', () => {
  const inState: Record<ModuleStatus, LetterModule> = {
    draft,
    approved: approved(draft, { from: today }, ben, today),
    withdrawn: withdrawn(draft, ben),
  };
  const steps: Record<ModuleStep, (module: LetterModule) => LetterModule> = {
    change: (module) => rewritten(module, { ...content, importance: 'important' }, ben),
    approve: (module) => approved(module, { from: today }, ben, today),
    withdraw: (module) => withdrawn(module, ben),
  };

  it.each(Object.keys(moduleTransitions) as ModuleStatus[])('that is %s goes where the table says, and nowhere else', (status) => {
    for (const step of Object.keys(steps) as ModuleStep[]) {
      const target = moduleTransitions[status][step];
      const before = structuredClone(inState[status]);
      let after: LetterModule | undefined;
      const outcome = codeOf(() => (after = steps[step](inState[status])));
      // What was approved is never changed: writing on begins another version.
      if (step === 'change' && target === undefined) expect([after!.version, after!.status]).toEqual([2, 'draft']);
      else if (target === undefined) expect(outcome).toMatch(/^conflict\//);
      else expect([after!.version, after!.status]).toEqual([1, target]);
      expect(inState[status]).toEqual(before);
    }
  });

  it('is approved by nobody who wrote on it, however little', () => {
    const both = rewritten(draft, { ...content, importance: 'important' }, ben);
    expect(both.writers).toEqual([anna.id, ben.id]);
    expect([anna, ben].map((by) => codeOf(() => approved(both, { from: today }, by, today)))).toEqual(Array(2).fill('forbidden/second-person-required'));
    expect(approved(both, { from: today }, { ...ben, id: 'adm_cem' }, today)).toMatchObject({
      status: 'approved',
      approvedBy: 'adm_cem',
      content: both.content,
    });
    // The next version is another: who approved the last one may write it, and who wrote that may approve it.
    const next = rewritten(approved(draft, { from: today }, ben, today), content, ben);
    expect(next).toMatchObject({ version: 2, status: 'draft', writers: [ben.id] });
    expect(next.approvedBy).toBeUndefined();
    expect(codeOf(() => approved(next, { from: today }, anna, today))).toBe('done');
  });

  it.each<[object, string]>([
    [{ from: today }, 'done'],
    [{ from: '2026-03-14' }, 'invalid/invalid-body'],
    [{ from: '2026-04-01', to: '2026-04-01' }, 'done'],
    [{ from: '2026-04-01', to: '2026-03-31' }, 'invalid/invalid-body'],
  ])('in force %j is %s', (inForce, outcome) => {
    expect(codeOf(() => approved(draft, inForce as { from: string }, ben, today))).toBe(outcome);
  });

  it('says already what it says, whatever the order of its parts', () => {
    expect(saysAlready(draft, structuredClone(content))).toBe(true);
    expect(saysAlready(draft, { ...content, importance: 'important' })).toBe(false);
  });
});

describe('a module', () => {
  it('counts each change, and knows the latest version and which ones count when', () => {
    const first = headFor(draft);
    const then = headAfter(first, approved(draft, { from: today }, ben, today), ben, today);
    const next = rewritten(approved(draft, { from: today }, ben, today), { ...content, texts: { de: { ...content.texts.de, title: 'Neu' } } }, anna);
    const after = headAfter(then, next, anna, today);
    expect([first, then, after].map(({ revision, version, status, title, periods }) => [revision, version, status, title, periods])).toEqual([
      [1, 1, 'draft', 'Ihr Termin', []],
      [2, 1, 'approved', 'Ihr Termin', [{ version: 1, from: today }]],
      [3, 2, 'draft', 'Neu', [{ version: 1, from: today }]],
    ]);
    // The older one is withdrawn: the draft stays the latest.
    const gone = headAfter(after, withdrawn(approved(draft, { from: today }, ben, today), ben), ben, today);
    expect([gone.version, gone.status, gone.periods]).toEqual([2, 'draft', [{ version: 1, from: today, withdrawnOn: '2026-03-16' }]]);
    expect([first, then, after, gone].map(endOfUse)).toEqual([undefined, undefined, undefined, undefined]);
    expect(endOfUse(headAfter(gone, withdrawn(next, ben), ben, '2026-03-16'))).toBe('2026-03-16');
  });
});

describe('modules of the release', () => {
  it.each([...releaseModules.values()])(
    '$code is in order, and can be looked at in every language, whole and bare',
    ({ code: shipped, version, content: said }) => {
      expect(LetterModuleContent.parse(said)).toEqual(said);
      for (const language of ['de', 'en'] as const) {
        if (!said.texts[language]) continue;
        for (const onlyRequired of [true, false]) {
          const letter = previewOf(
            { code: shipped, version, content: said },
            { language, onlyRequired },
            { ...sender, portal: 'portal.lindenhof.example' },
            today,
          );
          expect(letter).toMatchObject({ language, title: said.texts[language].title });
          expect(JSON.stringify(letter)).not.toMatch(/[{}]{2}(?=[a-z])|undefined/);
        }
      }
    },
  );

  it.each([...letterTemplates.values()])('$code says as a module what it says as a template', (template) => {
    const module = releaseModules.get(template.code)!;
    const parties = { recipient: paula, reference, sender, signatory, date: today };
    const given: Record<string, unknown> = { ...bicycle, reason: 'Verjährt.' };
    const needed = Object.fromEntries(template.fields.flatMap(({ name }) => (name in given ? [[name, given[name]]] : [])));
    const filled = template.code === 'claim-below-deductible' ? { ...needed, deductible: 900_000 } : needed;
    expect(composeLetter(templateOf(module, 'de'), { ...parties, values: filled as never })).toEqual(
      composeLetter(template, { ...parties, values: filled as never }),
    );
  });
});
