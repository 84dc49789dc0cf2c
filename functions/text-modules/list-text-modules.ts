import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { TextModuleId } from '../../shared/text-modules/text-module-id.ts';
import { TextModuleStatus } from '../../shared/text-modules/text-module.ts';
import { textModuleNeeds } from '../../shared/text-modules/text-module-table.ts';
import { TextModuleView } from './views.ts';

const uses = { textModules: only(textModuleNeeds, 'list') };

export const listTextModules = endpoint({
  method: 'GET',
  path: '/v1/text-modules',
  allow: ['agent', 'admin'],
  summary: 'The text modules in use, or those that are retired, newest first; lags a little',
  query: PageRequest(TextModuleId).extend({ status: TextModuleStatus.default('active') }),
  returns: PageOf(TextModuleView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor, status } }, { textModules }: Used<typeof uses>) {
    return textModules.list(status, limit, cursor);
  },
});
