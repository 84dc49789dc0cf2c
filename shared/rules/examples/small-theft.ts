import type * as z from 'zod';
import type { NewTextModule } from '../../text-modules/text-module.ts';
import type { WholeRule } from '../rule.ts';

/** Up to this a theft is settled without a person, in cents. */
const atMostCents = 50_000;

/** What the customer is answered. */
export const smallTheftText: z.input<typeof NewTextModule> = {
  title: 'Diebstahl abgerechnet (automatisch)',
  kinds: ['theft'],
  texts: {
    de: '{{salutation}},\n\nIhre Unterlagen zum Vorgang {{ticketNumber}} sind vollständig. Wir haben den Diebstahl abgerechnet: Die Abrechnung liegt in Ihrem Briefcenter, der Betrag ist auf dem Weg zu Ihnen.\n\nDas hat unser System ohne eine Sachbearbeiterin oder einen Sachbearbeiter entschieden. Sie sind nicht einverstanden, oder ein Mensch soll es sich ansehen? Antworten Sie einfach auf diese Nachricht.\n\nFreundliche Grüße\nIhr Schadenservice',
    en: '{{salutation}},\n\nwe have everything we need for your case {{ticketNumber}}. The theft is settled: the statement is in your letter centre, and the money is on its way.\n\nOur system decided this by itself. If you do not agree, or want a person to look at it, just answer this message.\n\nKind regards\nYour claims service',
  },
};

/**
 * From report to settlement without a person: a theft up to 500 euros with all documents there. The police have it under a number, two documents or more
 * have come (what they wrote, and what it was worth), none is under way or was refused, the customer reports for themselves, reported no other within a
 * year and has asked nothing, and nobody of the company has done anything on it. Whatever is another way is left to people. `textModule`: the id of `smallTheftText`, once it is added.
 */
export const smallTheftRule = (textModule: string): z.input<typeof WholeRule> => ({
  title: 'Kleiner Diebstahl, Unterlagen vollständig: abrechnen',
  on: 'document-added',
  when: [
    { fact: 'kind', is: 'one-of', values: ['theft'] },
    { fact: 'detail', field: 'valueCents', is: 'at-most', value: atMostCents },
    { fact: 'detail', field: 'policeReference', is: 'there' },
    { fact: 'documents', is: 'at-least', value: 2 },
    { fact: 'documents-open', is: 'at-most', value: 0 },
    { fact: 'documents-refused', is: 'at-most', value: 0 },
    { fact: 'reported-by-other', is: false },
    { fact: 'third-parties', is: 'at-most', value: 0 },
    { fact: 'incident-age-days', is: 'at-most', value: 365 },
    { fact: 'customer-wrote', is: false },
    { fact: 'staff-worked', is: false },
    { fact: 'others-of-kind-this-year', is: 'at-most', value: 0 },
    { fact: 'was-reopened', is: false },
    { fact: 'answered', is: false },
    { fact: 'open-tasks', is: 'at-most', value: 0 },
    { fact: 'paid-cents', is: 'at-most', value: 0 },
  ],
  then: [
    {
      do: 'issue-letter',
      template: 'claim-settlement',
      values: {
        incident: { text: 'Diebstahl' },
        incidentDate: { day: 'incident-day' },
        items: { lines: [{ label: 'Wert des gestohlenen Gegenstands', amount: { detail: 'valueCents' } }] },
        note: { text: 'Diese Abrechnung wurde automatisch erstellt. Auf Ihren Wunsch prüft sie ein Mensch: Schreiben Sie uns zu Ihrem Vorgang.' },
      },
    },
    { do: 'pay-out', amount: { detail: 'valueCents' }, atMostCents },
    { do: 'answer', textModule, language: 'de' },
    { do: 'close', outcome: 'settled' },
  ],
  order: 100,
  active: false,
});
