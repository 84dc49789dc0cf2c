import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { ModuleCode, withdrawn } from '../../shared/letters/modules/letter-module.ts';
import { moduleChanged, moduleOfTheRelease } from '../../shared/letters/modules/module-refusals.ts';
import { letterModuleNeeds } from '../../shared/letters/modules/letter-module-table.ts';
import { headAfter } from '../../shared/letters/modules/module-head.ts';
import { releaseModules } from '../../shared/letters/modules/release-modules.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ModuleVersion } from './get-letter-module.ts';
import { LetterModuleView, viewOf } from './module-views.ts';

const uses = { modules: only(letterModuleNeeds, 'head', 'version', 'change', 'earlier') };

interface WithdrawLetterModuleDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const withdrawLetterModule = endpoint({
  method: 'POST',
  path: '/v1/letter-modules/{moduleCode}/withdrawal',
  allow: ['admin'],
  summary:
    'Take a version of a letter module back, a draft too: no letter is written from it from now on. The one that it replaced does not come back by itself; letters that were written stay as they are',
  params: z.strictObject({ moduleCode: ModuleCode }),
  body: z.strictObject({ version: ModuleVersion }),
  example: { version: 1 },
  returns: LetterModuleView,
  status: 200,
  ifMatch: true,
  version: ({ revision }) => revision,
  uses,
  async handle({ params: { moduleCode: code }, body: { version }, caller, once, ifMatch }, { modules, now }: WithdrawLetterModuleDeps) {
    if (releaseModules.has(code)) throw moduleOfTheRelease();
    const by = { id: caller.id, at: now() };
    const today = dayOf(by.at);
    const [earlier, head, before] = await Promise.all([modules.earlier(once, by.at), modules.head(code), modules.version(code, version)]);
    if (earlier) return viewOf(before, head, today);
    if (head.revision !== ifMatch) throw moduleChanged();
    const after = withdrawn(before, by);
    const headThen = headAfter(head, after, by, today);
    await modules.change(headThen, { before, after }, by.at, { request: once, status: 200, madeId: code });
    return viewOf(after, headThen, today);
  },
});
