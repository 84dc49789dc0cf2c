import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { ModuleCode } from '../../shared/letters/modules/letter-module.ts';
import { noSuchModule } from '../../shared/letters/modules/module-refusals.ts';
import { letterModuleNeeds } from '../../shared/letters/modules/letter-module-table.ts';
import { releaseModules } from '../../shared/letters/modules/release-modules.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { LetterModuleView, releaseView, viewOf } from './module-views.ts';

const uses = { modules: only(letterModuleNeeds, 'head', 'version') };

interface GetLetterModuleDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

/** A version counted from 1. */
export const ModuleVersion = z.int().min(1).max(99_999);

export const getLetterModule = endpoint({
  method: 'GET',
  path: '/v1/letter-modules/{moduleCode}',
  allow: ['agent', 'admin'],
  summary: 'A letter module in its latest version, or in another: letters name the version that they were written from',
  params: z.strictObject({ moduleCode: ModuleCode }),
  query: z.strictObject({ version: z.coerce.number().int().min(1).max(99_999).optional().describe('Counted from 1; the latest if left out') }),
  returns: LetterModuleView,
  status: 200,
  version: ({ revision }) => revision,
  uses,
  async handle({ params: { moduleCode: code }, query: { version } }, { modules, now }: GetLetterModuleDeps) {
    const shipped = releaseModules.get(code);
    if (shipped) {
      if (version !== undefined && version !== shipped.version) throw noSuchModule();
      return releaseView(shipped);
    }
    const head = await modules.head(code);
    return viewOf(await modules.version(code, version ?? head.version), head, dayOf(now()));
  },
});
