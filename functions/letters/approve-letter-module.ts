import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { approved, InForce, ModuleCode } from '../../shared/letters/modules/letter-module.ts';
import { moduleChanged, moduleOfTheRelease } from '../../shared/letters/modules/module-refusals.ts';
import { letterModuleNeeds } from '../../shared/letters/modules/letter-module-table.ts';
import { headAfter } from '../../shared/letters/modules/module-head.ts';
import { releaseModules } from '../../shared/letters/modules/release-modules.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { ModuleVersion } from './get-letter-module.ts';
import { LetterModuleView, viewOf } from './module-views.ts';

const uses = { modules: only(letterModuleNeeds, 'head', 'version', 'change', 'earlier') };

interface ApproveLetterModuleDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const approveLetterModule = endpoint({
  method: 'POST',
  path: '/v1/letter-modules/{moduleCode}/approval',
  allow: ['admin'],
  summary:
    'Approve the version of a letter module that was read, its draft: letters are written from it from a day on, perhaps up to another. By somebody who wrote nothing of this version',
  params: z.strictObject({ moduleCode: ModuleCode }),
  body: z.strictObject({ version: ModuleVersion.describe('The one that was read: another than the draft is refused'), ...InForce.shape }),
  example: { version: 1, from: '2099-01-01', to: '2099-12-31' },
  returns: LetterModuleView,
  status: 200,
  ifMatch: true,
  version: ({ revision }) => revision,
  uses,
  async handle({ params: { moduleCode: code }, body: { version, ...inForce }, caller, once, ifMatch }, { modules, now }: ApproveLetterModuleDeps) {
    if (releaseModules.has(code)) throw moduleOfTheRelease();
    const by = { id: caller.id, at: now() };
    const today = dayOf(by.at);
    const [earlier, head, before] = await Promise.all([modules.earlier(once, by.at), modules.head(code), modules.version(code, version)]);
    if (earlier) return viewOf(before, head, today);
    if (head.revision !== ifMatch) throw moduleChanged();
    // The ETag is the module's, whichever version was read: the body names the one that somebody vouches for.
    const after = approved(before, inForce, by, today);
    const headThen = headAfter(head, after, by, today);
    await modules.change(headThen, { before, after }, by.at, { request: once, status: 200, madeId: code });
    return viewOf(after, headThen, today);
  },
});
