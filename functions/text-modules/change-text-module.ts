import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { staffReaderNeeds } from '../../shared/staff/staff-reader.ts';
import { requireTeam } from '../../shared/staff/team.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { TextModuleId } from '../../shared/text-modules/text-module-id.ts';
import { changedTextModule, saysAlready, textModuleChanged, WholeTextModule } from '../../shared/text-modules/text-module.ts';
import { textModuleNeeds } from '../../shared/text-modules/text-module-table.ts';
import { addTextModule } from './add-text-module.ts';
import { TextModuleView } from './views.ts';

const uses = { textModules: only(textModuleNeeds, 'byId', 'change'), staff: only(staffReaderNeeds, 'clerksOf') };

interface ChangeTextModuleDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const changeTextModule = endpoint({
  method: 'PUT',
  path: '/v1/text-modules/{textModuleId}',
  allow: ['admin'],
  summary:
    'Write a text module anew, all of it, as its next version, retire it or take it up again; what is left out is absent from now on. Its versions before stay as they are. What it says already is answered with the version that it has',
  params: z.strictObject({ textModuleId: TextModuleId }),
  body: WholeTextModule,
  example: { ...addTextModule.example!, status: 'retired' },
  returns: TextModuleView,
  status: 200,
  ifMatch: true,
  version: (module) => module.version,
  uses,
  async handle({ params: { textModuleId }, body, caller, ifMatch }, { textModules, staff, now }: ChangeTextModuleDeps) {
    const at = now();
    const before = await textModules.byId(textModuleId);
    if (saysAlready(before, body)) return before;
    if (before.version !== ifMatch) throw textModuleChanged();
    const team = body.addsTask?.team;
    if (team !== undefined && team !== before.addsTask?.team) await requireTeam(staff, team, 'body.addsTask.team');
    const module = changedTextModule(before, body, { id: caller.id, at });
    await textModules.change(module, at);
    return module;
  },
});
