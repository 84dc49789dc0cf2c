import { endpoint } from '../../shared/lambda/endpoint.ts';
import { draftOf, NewLetterModule } from '../../shared/letters/modules/letter-module.ts';
import { codeTaken } from '../../shared/letters/modules/module-refusals.ts';
import { letterModuleNeeds } from '../../shared/letters/modules/letter-module-table.ts';
import { headFor } from '../../shared/letters/modules/module-head.ts';
import { releaseModules } from '../../shared/letters/modules/release-modules.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { LetterModuleView, viewOf } from './module-views.ts';

const uses = { modules: only(letterModuleNeeds, 'add', 'head', 'version') };

interface AddLetterModuleDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const addLetterModule = endpoint({
  method: 'POST',
  path: '/v1/letter-modules',
  allow: ['admin'],
  summary:
    'Add a letter module, as a draft: what letters of a kind say, in German and perhaps English, with placeholders and conditions. Letters are written from it once a second person has approved it',
  body: NewLetterModule,
  example: {
    code: 'appointment',
    content: {
      importance: 'action-needed',
      category: 'claim',
      decidesAgainst: false,
      values: [
        { name: 'appointmentOn', required: true },
        { name: 'appointmentTime', required: true },
        { name: 'appointmentPlace', required: true },
        { name: 'note', required: false },
      ],
      texts: {
        de: {
          title: 'Ihr Termin',
          referenceLabel: 'Schadennummer',
          subject: 'Ihr Termin am {{appointmentOn}}',
          salutation: {
            frau: 'Sehr geehrte Frau {{familyName}},',
            herr: 'Sehr geehrter Herr {{familyName}},',
            neutral: 'Guten Tag {{fullName}},',
          },
          blocks: [
            { kind: 'paragraph', text: 'wir haben einen Termin für Sie vereinbart:' },
            { kind: 'list', items: ['Am {{appointmentOn}} um {{appointmentTime}} Uhr', '{{appointmentPlace}}'] },
            { kind: 'paragraph', text: '{{note}}', when: [{ value: 'note', is: 'given' }] },
            { kind: 'link', text: 'So bereiten Sie sich vor:', url: 'https://portal.musterschutz.example/termin' },
          ],
          closing: 'Freundliche Grüße',
          remark: 'Dieses Schreiben wurde elektronisch erstellt und ist ohne Unterschrift gültig.',
        },
      },
    },
  },
  returns: LetterModuleView,
  status: 201,
  version: ({ revision }) => revision,
  uses,
  async handle({ body, caller, once }, { modules, now }: AddLetterModuleDeps) {
    const at = now();
    if (releaseModules.has(body.code)) throw codeTaken();
    const module = draftOf(body.code, 1, body.content, { id: caller.id, at });
    const { earlier } = await modules.add(module, { request: once, status: 201, madeId: module.code }, at);
    if (!earlier) return viewOf(module, headFor(module), dayOf(at));
    // By now it may be another draft, or approved.
    const [head, first] = await Promise.all([modules.head(module.code), modules.version(module.code, 1)]);
    return viewOf(first, head, dayOf(at));
  },
});
