import { api } from '../../shared/lambda/api.ts';
import { liveDatabase } from '../../shared/lambda/clients.ts';
import { identityClaims, sector } from '../../shared/lambda/environment.ts';
import { logger } from '../../shared/lambda/logger.ts';
import { deletionRules } from '../../shared/personal-data/deletion-rules.ts';
import { topicTable } from '../../shared/topics/topic-table.ts';
import { topicEndpoints } from './endpoints.ts';

export const handler = api(topicEndpoints, {
  deps: { topics: topicTable({ db: liveDatabase(), rules: deletionRules(sector()) }), now: () => new Date() },
  log: logger('topics-api'),
  identity: identityClaims(),
});
