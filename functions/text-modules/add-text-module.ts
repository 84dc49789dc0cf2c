import type { NewId } from '../../shared/id.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { requireTeam } from '../../shared/staff/team.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { NewTextModule, newTextModule } from '../../shared/text-modules/text-module.ts';
import { textModuleNeeds } from '../../shared/text-modules/text-module-table.ts';
import { TextModuleView } from './views.ts';

const uses = { textModules: only(textModuleNeeds, 'add', 'inVersion'), staff: only(staffReaderNeeds, 'clerksOf') };

interface AddTextModuleDeps extends Used<typeof uses> {
  readonly newId: NewId;
  readonly now: () => Date;
}

export const addTextModule = endpoint({
  method: 'POST',
  path: '/v1/text-modules',
  allow: ['admin'],
  summary:
    'Add a text module: what is written again and again, in German and perhaps English, with placeholders; and what becomes of a ticket that is answered so',
  body: NewTextModule,
  example: {
    title: 'Unterlagen nachfordern',
    kinds: ['bicycle-accident', 'theft', 'liability'],
    texts: {
      de: '{{salutation}},\n\nzu Ihrem Vorgang {{ticketNumber}} fehlt uns noch die Rechnung der Werkstatt. Bitte laden Sie sie im Kundenportal hoch.\n\nFreundliche Grüße\n{{clerkName}}',
      en: '{{salutation}},\n\nfor your case {{ticketNumber}} we still need the invoice of the repair shop. Please upload it in the customer portal.\n\nKind regards\n{{clerkName}}',
    },
    sets: { status: 'waiting', waitingFor: 'customer' },
    addsTask: { title: 'Unterlagen da? Sonst erinnern', dueInDays: 14 },
  },
  returns: TextModuleView,
  status: 201,
  version: (module) => module.version,
  uses,
  async handle({ body, caller, once }, { textModules, staff, newId, now }: AddTextModuleDeps) {
    if (body.addsTask?.team !== undefined) await requireTeam(staff, body.addsTask.team, 'body.addsTask.team');
    const at = now();
    const module = newTextModule(newId('txt'), body, { id: caller.id, at });
    const { earlier } = await textModules.add(module, { request: once, status: 201, madeId: module.id }, at);
    // As it was made: by now it may have been changed.
    return earlier ? textModules.inVersion(earlier.id, 1) : module;
  },
});
