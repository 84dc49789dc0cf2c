import type { LetterContent, LetterRecipient, Logo, LetterReference, LetterSender, LetterSignatory } from '../../shared/letters/typesetting/content.ts';
import type { LetterLine, LetterValues } from '../../shared/letters/letter-field.ts';
import { composeLetter } from '../../shared/letters/letter-template.ts';
import { LetterModuleContent } from '../../shared/letters/modules/letter-module.ts';
import { previewOf, type Look } from '../../shared/letters/modules/preview.ts';
import { releaseModules } from '../../shared/letters/modules/release-modules.ts';
import { standardTexts } from '../../shared/letters/modules/release/standard-texts.ts';
import { claimBelowDeductible } from '../../shared/letters/templates/claim-below-deductible.ts';
import { claimRejected } from '../../shared/letters/templates/claim-rejected.ts';
import { claimSettlement } from '../../shared/letters/templates/claim-settlement.ts';

/** The demo insurer; its name and addresses exist nowhere (RFC 2606 domain, numbers reserved by the Bundesnetzagentur for fiction). */
export const sender: LetterSender = {
  company: 'Lindenhof Versicherung AG',
  street: 'Am Lindenhof 12',
  postalCode: '50996',
  city: 'Köln',
  footer: [
    ['Lindenhof Versicherung AG', 'Am Lindenhof 12', '50996 Köln'],
    ['Telefon 0221 4710 100', 'service@lindenhof.example', 'www.lindenhof.example'],
    ['Vorstand: Dr. Ulrike Böhm,', 'Jörg Großmann', 'Aufsichtsrat: Renate Vogt (Vorsitz)'],
    ['Sitz der Gesellschaft: Köln', 'Amtsgericht Köln, HRB 99 999', 'USt-IdNr. DE 999 999 999'],
  ],
};

/** A logo made up of simple shapes. */
const logo: Logo = {
  width: 120,
  height: 40,
  paths: [
    { d: 'M20 0 C31 0 40 9 40 20 C40 31 31 40 20 40 C9 40 0 31 0 20 C0 9 9 0 20 0 Z', color: '#7a1f3d' },
    { d: 'M50 8 h70 v8 h-70 z M50 24 h50 v8 h-50 z', color: '#c9a227' },
  ],
};

export const signatory: LetterSignatory = { name: 'Tobias Krüger', role: 'Schadenservice', phone: '0221 4710 199', email: 'schaden@lindenhof.example' };

export const paula: LetterRecipient = {
  form: 'frau',
  givenName: 'Paula',
  familyName: 'Sommer',
  street: 'Gartenstraße 8',
  postalCode: '50678',
  city: 'Köln',
  country: 'DE',
};

export const reference: LetterReference = { ours: '26-7K3M-9QXN' };

export const bicycle: LetterValues = {
  incident: 'Fahrradunfall',
  incidentDate: '2026-03-02',
  items: [
    { label: 'Reparatur des Vorderrads (Rechnung Radwerk Südstadt vom 5. März 2026)', amountCents: 18_940 },
    { label: 'Neuer Helm', amountCents: 7_999 },
    { label: 'Behandlung in der Notaufnahme, Eigenanteil', amountCents: 1_000 },
    { label: 'Gutachten zum Rahmenschaden', amountCents: 9_520 },
    { label: 'Ersatz des Rahmens', amountCents: 112_000 },
  ],
  deductible: 15_000,
  ibanEnd: '3000',
};

const letter = (
  recipient: LetterRecipient,
  values: LetterValues,
  more: { reference?: LetterReference; sender?: LetterSender; signatory?: LetterSignatory } = {},
): LetterContent => composeLetter(claimSettlement, { recipient, reference, sender, signatory, date: '2026-03-15', values, ...more });

const rows = (count: number): LetterLine[] =>
  Array.from({ length: count }, (_, index) => ({
    label: `Position ${index + 1}: ${index % 7 === 3 ? 'Ersatz des beim Unfall beschädigten Zubehörs einschließlich Versand und Montage in der Werkstatt' : 'Ersatzteil mit Einbau'}`,
    amountCents: 1_250 + index * 317,
  }));

const note = (paragraphs: number): string =>
  Array.from(
    { length: paragraphs },
    (_, index) =>
      `Zu Punkt ${index + 1}: Für den Helm haben wir den Neupreis angesetzt, weil er nach einem Sturz nicht mehr getragen werden darf. Bei Verschleißteilen, etwa Reifen und Bremsbelägen, haben wir berücksichtigt, wie lange sie schon in Gebrauch waren.`,
  ).join('\n\n');

const longLine = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

/** A module in which there is a block of every kind, in both languages. */
export const everyBlock = LetterModuleContent.parse({
  importance: 'important',
  category: 'contract',
  values: [
    { name: 'items', required: true },
    { name: 'cuts', required: true },
    { name: 'missingDocuments', required: true },
    { name: 'daysLeft', required: true },
    { name: 'remedy', required: true },
    { name: 'deductible', required: false },
    { name: 'note', required: false },
  ],
  texts: Object.fromEntries(
    (['de', 'en'] as const).map((language) => [
      language,
      {
        ...standardTexts[language],
        title: language === 'de' ? 'Alles, was ein Brief sagen kann' : 'All that a letter can say',
        referenceLabel: language === 'de' ? 'Vorgang' : 'Case',
        subject: language === 'de' ? 'Noch {{daysLeft}} Tage' : '{{daysLeft}} days left',
        blocks: [
          { kind: 'paragraph', text: '{{missingDocuments}}: {{#daysLeftOne}}1{{/daysLeftOne}}{{#daysLeftOther}}{{daysLeft}}{{/daysLeftOther}}' },
          { kind: 'heading', text: language === 'de' ? 'Was noch fehlt' : 'What is missing' },
          { kind: 'list-of', field: 'missingDocuments', ordered: true },
          {
            kind: 'list',
            items: ['{{company}}', '{{#portal}}{{portal}}{{/portal}}', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau '.repeat(6).trim()],
          },
          { kind: 'table', field: 'items', headings: { label: 'Position', amount: 'Betrag' } },
          { kind: 'total', name: 'payout', label: 'Summe', plus: ['items'], minus: ['deductible'], result: true },
          {
            kind: 'columns',
            field: 'cuts',
            columns: [
              { heading: 'Position', shows: 'item' },
              { heading: 'Eingereicht', shows: 'submitted' },
              { heading: 'Erstattet', shows: 'reimbursed' },
              { heading: 'Grund', shows: 'reason' },
            ],
            sumLabel: 'Summe',
          },
          {
            kind: 'fixed-columns',
            columns: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag'].map((heading) => ({ heading, align: 'left' })),
            rows: [['8–18 Uhr', '8–18 Uhr', '8–13 Uhr', '', '8–18 Uhr']],
          },
          { kind: 'paragraph', text: '{{note}}', when: [{ value: 'note', is: 'given' }] },
          { kind: 'paragraph', text: 'Ombudsstelle', when: [{ value: 'remedy', is: 'one-of', codes: ['ombudsman'] }] },
          { kind: 'link', text: language === 'de' ? 'Mehr dazu:' : 'More about it:', url: 'https://portal.lindenhof.example/hilfe?brief=1' },
        ],
      },
    ]),
  ),
});

const inPortal: LetterSender = { ...sender, portal: 'portal.lindenhof.example' };
const preview = (content: LetterModuleContent, look: Look): LetterContent =>
  previewOf({ code: 'every-block', version: 1, content }, look, inPortal, '2026-03-15');

/** Letters worth looking at, by name; together they use everything the layout can do. */
export const samples: Readonly<Record<string, LetterContent>> = {
  short: letter(paula, { ...bicycle, items: [{ label: 'Neuer Helm', amountCents: 7_999 }], deductible: 0 }),
  usual: letter(paula, bicycle, {
    reference: { ...reference, yours: 'Meldung vom 3. März', insuranceNumber: 'VS-4711-0815' },
    signatory: { name: 'Tobias Krüger', role: 'Schadenservice' },
    sender: { ...sender, phone: '0221 4710 100', portal: 'portal.lindenhof.example' },
  }),
  twoPages: letter(paula, { ...bicycle, items: rows(14), note: note(2) }),
  long: letter(paula, { ...bicycle, items: rows(100), note: note(7) }),
  names: letter(
    {
      form: 'herr',
      title: 'Dr.',
      givenName: 'Łukasz Jürgen',
      familyName: 'Szőke-Müßigbrodt',
      organisation: 'Bäckerei Ångström & Søn <Café>',
      street: 'Straße des 17. Juni 135',
      postalCode: '1010',
      city: 'Čáslav',
      country: 'CZ',
    },
    {
      ...bicycle,
      incident: 'Fahrradunfall',
      items: [
        { label: 'Auslagen für Größe „XXL“ – 50 % Anteil, § 3 Abs. 2, ½ Tag, 20 °C, 3 × 2 µm, naïve Señora, ẞ ĳ', amountCents: 123_456_789 },
        { label: 'Abzug neu für alt', amountCents: -50_000 },
      ],
      note: 'Zerlegt geschrieben: Mu\u0308ller, Bju\u0308rn, A\u030angstro\u0308m.',
    },
  ),
  longest: letter(
    {
      form: 'neutral',
      title: 'Professorin Doktorin honoris causa Freiin',
      givenName: longLine.slice(0, 80),
      familyName: 'W'.repeat(80),
      organisation: `${longLine} mbH`.slice(0, 80),
      street: longLine,
      postalCode: '123456789012',
      city: 'M'.repeat(60),
      country: 'IO',
    },
    { ...bicycle, incident: 'Ü'.repeat(80), items: [{ label: 'W'.repeat(120), amountCents: 1_000_000_000 }], note: 'Z'.repeat(1000) },
    {
      reference: { ours: 'W'.repeat(40), yours: 'M'.repeat(40), insuranceNumber: 'N'.repeat(40) },
      sender: {
        ...sender,
        company: 'Versicherungsverein auf Gegenseitigkeit der Rheinischen Landgemeinden und Städte'.slice(0, 80),
        street: 'W'.repeat(80),
        portal: 'p'.repeat(80),
        logo,
        city: 'M'.repeat(60),
        footer: Array.from({ length: 4 }, () => Array.from({ length: 6 }, () => 'Aufsichtsrat '.repeat(5).trim().slice(0, 60))),
      },
      signatory: { name: 'N'.repeat(100), role: 'R'.repeat(80), phone: '1'.repeat(40), email: `${'e'.repeat(60)}@lindenhof.example`.slice(0, 80) },
    },
  ),
  branded: letter(paula, bicycle, { sender: { ...sender, color: '#7a1f3d', logo, portal: 'portal.lindenhof.example' } }),
  nothingPaid: composeLetter(claimBelowDeductible, {
    recipient: { ...paula, form: 'neutral' },
    reference: { ...reference, insuranceNumber: 'VS-4711-0815' },
    sender: { ...sender, phone: '0221 4710 100', portal: 'portal.lindenhof.example' },
    signatory: { name: signatory.name, role: signatory.role },
    date: '2026-03-15',
    values: {
      incident: 'Fahrradunfall',
      incidentDate: '2026-03-02',
      items: [
        { label: 'Neuer Helm', amountCents: 7_999 },
        { label: 'Neue Klingel', amountCents: 1_450 },
      ],
      deductible: 15_000,
    },
  }),
  rejected: composeLetter(claimRejected, {
    recipient: { ...paula, form: 'neutral' },
    reference,
    sender,
    signatory: { name: signatory.name, role: signatory.role },
    date: '2026-03-15',
    values: {
      incident: 'Sturz mit dem Fahrrad',
      incidentDate: '2026-03-02',
      reason:
        'Der Unfall ereignete sich bei einem Radrennen. Rennen und die Übungsfahrten dazu sind nach Nr. 5.1.4 Ihrer Versicherungsbedingungen nicht versichert.\n\nIhre Haftpflichtversicherung bleibt davon unberührt.',
    },
  }),
  everyBlock: preview(everyBlock, { language: 'de', onlyRequired: false }),
  english: preview(everyBlock, { language: 'en', onlyRequired: true }),
  ...Object.fromEntries(
    [...releaseModules.values()].flatMap((module) =>
      (['de', 'en'] as const)
        .filter((language) => module.content.texts[language])
        .map((language) => [`${module.code}-${language}`, previewOf(module, { language, onlyRequired: false }, inPortal, '2026-03-15')]),
    ),
  ),
};
