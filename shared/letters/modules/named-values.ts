import * as z from 'zod';
import type { Language } from '../../language.ts';
import { customerData, mayTellOfHealth, technical } from '../../personal-data/classification.ts';
import type { LetterField, LetterValues } from '../letter-field.ts';

type Made<Field> = Field extends LetterField ? Omit<Field, 'name' | 'required' | 'label'> : never;

/** A value that letters can be filled with, whichever module asks for it. */
export interface NamedValue {
  /** What it is called where clerks fill it in. */
  readonly label: string;
  readonly field: Made<LetterField>;
  /** What it holds, on record as attributes of items are. */
  readonly holds: z.ZodType;
  /** Made up, for previews. */
  readonly example: Readonly<Record<Language, NonNullable<LetterValues[string]>>>;
}

const centre = 'Zustellung im Briefcenter';

/** A value about the customer and their case. */
const value = (label: string, field: Made<LetterField>, example: NamedValue['example']): NamedValue => ({
  label,
  field,
  holds: customerData(z.string(), label, centre),
  example,
});

/** One in which people write in words of their own: of health too (Art. 9 GDPR). */
const inWords = (label: string, field: Made<LetterField>, example: NamedValue['example']): NamedValue => {
  const made = value(label, field, example);
  return { ...made, holds: mayTellOfHealth(made.holds) };
};

/** One that is the same for whoever gets the letter. */
const ofTheHouse = (label: string, field: Made<LetterField>, example: NamedValue['example']): NamedValue => ({
  ...value(label, field, example),
  holds: technical(z.string(), label),
});

const same = <Value extends NonNullable<LetterValues[string]>>(example: Value) => ({ de: example, en: example });

/**
 * Everything that a module can ask for, and nothing else: whoever wants another adds it here, with what it holds. One of them means the same in every
 * module, so what fills it in once can fill it in anywhere.
 */
export const namedValues = {
  incident: inWords('Schadenereignis', { type: 'text', maxLength: 80 }, { de: 'Fahrradunfall', en: 'Bicycle accident' }),
  incidentDate: value('Schadentag', { type: 'date' }, same('2026-03-02')),
  items: inWords(
    'Positionen',
    { type: 'lines', maxRows: 100, maxLabelLength: 120 },
    {
      de: [
        { label: 'Reparatur des Vorderrads', amountCents: 18_940 },
        { label: 'Ersatz des Rahmens', amountCents: 112_000 },
      ],
      en: [
        { label: 'Repair of the front wheel', amountCents: 18_940 },
        { label: 'Replacement of the frame', amountCents: 112_000 },
      ],
    },
  ),
  cuts: inWords(
    'Eingereicht, erstattet, Grund der Kürzung',
    {
      type: 'rows',
      maxRows: 100,
      columns: [
        { name: 'item', type: 'text', required: true, maxLength: 120 },
        { name: 'submitted', type: 'amount' },
        { name: 'reimbursed', type: 'amount' },
        { name: 'reason', type: 'text', required: false, maxLength: 200 },
      ],
    },
    {
      de: [
        { item: 'Neuer Helm', submitted: 11_990, reimbursed: 7_999, reason: 'Erstattet wird bis zum Preis eines gleichwertigen Helms.' },
        { item: 'Ersatz des Rahmens', submitted: 112_000, reimbursed: 112_000 },
      ],
      en: [
        { item: 'New helmet', submitted: 11_990, reimbursed: 7_999, reason: 'We reimburse up to the price of an equivalent helmet.' },
        { item: 'Replacement of the frame', submitted: 112_000, reimbursed: 112_000 },
      ],
    },
  ),
  deductible: value('Selbstbeteiligung', { type: 'amount' }, same(15_000)),
  premium: value('Beitrag', { type: 'amount' }, same(4_990)),
  paidOn: value('Tag der Zahlung', { type: 'date' }, same('2026-03-20')),
  ibanEnd: value('IBAN, letzte vier Stellen', { type: 'text', maxLength: 4, pattern: '[0-9A-Z]{4}' }, same('3000')),
  reason: inWords(
    'Begründung',
    { type: 'text', maxLength: 3000, multiline: true },
    { de: 'Rennen sind nach Nr. 5.1.4 Ihrer Versicherungsbedingungen nicht versichert.', en: 'Races are not insured (no. 5.1.4 of your terms).' },
  ),
  note: inWords(
    'Hinweis',
    { type: 'text', maxLength: 2000, multiline: true },
    { de: 'Bitte bewahren Sie die Rechnungen auf.', en: 'Please keep the invoices.' },
  ),
  text: inWords(
    'Freier Text',
    { type: 'text', maxLength: 4000, multiline: true },
    {
      de: 'vielen Dank für Ihre Anfrage.\n\nGern schicken wir Ihnen die Unterlagen.',
      en: 'thank you for your question.\n\nWe are happy to send you the documents.',
    },
  ),
  missingDocuments: inWords(
    'Fehlende Unterlagen',
    { type: 'list', maxItems: 20, maxLength: 120 },
    { de: ['Rechnung der Werkstatt', 'Foto des Schadens'], en: ['Invoice of the repair shop', 'Photo of the damage'] },
  ),
  answerBy: value('Antwort bis', { type: 'date' }, same('2026-04-15')),
  daysLeft: value('Tage bis dahin', { type: 'count', most: 1000 }, same(14)),
  appointmentOn: value('Tag des Termins', { type: 'date' }, same('2026-04-02')),
  appointmentTime: value('Uhrzeit des Termins', { type: 'text', maxLength: 5, pattern: '(?:[01][0-9]|2[0-3]):[0-5][0-9]' }, same('14:30')),
  appointmentPlace: inWords(
    'Ort des Termins',
    { type: 'text', maxLength: 200 },
    { de: 'Werkstatt am Ring, Köln', en: 'Repair shop at the ring road, Cologne' },
  ),
  contractTitle: value('Vertrag', { type: 'text', maxLength: 80 }, { de: 'Fahrradversicherung', en: 'Bicycle insurance' }),
  contractBeginsOn: value('Vertragsbeginn', { type: 'date' }, same('2026-05-01')),
  contractEndsOn: value('Vertragsende', { type: 'date' }, same('2026-12-31')),
  contractEndedBy: value(
    'Wodurch der Vertrag endet',
    {
      type: 'choice',
      options: [
        { code: 'customer', words: { de: 'durch Ihre Kündigung', en: 'by your notice' } },
        { code: 'company', words: { de: 'durch unsere Kündigung', en: 'by our notice' } },
        { code: 'term', words: { de: 'durch Ablauf', en: 'by expiry' } },
      ],
    },
    same('customer'),
  ),
  requestedOn: value('Tag des Ersuchens', { type: 'date' }, same('2026-03-01')),
  dataRequest: value(
    'Art des Ersuchens zum Datenschutz',
    {
      type: 'choice',
      options: [
        { code: 'access', words: { de: 'Auskunft', en: 'access' } },
        { code: 'erasure', words: { de: 'Löschung', en: 'erasure' } },
      ],
    },
    same('access'),
  ),
  remedy: ofTheHouse(
    'Wogegen sich Kundinnen und Kunden wenden können',
    {
      type: 'choice',
      options: [
        { code: 'ombudsman', words: { de: 'Ombudsstelle', en: 'ombudsman' } },
        { code: 'objection', words: { de: 'Widerspruch', en: 'objection' } },
        { code: 'court', words: { de: 'Klage', en: 'action in court' } },
      ],
    },
    same('ombudsman'),
  ),
} as const satisfies Readonly<Record<string, NamedValue>>;

export type ValueNamed = keyof typeof namedValues;
export const valueNames = Object.keys(namedValues) as [ValueNamed, ...ValueNamed[]];

/** A value as a field of a letter. */
export const fieldNamed = (name: ValueNamed, required: boolean): LetterField => {
  const { label, field }: NamedValue = namedValues[name];
  return { ...field, name, label, required };
};

/** Made-up values for these fields. */
export const madeUp = (names: readonly ValueNamed[], language: Language): LetterValues =>
  Object.fromEntries(names.map((name) => [name, namedValues[name].example[language]]));
