import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { LetterModuleContent, ModuleCode, rewritten, saysAlready } from '../../shared/letters/modules/letter-module.ts';
import { moduleChanged, moduleOfTheRelease } from '../../shared/letters/modules/module-refusals.ts';
import { letterModuleNeeds } from '../../shared/letters/modules/letter-module-table.ts';
import { headAfter } from '../../shared/letters/modules/module-head.ts';
import { releaseModules } from '../../shared/letters/modules/release-modules.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { addLetterModule } from './add-letter-module.ts';
import { LetterModuleView, viewOf } from './module-views.ts';

const uses = { modules: only(letterModuleNeeds, 'head', 'version', 'change') };

interface ChangeLetterModuleDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const changeLetterModule = endpoint({
  method: 'PUT',
  path: '/v1/letter-modules/{moduleCode}',
  allow: ['admin'],
  summary:
    'Write a letter module anew, all of it: its draft, or the draft of a next version where the latest is approved or withdrawn. What was approved stays as it is, and counts until another comes into force',
  params: z.strictObject({ moduleCode: ModuleCode }),
  body: LetterModuleContent,
  example: addLetterModule.example!.content,
  returns: LetterModuleView,
  status: 200,
  ifMatch: true,
  version: ({ revision }) => revision,
  uses,
  async handle({ params: { moduleCode: code }, body, caller, ifMatch }, { modules, now }: ChangeLetterModuleDeps) {
    if (releaseModules.has(code)) throw moduleOfTheRelease();
    const by = { id: caller.id, at: now() };
    const today = dayOf(by.at);
    const head = await modules.head(code);
    const latest = await modules.version(code, head.version);
    // Whoever asks again after a lost answer is told so; what was withdrawn can be wanted again as it was.
    if (latest.status !== 'withdrawn' && saysAlready(latest, body)) return viewOf(latest, head, today);
    if (head.revision !== ifMatch) throw moduleChanged();
    const after = rewritten(latest, body, by);
    const headThen = headAfter(head, after, by, today);
    await modules.change(headThen, { before: after.version === latest.version ? latest : undefined, after }, by.at);
    return viewOf(after, headThen, today);
  },
});
