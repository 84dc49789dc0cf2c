import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filled, placeholderNames, problemsOf, type About } from '../../../shared/text-modules/placeholders.ts';
import { refusalOf } from '../tasks/refusal.ts';

const about: About = {
  ticket: { number: '26-7K3M-9QXN', openedAt: '2026-03-14T23:30:00.000Z' },
  customer: { salutation: 'frau', title: 'Dr.', givenName: 'Zoë', familyName: 'Groß', organisation: 'Café Söhne', insuranceNumber: 'K-2026-000001' },
  clerk: { displayName: 'Thomas Brandt' },
  on: '2026-04-01',
};
const withCustomer = (customer: Partial<About['customer']>): About => ({ ...about, customer: { familyName: 'Groß', insuranceNumber: 'K-1', ...customer } });

describe('a text that is saved', () => {
  it.each([
    ['Guten Tag, wir melden uns.'],
    ['{{salutation}},\n\nzu {{ ticketNumber }} vom {{openedOn}}.'],
    ['{{fullName}}{{#organisation}}, {{organisation}}{{/organisation}}'],
    ['{{#givenName}}Hallo {{givenName}}{{/givenName}}{{^givenName}}Guten Tag{{/givenName}}'],
    ['Gebühr: 5 € < 10 € & "mehr" – 100 %'],
  ])('is in order: %j', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  const braces = expect.stringMatching(/^has braces that are no placeholder/);
  const unknown = expect.stringMatching(/^has a placeholder that is unknown: known are ticketNumber, .*clerkName$/);
  it.each([
    ['Zu {{ticketNumber', braces],
    ['Zu ticketNumber}}', braces],
    ['Zu {ticketNumber}', braces],
    ['Zu {{ticketNumber}', braces],
    ['Zu {{{ticketNumber}}}', braces],
    ['Zu {{}}', braces],
    ['Zu {{ }}', braces],
    ['{{! nur für uns }}Guten Tag', braces],
    ['{{> partial}}', braces],
    ['{{=<% %>=}} <% ticketNumber %>', braces],
    ['{{#organisation}}{{organisation}}', braces],
    ['{{#organisation}}{{#givenName}}x{{/organisation}}{{/givenName}}', braces],
    ['{{/organisation}}', braces],
    ['{{ticket.number}}', unknown],
    ['{{ticketnumber}}', unknown],
    ['{{constructor}}', unknown],
    ['{{__proto__}}', braces],
    ['{{toString}} {{ticketNumber}}', unknown],
    ['{{#iban}}{{ticketNumber}}{{/iban}}', unknown],
    ['{{Straße}}', unknown],
    ['Guten Tag {{givenName}}', expect.stringMatching(/^has \{\{givenName\}\}, which not everybody has/)],
    ['{{^organisation}}{{organisation}}{{/organisation}} x', expect.stringMatching(/^has \{\{organisation\}\}/)],
    ['{{#organisation}}An {{organisation}}{{/organisation}}', expect.stringMatching(/^has nothing to say/)],
    ['{{^organisation}}Hallo{{/organisation}}', expect.stringMatching(/^has nothing to say/)],
    ['{{#givenName}}{{^organisation}}Hallo{{/organisation}}{{/givenName}}', expect.stringMatching(/^has nothing to say/)],
    ['{{^ticketNumber}}Hallo{{/ticketNumber}}', expect.stringMatching(/^has nothing to say/)],
  ])('is refused, and not quoted: %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('quotes nothing of what somebody typed, whatever that was', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöüß]{12,20}$/), fc.constantFrom('{{@}}', '{{@', '@}}', '{@}', '{{#@}}{{/@}}'), (word, around) => {
        const problems = problemsOf(`Zu ${around.replaceAll('@', word)}`);
        expect(problems).toHaveLength(1);
        expect(problems[0]).not.toContain(word);
      }),
    );
  });
});

describe('a text that is filled', () => {
  it.each([
    ['de', 'Sehr geehrte Frau Dr. Groß, zu 26-7K3M-9QXN vom 15. März 2026 (heute 1. April 2026)'],
    ['en', 'Dear Ms Dr. Groß, zu 26-7K3M-9QXN vom 15 March 2026 (heute 1 April 2026)'],
  ] as const)('has the days of Berlin, in the words of the language: %s', (language, text) => {
    expect(filled('{{salutation}}, zu {{ticketNumber}} vom {{openedOn}} (heute {{today}})', about, language)).toBe(text);
  });

  it.each([
    [{ salutation: 'herr', title: undefined, givenName: 'Jürgen' }, 'Sehr geehrter Herr Groß', 'Dear Mr Groß'],
    [{ givenName: 'Alex' }, 'Guten Tag Alex Groß', 'Dear Alex Groß'],
    [{ title: 'Prof. Dr.', givenName: 'Alex' }, 'Guten Tag Prof. Dr. Alex Groß', 'Dear Prof. Dr. Alex Groß'],
    [{ familyName: 'Suharto' }, 'Guten Tag Suharto', 'Dear Suharto'],
    [
      { givenName: 'Олена', familyName: 'Шевченко', latinName: { givenName: 'Olena', familyName: 'Shevchenko' } },
      'Guten Tag Olena Shevchenko',
      'Dear Olena Shevchenko',
    ],
  ] as const)('addresses people as letters do: %j', (customer, german, english) => {
    expect(filled('{{salutation}}', withCustomer(customer), 'de')).toBe(german);
    expect(filled('{{salutation}}', withCustomer(customer), 'en')).toBe(english);
  });

  it('leaves out what somebody lacks, with what stands around it', () => {
    const text = 'An {{fullName}}{{#organisation}} ({{organisation}}){{/organisation}}{{^givenName}}!{{/givenName}}';
    expect(filled(text, about, 'de')).toBe('An Dr. Zoë Groß (Café Söhne)');
    expect(filled(text, withCustomer({}), 'de')).toBe('An Groß!');
  });

  it('reads no value as a text of its own, and changes no sign in it', () => {
    const odd = withCustomer({ givenName: '{{insuranceNumber}}', familyName: '<b>&amp; "{{#x}}' });
    expect(filled('{{fullName}}', odd, 'de')).toBe('{{insuranceNumber}} <b>&amp; "{{#x}}');
  });

  it('says which placeholder has no value, where one has none', () => {
    expect(refusalOf(() => filled('Gruß {{clerkName}}', { ...about, clerk: undefined }, 'de'))).toMatchObject({
      field: 'body.text',
      problem: expect.stringContaining('{{clerkName}}'),
    });
    expect(filled('Gruß', { ...about, clerk: undefined }, 'de')).toBe('Gruß');
  });

  it('is filled whole for everybody, if it was in order', () => {
    const part = fc.oneof(
      fc.constantFrom(...placeholderNames).map((name) => `{{${name}}}`),
      fc.constantFrom('organisation', 'givenName').map((name) => `{{#${name}}}[{{${name}}}]{{/${name}}}`),
      fc.constantFrom('organisation', 'givenName').map((name) => `{{^${name}}}[-]{{/${name}}}`),
      fc.stringMatching(/^[a-zA-ZäÖß .,!?€&<>]{1,12}$/),
    );
    const customer = fc.record({
      salutation: fc.constantFrom('frau' as const, 'herr' as const, undefined),
      title: fc.constantFrom('Dr.', undefined),
      givenName: fc.constantFrom('Zoë', undefined),
      organisation: fc.constantFrom('Söhne KG', undefined),
    });
    let inOrder = 0;
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), customer, fc.constantFrom('de' as const, 'en' as const), (parts, person, language) => {
        const text = parts.join('');
        // That something must stand there is said by the schema.
        if (text.trim() === '' || problemsOf(text).length > 0) return;
        inOrder++;
        const said = filled(text, withCustomer(person), language);
        expect(said).not.toBe('');
        expect(said).not.toMatch(/[{}]|undefined/);
      }),
      { numRuns: 500 },
    );
    expect(inOrder).toBeGreaterThan(50);
  });
});
