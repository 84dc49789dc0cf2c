import { fileURLToPath } from 'node:url';
import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { letterModuleTable } from '../../shared/letters/modules/letter-module-table.ts';
import { letterAssets } from '../../shared/letters/typesetting/font.ts';
import { renderLetter } from '../../shared/letters/typesetting/pdf.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { letterSender } from './environment.ts';
import { letterModuleEndpoints } from './module-endpoints.ts';

// Beside the bundle lies a copy of the fonts.
const assets = letterAssets(fileURLToPath(new URL('fonts', import.meta.url)));

export const handler = api(letterModuleEndpoints, {
  deps: {
    modules: letterModuleTable({ db: liveDatabase(), rules: deletionRules(sector()) }),
    sender: letterSender(),
    render: (content, date) => renderLetter(content, assets, date),
    now: () => new Date(),
  },
  log: logger('letter-modules-api'),
  identity: identityClaims(),
});
