import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { TextModuleId } from '../../shared/text-modules/text-module-id.ts';
import { textModuleNeeds } from '../../shared/text-modules/text-module-table.ts';
import { TextModuleView } from './views.ts';

const uses = { textModules: only(textModuleNeeds, 'byId', 'inVersion') };

export const getTextModule = endpoint({
  method: 'GET',
  path: '/v1/text-modules/{textModuleId}',
  allow: ['agent', 'admin'],
  summary: 'A text module as it is now, or as it was in a version of it',
  params: z.strictObject({ textModuleId: TextModuleId }),
  query: z.strictObject({ version: z.coerce.number().int().min(1).max(99_999).optional().describe('Counted from 1; that of now if left out') }),
  returns: TextModuleView,
  status: 200,
  version: (module) => module.version,
  uses,
  async handle({ params: { textModuleId }, query: { version } }, { textModules }: Used<typeof uses>) {
    return version === undefined ? textModules.byId(textModuleId) : textModules.inVersion(textModuleId, version);
  },
});
