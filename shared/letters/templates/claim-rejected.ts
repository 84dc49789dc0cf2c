import { LetterTemplate } from '../letter-template.ts';

/** Rejection of a claim: the decision, the reason in the clerk's words, and what the customer can do. */
export const claimRejected = LetterTemplate.parse({
  code: 'claim-rejected',
  version: 1,
  language: 'de',
  title: 'Entscheidung über Ihren Schaden',
  importance: 'important',
  category: 'claim',
  decidesAgainst: true,
  referenceLabel: 'Schadennummer',
  fields: [
    { name: 'incident', label: 'Schadenereignis', type: 'text', required: true, maxLength: 80 },
    { name: 'incidentDate', label: 'Schadentag', type: 'date', required: true },
    { name: 'reason', label: 'Begründung', type: 'text', required: true, maxLength: 3000, multiline: true },
  ],
  subject: 'Ihr Schaden vom {{incidentDate}} ({{incident}})',
  salutation: {
    frau: 'Sehr geehrte Frau {{familyName}},',
    herr: 'Sehr geehrter Herr {{familyName}},',
    neutral: 'Guten Tag {{fullName}},',
  },
  blocks: [
    { kind: 'paragraph', text: 'vielen Dank für Ihre Meldung. Wir haben Ihren Schaden sorgfältig geprüft. Leider können wir die Kosten nicht übernehmen.' },
    { kind: 'paragraph', text: 'Das ist der Grund:' },
    { kind: 'paragraph', text: '{{reason}}' },
    {
      kind: 'paragraph',
      text: 'Fehlt uns eine Angabe, oder sehen Sie den Fall anders? {{#portal}}Schreiben Sie uns im Kundenportal.{{/portal}}{{^portal}}Rufen Sie uns an oder schreiben Sie uns.{{/portal}} Wir prüfen Ihren Schaden dann noch einmal. Ihre Schadennummer ist {{reference}}.',
    },
    { kind: 'paragraph', text: '{{#portal}}Dieses Schreiben finden Sie jederzeit in Ihrem Briefcenter.{{/portal}}' },
  ],
  closing: 'Freundliche Grüße',
  remark: 'Dieses Schreiben wurde elektronisch erstellt und ist ohne Unterschrift gültig.',
});
