import { LetterModuleContent } from '../letter-module.ts';
import { standardTexts } from './standard-texts.ts';

/** Confirms when and by what a contract ends. */
export const contractEnd = {
  code: 'contract-end',
  version: 1,
  content: LetterModuleContent.parse({
    importance: 'important',
    category: 'contract',
    values: [
      { name: 'contractTitle', required: true },
      { name: 'contractEndsOn', required: true },
      { name: 'contractEndedBy', required: true },
      { name: 'note', required: false },
    ],
    texts: {
      de: {
        ...standardTexts.de,
        title: 'Ende Ihres Vertrags',
        referenceLabel: 'Vorgang',
        subject: 'Ihr Vertrag endet am {{contractEndsOn}}: {{contractTitle}}',
        blocks: [
          {
            kind: 'paragraph',
            text: 'Ihr Vertrag{{#insuranceNumber}} mit der Versicherungsnummer {{insuranceNumber}}{{/insuranceNumber}} endet {{contractEndedBy}} am {{contractEndsOn}}. Bis zu diesem Tag sind Sie versichert.',
          },
          {
            kind: 'paragraph',
            text: 'Was bis dahin geschieht, können Sie uns auch später noch melden.',
            when: [{ value: 'contractEndedBy', is: 'one-of', codes: ['customer', 'term'] }],
          },
          { kind: 'paragraph', text: '{{#note}}{{note}}{{/note}}' },
          {
            kind: 'paragraph',
            text: 'Haben Sie Fragen? {{#portal}}Schreiben Sie uns im Kundenportal oder rufen Sie uns an.{{/portal}}{{^portal}}Rufen Sie uns an oder schreiben Sie uns.{{/portal}}',
          },
        ],
      },
      en: {
        ...standardTexts.en,
        title: 'End of your contract',
        referenceLabel: 'Case',
        subject: 'Your contract ends on {{contractEndsOn}}: {{contractTitle}}',
        blocks: [
          {
            kind: 'paragraph',
            text: 'Your contract{{#insuranceNumber}} with the insurance number {{insuranceNumber}}{{/insuranceNumber}} ends {{contractEndedBy}} on {{contractEndsOn}}. You are insured until then.',
          },
          {
            kind: 'paragraph',
            text: 'You can still report later what happens until then.',
            when: [{ value: 'contractEndedBy', is: 'one-of', codes: ['customer', 'term'] }],
          },
          { kind: 'paragraph', text: '{{#note}}{{note}}{{/note}}' },
          {
            kind: 'paragraph',
            text: 'Do you have questions? {{#portal}}Write to us in the customer portal or call us.{{/portal}}{{^portal}}Call us or write to us.{{/portal}}',
          },
        ],
      },
    },
  }),
};
