import { LetterTemplate } from '../letter-template.ts';

/** Settlement of a claim: what is reimbursed, item by item, what the deductible takes off, and where the money goes. */
export const claimSettlement = LetterTemplate.parse({
  code: 'claim-settlement',
  version: 1,
  language: 'de',
  title: 'Abrechnung Ihres Schadens',
  importance: 'important',
  category: 'claim',
  referenceLabel: 'Schadennummer',
  fields: [
    { name: 'incident', label: 'Schadenereignis', type: 'text', required: true, maxLength: 80 },
    { name: 'incidentDate', label: 'Schadentag', type: 'date', required: true },
    { name: 'items', label: 'Erstattete Positionen', type: 'lines', required: true, maxRows: 100, maxLabelLength: 120 },
    { name: 'deductible', label: 'Selbstbeteiligung', type: 'amount', required: false },
    { name: 'ibanEnd', label: 'IBAN, letzte vier Stellen', type: 'text', required: true, maxLength: 4, pattern: '[0-9A-Z]{4}' },
    { name: 'note', label: 'Hinweis zu Ihrer Abrechnung', type: 'text', required: false, maxLength: 2000, multiline: true },
  ],
  subject: 'Abrechnung Ihres Schadens vom {{incidentDate}} ({{incident}})',
  salutation: {
    frau: 'Sehr geehrte Frau {{familyName}},',
    herr: 'Sehr geehrter Herr {{familyName}},',
    neutral: 'Guten Tag {{fullName}},',
  },
  blocks: [
    {
      kind: 'paragraph',
      text: 'vielen Dank für Ihre Meldung. Wir haben Ihren Schaden geprüft und rechnen ihn mit diesem Schreiben ab.',
    },
    { kind: 'paragraph', text: 'So setzt sich der Betrag zusammen, den Sie von uns erhalten:' },
    { kind: 'table', field: 'items', headings: { label: 'Position', amount: 'Betrag' } },
    { kind: 'total', name: 'reimbursed', label: 'Erstattungsfähige Kosten', plus: ['items'], minus: [], result: false, onlyWith: 'deductible' },
    {
      kind: 'total',
      name: 'takenOff',
      label: 'Abzüglich Ihrer vereinbarten Selbstbeteiligung',
      plus: [],
      minus: ['deductible'],
      result: false,
      onlyWith: 'deductible',
    },
    { kind: 'total', name: 'payout', label: 'Auszahlungsbetrag', plus: ['items'], minus: ['deductible'], result: true, atLeastCents: 1 },
    { kind: 'paragraph', text: '{{#note}}{{note}}{{/note}}' },
    {
      kind: 'paragraph',
      text: 'Wir überweisen {{payout}} auf Ihr Konto, dessen IBAN auf {{ibanEnd}} endet. In der Regel ist das Geld innerhalb von fünf Bankarbeitstagen bei Ihnen. Stimmt diese Bankverbindung nicht mehr? Dann sagen Sie uns bitte gleich Bescheid.',
    },
    {
      kind: 'paragraph',
      text: 'Haben Sie Fragen zur Abrechnung, oder sind Sie mit ihr nicht einverstanden? {{#portal}}Schreiben Sie uns im Kundenportal oder rufen Sie uns an.{{/portal}}{{^portal}}Rufen Sie uns an oder schreiben Sie uns.{{/portal}} Ihre Schadennummer ist {{reference}}.{{#portal}} Dieses Schreiben finden Sie jederzeit in Ihrem Briefcenter.{{/portal}}',
    },
  ],
  closing: 'Freundliche Grüße',
  remark: 'Dieses Schreiben wurde elektronisch erstellt und ist ohne Unterschrift gültig.',
});
