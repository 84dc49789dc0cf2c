import { LetterModuleContent } from '../letter-module.ts';
import { standardTexts } from './standard-texts.ts';

/** What is still missing before a case can go on, and until when. */
export const missingDocuments = {
  code: 'missing-documents',
  version: 1,
  content: LetterModuleContent.parse({
    importance: 'action-needed',
    category: 'claim',
    values: [
      { name: 'missingDocuments', required: true },
      { name: 'answerBy', required: true },
      { name: 'note', required: false },
    ],
    texts: {
      de: {
        ...standardTexts.de,
        title: 'Uns fehlen noch Unterlagen',
        referenceLabel: 'Schadennummer',
        subject:
          'Bitte schicken Sie uns {{#missingDocumentsOne}}eine Unterlage{{/missingDocumentsOne}}{{#missingDocumentsOther}}{{missingDocumentsCount}} Unterlagen{{/missingDocumentsOther}} bis zum {{answerBy}}',
        blocks: [
          { kind: 'paragraph', text: 'damit wir Ihren Fall weiter bearbeiten können, brauchen wir noch etwas von Ihnen:' },
          { kind: 'list-of', field: 'missingDocuments' },
          { kind: 'paragraph', text: '{{#note}}{{note}}{{/note}}' },
          { kind: 'heading', text: 'Bis wann, und wohin?' },
          {
            kind: 'paragraph',
            text: 'Bitte schicken Sie uns alles bis zum {{answerBy}}. {{#portal}}Am schnellsten geht es im Kundenportal.{{/portal}}{{^portal}}Ein Foto oder eine Kopie genügt.{{/portal}} Ihre Schadennummer ist {{reference}}.',
          },
          { kind: 'paragraph', text: 'Haben Sie etwas davon nicht, oder dauert es länger? Dann sagen Sie uns bitte Bescheid.' },
        ],
      },
      en: {
        ...standardTexts.en,
        title: 'We still need documents',
        referenceLabel: 'Claim number',
        subject:
          'Please send us {{#missingDocumentsOne}}one document{{/missingDocumentsOne}}{{#missingDocumentsOther}}{{missingDocumentsCount}} documents{{/missingDocumentsOther}} by {{answerBy}}',
        blocks: [
          { kind: 'paragraph', text: 'to go on with your case, we still need something from you:' },
          { kind: 'list-of', field: 'missingDocuments' },
          { kind: 'paragraph', text: '{{#note}}{{note}}{{/note}}' },
          { kind: 'heading', text: 'Until when, and where to?' },
          {
            kind: 'paragraph',
            text: 'Please send us everything by {{answerBy}}. {{#portal}}The quickest way is the customer portal.{{/portal}}{{^portal}}A photo or a copy is enough.{{/portal}} Your claim number is {{reference}}.',
          },
          { kind: 'paragraph', text: 'If you do not have one of them, or need more time, please let us know.' },
        ],
      },
    },
  }),
};
