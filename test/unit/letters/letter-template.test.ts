import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../shared/domain-error.ts';
import { LetterRecipient, type LetterContent, type LetterSignatory } from '../../../shared/letters/typesetting/content.ts';
import type { LetterValues } from '../../../shared/letters/letter-field.ts';
import { composeLetter, fieldsSchema, LetterTemplate, type LetterInput } from '../../../shared/letters/letter-template.ts';
import { cleanText, fillText, formatAmount, formatDay } from '../../../shared/letters/typesetting/text.ts';
import { claimBelowDeductible } from '../../../shared/letters/templates/claim-below-deductible.ts';
import { claimRejected } from '../../../shared/letters/templates/claim-rejected.ts';
import { claimSettlement } from '../../../shared/letters/templates/claim-settlement.ts';
import { letterTemplates } from '../../../shared/letters/templates/letter-templates.ts';
import { bicycle, paula, reference, sender, signatory } from '../../letters/samples.ts';

const input = (values: LetterValues, more: Partial<LetterInput> = {}): LetterInput => ({
  recipient: paula,
  reference,
  date: '2026-03-15',
  values,
  sender,
  signatory,
  ...more,
});
const compose = (values: LetterValues, more: Partial<LetterInput> = {}): LetterContent => composeLetter(claimSettlement, input(values, more));
const paragraphs = (content: LetterContent): string[] => content.blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
const rows = (content: LetterContent) => content.blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
const refusal = (act: () => unknown): DomainError => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('amounts and days', () => {
  it.each([
    [0, '0,00 €'],
    [5, '0,05 €'],
    [123_456, '1.234,56 €'],
    [1_000_000_000, '10.000.000,00 €'],
    [-15_000, '\u2212150,00 €'],
  ])('%d cents are printed as %s', (cents, printed) => {
    expect(formatAmount(cents)).toBe(printed.replace(' ', '\u00a0'));
  });

  it.each([
    ['2026-03-15', '15. März 2026'],
    ['2028-02-29', '29. Februar 2028'],
    ['2026-12-01', '1. Dezember 2026'],
  ])('%s is printed as %s', (day, printed) => {
    expect(formatDay(day)).toBe(printed);
  });
});

describe('texts', () => {
  it.each([
    ['decomposed letters become composed ones', 'Mu\u0308ller', 'Müller'],
    ['line breaks become one kind', 'a\r\nb\rc', 'a\nb\nc'],
    ['empty lines become one', 'a\n\n\n\nb', 'a\n\nb'],
    ['invisible hints go', 'Selbst\u00adbeteili\u200bgung\ufeff', 'Selbstbeteiligung'],
    ['tabs become spaces, ends are trimmed', ' a\tb ', 'a b'],
  ])('%s', (_, typed, cleaned) => {
    expect(cleanText(typed)).toBe(cleaned);
  });

  it('does not escape as for HTML', () => {
    expect(fillText('An {{name}}', { name: 'Bäckerei <Söhne> & Co "GmbH"' })).toBe('An Bäckerei <Söhne> & Co "GmbH"');
  });

  it('does not read values as mustache', () => {
    expect(fillText('{{a}}', { a: '{{b}}', b: 'secret' })).toBe('{{b}}');
  });

  it('names the variable that is missing, also one that every object has', () => {
    expect(() => fillText('Guten Tag {{name}}', {})).toThrow('needs "name"');
    expect(() => fillText('{{constructor}}', {})).toThrow('needs "constructor"');
  });

  it('leaves out a section whose value is missing', () => {
    expect(fillText('a{{#note}} {{note}}{{/note}}{{^note}} keine{{/note}}', {})).toBe('a keine');
    expect(fillText('a{{#note}} {{note}}{{/note}}{{^note}} keine{{/note}}', { note: 'x' })).toBe('a x');
  });
});

describe('the values of a letter', () => {
  const schema = fieldsSchema(claimSettlement);
  const problems = (values: unknown): string[] => (schema.safeParse(values).error?.issues ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);

  it('accepts the demo letter', () => {
    expect(problems(bicycle)).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a required text is missing', { incident: undefined }, 'incident invalid_type'],
    ['a required text is blank', { incident: ' \u00ad ' }, 'incident too_small'],
    ['a text is too long', { incident: 'x'.repeat(81) }, 'incident too_big'],
    ['a text of one line has two', { incident: 'a\nb' }, 'incident invalid_format'],
    ['a text has a control character', { incident: 'a\u0007b' }, 'incident invalid_format'],
    ['a text has a lone surrogate', { incident: 'a\ud800b' }, 'incident invalid_format'],
    ['a text turns the direction', { incident: 'a\u202eb' }, 'incident invalid_format'],
    ['a long text has too many lines', { note: 'a\n'.repeat(41) + 'b' }, 'note custom'],
    ['a day is none', { incidentDate: '2026-02-30' }, 'incidentDate invalid_format'],
    ['a day has a time', { incidentDate: '2026-02-20T10:00:00Z' }, 'incidentDate invalid_format'],
    ['an amount has half a cent', { deductible: 1.5 }, 'deductible invalid_type'],
    ['an amount is negative', { deductible: -1 }, 'deductible too_small'],
    ['an amount is beyond all reason', { deductible: 1_000_000_001 }, 'deductible too_big'],
    ['an amount is a text', { deductible: '150' }, 'deductible invalid_type'],
    ['there are no rows', { items: [] }, 'items too_small'],
    ['there are too many rows', { items: Array.from({ length: 101 }, () => ({ label: 'a', amountCents: 1 })) }, 'items too_big'],
    ['a row has an unknown key', { items: [{ label: 'a', amountCents: 1, vat: 19 }] }, 'items.0 unrecognized_keys'],
    ['a row lacks its amount', { items: [{ label: 'a' }] }, 'items.0.amountCents invalid_type'],
    ['the pattern is not met', { ibanEnd: '30 0' }, 'ibanEnd invalid_format'],
    ['a field is unknown', { bonus: 1 }, ' unrecognized_keys'],
  ])('names the field where %s', (_, change, problem) => {
    expect(problems({ ...bicycle, ...change })).toEqual([problem]);
  });

  it('does not repeat a value in its errors', () => {
    const { error } = schema.safeParse({
      ...bicycle,
      incident: 'GEHEIM\nGEHEIM',
      incidentDate: 'GEHEIM',
      deductible: 'GEHEIM',
      ibanEnd: 'GEHEIM',
      items: ['GEHEIM'],
    });
    expect(error?.issues).toHaveLength(6);
    expect(JSON.stringify(error?.issues)).not.toContain('GEHEIM');
  });
});

describe('composing a letter', () => {
  it('prints rows, what is taken off, and the payout', () => {
    expect(rows(compose(bicycle)).map(({ label, amount, role }) => [label.slice(0, 23), amount.replace('\u00a0', ' '), role])).toEqual([
      ['Reparatur des Vorderrad', '189,40 €', 'item'],
      ['Neuer Helm', '79,99 €', 'item'],
      ['Behandlung in der Notau', '10,00 €', 'item'],
      ['Gutachten zum Rahmensch', '95,20 €', 'item'],
      ['Ersatz des Rahmens', '1.120,00 €', 'item'],
      ['Erstattungsfähige Koste', '1.494,59 €', 'step'],
      ['Abzüglich Ihrer vereinb', '\u2212150,00 €', 'step'],
      ['Auszahlungsbetrag', '1.344,59 €', 'result'],
    ]);
  });

  it.each([0, undefined])('shows only the payout where the deductible is %s', (deductible) => {
    expect(rows(compose({ ...bicycle, deductible })).map(({ role }) => role)).toEqual(['item', 'item', 'item', 'item', 'item', 'result']);
  });

  it('fills subject and texts', () => {
    const content = compose(bicycle);
    expect(content.subject).toBe('Abrechnung Ihres Schadens vom 2. März 2026 (Fahrradunfall)');
    expect(paragraphs(content).join('\n')).toContain('Wir überweisen 1.344,59\u00a0€ auf Ihr Konto, dessen IBAN auf 3000 endet.');
    expect(paragraphs(content).at(-1)).toContain('Ihre Schadennummer ist 26\u20117K3M\u20119QXN.');
    expect(content.details).toContainEqual({ label: 'Schadennummer', value: '26-7K3M-9QXN' });
    expect(content.details.at(-1)).toEqual({ label: 'Datum', value: '15. März 2026' });
  });

  it('leaves out the note that is not there, and begins a paragraph at an empty line', () => {
    expect(paragraphs(compose(bicycle))).toHaveLength(4);
    expect(paragraphs(compose({ ...bicycle, note: 'Erstens.\nZeile zwei.\n\nZweitens.' })).slice(2, 4)).toEqual(['Erstens.\nZeile zwei.', 'Zweitens.']);
  });

  it.each<[LetterRecipient['form'], string | undefined, string, string]>([
    ['frau', undefined, 'Frau Paula Sommer', 'Sehr geehrte Frau Sommer,'],
    ['frau', 'Dr.', 'Frau Dr. Paula Sommer', 'Sehr geehrte Frau Dr. Sommer,'],
    ['herr', undefined, 'Herrn Paula Sommer', 'Sehr geehrter Herr Sommer,'],
    ['neutral', 'Prof.', 'Prof. Paula Sommer', 'Guten Tag Prof. Paula Sommer,'],
  ])('addresses %s %s', (form, title, inWindow, salutation) => {
    const content = compose(bicycle, { recipient: { ...paula, form, title } });
    expect(content.recipient[0]).toBe(inWindow);
    expect(content.salutation).toBe(salutation);
  });

  it('writes an address abroad with the firm first and the country last', () => {
    const recipient = LetterRecipient.parse({ ...paula, organisation: 'Café Nø', postalCode: '1010', city: 'Wien', country: 'AT' });
    expect(compose(bicycle, { recipient }).recipient).toEqual(['Café Nø', 'Frau Paula Sommer', 'Gartenstraße 8', '1010 Wien', 'ÖSTERREICH']);
  });

  it('refuses missing values by name', () => {
    const { kind, code, fields } = refusal(() => compose({ ...bicycle, incidentDate: undefined, items: [{ label: '', amountCents: 1 }] }));
    expect([kind, code, fields.map(({ field }) => field)]).toEqual(['invalid', 'invalid-letter-values', ['values.incidentDate', 'values.items.0.label']]);
  });

  it.each([
    ['eats up the payout', 149_459],
    ['is more than the damage', 200_000],
  ])('refuses a letter whose deductible %s', (_, deductible) => {
    const { code, fields } = refusal(() => compose({ ...bicycle, deductible }));
    expect([code, fields.map(({ field }) => field)]).toEqual(['total-too-low', ['values.items', 'values.deductible']]);
    expect(new Set(fields.map(({ problem }) => problem))).toEqual(new Set(["makes the total 'payout' less than EUR 0.01"]));
  });

  it('names the contract, and where to call and to log in: the signatory’s own number before that of the company', () => {
    const from = { ...sender, phone: '0221 4710 100', portal: 'portal.lindenhof.example' };
    const details = (by: LetterSignatory) =>
      composeLetter(claimSettlement, {
        recipient: paula,
        reference: { ...reference, insuranceNumber: 'VS-4711-0815' },
        sender: from,
        signatory: by,
        date: '2026-03-15',
        values: bicycle,
      }).details.map(({ label, value }) => `${label}: ${value}`);
    expect(details({ name: 'Tobias Krüger', role: 'Schadenservice' })).toEqual([
      'Schadennummer: 26-7K3M-9QXN',
      'Versicherungsnummer: VS-4711-0815',
      'Ansprechperson: Tobias Krüger',
      'Telefon: 0221 4710 100',
      'Kundenportal: portal.lindenhof.example',
      'Datum: 15. März 2026',
    ]);
    expect(details(signatory)).toContain('Telefon: 0221 4710 199');
  });

  describe('of which nothing is paid', () => {
    const helmet = { label: 'Neuer Helm', amountCents: 7_999 };
    const unpaid = (deductible: number) =>
      composeLetter(claimBelowDeductible, {
        recipient: paula,
        reference,
        sender,
        signatory,
        date: '2026-03-15',
        values: { incident: 'Fahrradunfall', incidentDate: '2026-03-02', items: [helmet], deductible },
      });

    it.each([7_999, 15_000])('says so, and why, with a deductible of %i', (deductible) => {
      const content = unpaid(deductible);
      expect(rows(content).map(({ label, amount, role }) => [label, amount.replace('\u00a0', ' '), role])).toEqual([
        ['Neuer Helm', '79,99 €', 'item'],
        ['Erstattungsfähige Kosten', '79,99 €', 'step'],
        ['Ihre vereinbarte Selbstbeteiligung', deductible === 7_999 ? '79,99 €' : '150,00 €', 'step'],
        ['Auszahlungsbetrag', '0,00 €', 'result'],
      ]);
      expect(paragraphs(content)[0]).toContain('Deshalb zahlen wir Ihnen in diesem Fall nichts aus.');
      expect(JSON.stringify(content)).not.toMatch(/überweisen|IBAN|−/);
    });

    it('is refused where something is to be paid', () => {
      const { kind, code, fields } = refusal(() => unpaid(7_998));
      expect([kind, code, fields]).toEqual([
        'unprocessable',
        'total-too-high',
        [
          { field: 'values.items', problem: "makes the total 'payout' more than EUR 0.00" },
          { field: 'values.deductible', problem: "makes the total 'payout' more than EUR 0.00" },
        ],
      ]);
    });
  });

  it.each([...letterTemplates.values()])('$code leads to the portal who has one, and nobody else', (template) => {
    const values = { ...bicycle, reason: 'Verjährt.' };
    const needed = Object.fromEntries(template.fields.flatMap(({ name }) => (name in values ? [[name, values[name as keyof typeof values]]] : [])));
    const of = (portal?: string): string => {
      const parties = { recipient: paula, reference, sender: { ...sender, phone: '0221 4710 100', portal }, signatory, date: '2026-03-15' };
      const high = template.code === 'claim-below-deductible' ? { ...needed, deductible: 900_000 } : needed;
      return JSON.stringify(composeLetter(template, { ...parties, values: high }));
    };
    expect(of('portal.lindenhof.example')).toMatch(/im Kundenportal.*Briefcenter/);
    expect(of('portal.lindenhof.example')).not.toContain('Rufen Sie uns an oder schreiben Sie uns.');
    expect(of()).not.toMatch(/portal|Briefcenter/i);
    expect(of()).toContain('Rufen Sie uns an oder schreiben Sie uns.');
    expect(of()).toContain('0221 4710 100');
  });

  it('changes nothing that it was given', () => {
    const before = structuredClone(bicycle);
    compose(bicycle);
    expect(bicycle).toEqual(before);
  });
});

describe('a letter template', () => {
  const valid = structuredClone(claimSettlement) as LetterTemplate & Record<string, unknown>;
  const withText = (text: string) => ({ ...valid, blocks: [{ kind: 'paragraph', text }] });
  const problemsOf = (template: unknown): string[] =>
    (LetterTemplate.safeParse(template).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message].join(' ').trim());

  it('is on the list under its code', () => {
    expect([...letterTemplates.keys()]).toEqual([claimSettlement.code, claimBelowDeductible.code, claimRejected.code]);
    expect(problemsOf(valid)).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ['an undeclared variable', withText('{{bonus}}'), /^blocks.0.text has a placeholder that is unknown here: there are reference, .*incident/m],
    ['an optional field outside its section', withText('{{note}}'), /\{\{note\}\}, which not every letter has/],
    ['the portal outside its section', withText('{{portal}}'), /\{\{portal\}\}, which not every letter has/],
    ['an optional field inside the section for its absence', withText('{{^note}}{{note}}{{/note}}'), /\{\{note\}\}, which not every letter has/],
    ['rows in a text', withText('{{items}}'), /unknown here/],
    ['a partial', withText('{{> footer}}'), /braces that are no placeholder/],
    ['other delimiters', withText('{{=<% %>=}}<% note %>'), /braces that are no placeholder/],
    ['a comment', withText('a{{! nobody reads this }}'), /braces that are no placeholder/],
    ['an unclosed section', withText('{{#note}}'), /braces that are no placeholder/],
    ['a single brace', withText('{note}'), /braces that are no placeholder/],
    ['a name used twice', { ...valid, fields: [...valid.fields, { name: 'payout', label: 'x', type: 'date', required: true }] }, /^blocks.5.name is taken/m],
    [
      'a name made of another',
      { ...valid, fields: [...valid.fields, { name: 'itemsCount', label: 'x', type: 'date', required: true }] },
      /^fields.6.name is taken/m,
    ],
    ['a name that is taken', { ...valid, fields: [{ name: 'reference', label: 'x', type: 'date', required: true }] }, /fields.0.name is taken/],
    ['a name every object has', { ...valid, fields: [{ name: 'constructor', label: 'x', type: 'date', required: true }] }, /fields.0.name is taken/],
    [
      'a pattern that is none',
      { ...valid, fields: [{ name: 'a', label: 'x', type: 'text', required: true, maxLength: 4, pattern: '[' }] },
      /is no regular expression/,
    ],
    [
      'a table of something else',
      { ...valid, blocks: [{ kind: 'table', field: 'incident', headings: { label: 'a', amount: 'b' } }] },
      /^blocks.0.field must be one of the values of the type `lines`/m,
    ],
    [
      'a total of something else',
      { ...valid, blocks: [valid.blocks[2], { kind: 'total', name: 'sum', label: 'a', plus: ['incident'], minus: [], result: true }] },
      /^blocks.1.plus.0 must be an amount/m,
    ],
    [
      'a total without a table',
      { ...valid, blocks: [{ kind: 'total', name: 'sum', label: 'a', plus: ['items'], minus: [], result: true }] },
      /does not follow a table/,
    ],
    ['a title that would break the metadata', { ...valid, title: 'Schaden & Abrechnung' }, /^title/],
    ['a variable in the title', { ...valid, title: 'Brief an {{familyName}}' }, /^title/],
    ['an unknown key', { ...valid, colour: 'red' }, /Unrecognized key/],
  ])('is refused for %s', (_, template, problem) => {
    expect(problemsOf(template).join('\n')).toMatch(problem);
  });
});
