import { LetterTemplate } from '../letter-template.ts';

/** Settlement of a claim of which nothing is paid: what it cost is no more than the deductible. */
export const claimBelowDeductible = LetterTemplate.parse({
  code: 'claim-below-deductible',
  version: 1,
  language: 'de',
  title: 'Abrechnung Ihres Schadens ohne Auszahlung',
  importance: 'important',
  category: 'claim',
  decidesAgainst: true,
  referenceLabel: 'Schadennummer',
  fields: [
    { name: 'incident', label: 'Schadenereignis', type: 'text', required: true, maxLength: 80 },
    { name: 'incidentDate', label: 'Schadentag', type: 'date', required: true },
    { name: 'items', label: 'Anerkannte Positionen', type: 'lines', required: true, maxRows: 100, maxLabelLength: 120 },
    { name: 'deductible', label: 'Selbstbeteiligung', type: 'amount', required: true },
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
      text: 'vielen Dank für Ihre Meldung. Wir haben Ihren Schaden geprüft. Er ist versichert. Ihre vereinbarte Selbstbeteiligung ist aber mindestens so hoch wie die Kosten. Deshalb zahlen wir Ihnen in diesem Fall nichts aus.',
    },
    { kind: 'paragraph', text: 'So haben wir gerechnet:' },
    { kind: 'table', field: 'items', headings: { label: 'Position', amount: 'Betrag' } },
    { kind: 'total', name: 'costs', label: 'Erstattungsfähige Kosten', plus: ['items'], minus: [], result: false },
    { kind: 'total', name: 'ownShare', label: 'Ihre vereinbarte Selbstbeteiligung', plus: ['deductible'], minus: [], result: false },
    { kind: 'total', name: 'payout', label: 'Auszahlungsbetrag', plus: ['items'], minus: ['deductible'], result: true, atMostCents: 0, floorCents: 0 },
    { kind: 'paragraph', text: '{{#note}}{{note}}{{/note}}' },
    {
      kind: 'paragraph',
      text: 'Kommen noch Kosten hinzu, oder sind Sie mit der Abrechnung nicht einverstanden? {{#portal}}Schreiben Sie uns im Kundenportal oder rufen Sie uns an.{{/portal}}{{^portal}}Rufen Sie uns an oder schreiben Sie uns.{{/portal}} Wir rechnen dann neu. Ihre Schadennummer ist {{reference}}.{{#portal}} Dieses Schreiben finden Sie jederzeit in Ihrem Briefcenter.{{/portal}}',
    },
  ],
  closing: 'Freundliche Grüße',
  remark: 'Dieses Schreiben wurde elektronisch erstellt und ist ohne Unterschrift gültig.',
});
